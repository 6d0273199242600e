import type { HalfDoneKind } from '../../incident/half-done-place';
import type { Rules } from '../../incident/rules';
import type { Incident, LeftHalfDone } from '../../incident/state';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, joinMarkdown, line } from '../escape-markdown';
import type { Room } from '../room';
import { agoText } from '../times';
import { MARK } from './view-parts';

/** The alarm of everything that runs left half-done, first thing on the card until it is put right. */
export function halfDoneWarnings(
  { halfDone, rules }: Incident,
  now: number,
  { entries }: Room,
): readonly Markdown[] {
  const shown = halfDone.slice(0, Math.min(6, entries));
  return [
    ...shown.map((one) => warningOf(one, now)),
    ...(shown.length > 0 ? [mendingAdvice(halfDone, rules)] : []),
  ];
}

function warningOf({ kind, node, service, since }: LeftHalfDone, now: number): Markdown {
  const warn = escapeMarkdown(MARK.warn);
  const where = escapeMarkdown(node, 80);
  return kind === 'node-paused'
    ? line`${warn} **The bot may have left ${where} paused**, ${agoText(since, now)}. Until it is resumed the cluster runs with one node less.`
    : line`${warn} **${escapeMarkdown(service ?? 'A service', 80)} may be stopped on ${where}**: a restart of it failed, ${agoText(since, now)}.`;
}

/** What to do about it: the recovery where it is enabled, else by hand. */
export function mendingAdvice(halfDone: readonly LeftHalfDone[], rules: Rules | undefined): Markdown {
  const kinds = [...new Set(halfDone.map(({ kind }) => kind))];
  return joinMarkdown(
    kinds.map((kind) => {
      const recovery = rules?.recoveries.find(({ mends }) => mends === kind);
      return recovery
        ? line`Recovery ${escapeMarkdown(recovery.id, 10)} puts it right, with one approval.`
        : BY_HAND[kind];
    }),
    ' ',
  );
}

const BY_HAND: Readonly<Record<HalfDoneKind, Markdown>> = {
  'node-paused': line`Look at the node, then resume it by hand: Resume-ClusterNode -Failback Immediate.`,
  'service-stopped': line`See whether its account is locked, then start it by hand, once.`,
};
