import { missingRootText } from '../../incident/roots';
import type { RootsReport } from '../../incident/roots';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
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
  return [factOf('Root certificates', line`${STATE[roots.state]}${escapeMarkdown(roots.why, 300)}`)];
}

const ADVICE = line`Import it there, from a node that has it or from the folder AzureStackCertificateAuthority of the infrastructure volume. Until then moving groups may only seem to cure, and restarting nodes does not.`;

/** The second cause that upstream names, before anything else: which node lacks which certificate, and what to do. */
export function rootWarnings(roots: RootsReport | undefined, { piece, entries }: Room): readonly Markdown[] {
  return (roots?.missing ?? []).slice(0, Math.min(4, entries)).map((root, index) => {
    const told = line`${escapeMarkdown(MARK.bad)} **Root certificate missing**: ${escapeMarkdown(missingRootText(root), piece)}.`;
    return index === 0 ? line`${told} ${ADVICE}` : told;
  });
}
