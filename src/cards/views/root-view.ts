import type { MissingRoot, RootsReport } from '../../incident/roots';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line, listMarkdown } from '../escape-markdown';
import type { Room } from '../room';
import type { FactView } from './view-parts';
import { factOf, MARK } from './view-parts';

const STATE: Readonly<Record<RootsReport['state'], Markdown>> = {
  same: line`${escapeMarkdown(MARK.good)} `,
  missing: line`${escapeMarkdown(MARK.bad)} **missing**: `,
  unknown: line`${escapeMarkdown(MARK.unknown)} **unknown**, `,
};

/** How the root certificates compare, as a row; none when they are not watched. */
export function rootFacts(roots: RootsReport | undefined): readonly FactView[] {
  if (!roots) return [];
  return [factOf('Roots', line`${STATE[roots.state]}${escapeMarkdown(roots.why, 300)}`)];
}

const ADVICE = line`Import it there, from a node that has it or from the folder AzureStackCertificateAuthority of the infrastructure volume. Until then moving groups may only seem to cure, and restarting nodes does not.`;

/** The second cause that upstream names, before anything else: which node lacks which certificate, and what to do. */
export function rootWarnings(roots: RootsReport | undefined, { piece, entries }: Room): readonly Markdown[] {
  const told = (roots?.missing ?? []).slice(0, Math.min(4, entries)).map((root) => missingText(root, piece));
  return told.length === 0 ? [] : [...told, ADVICE];
}

/** Without the thumbprint, which the row of the roots has: this is the line that has to be read at a glance. */
function missingText({ node, subject, store, presentOn }: MissingRoot, piece: number): Markdown {
  const have = presentOn.length === 1 ? line`has` : line`have`;
  return line`${escapeMarkdown(MARK.bad)} **Root certificate missing on ${escapeMarkdown(node, 80)}**: ${escapeMarkdown(subject, piece)}, store ${escapeMarkdown(store, 40)}; ${listMarkdown(presentOn, 4)} ${have} it.`;
}
