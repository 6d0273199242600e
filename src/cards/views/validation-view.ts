import { crashesBetween } from '../../incident/crash-clock';
import type { JudgedCheck, RungRecord, RungResult } from '../../incident/state';
import type { Validation, ValidationResult } from '../../incident/validation';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import type { Room } from '../room';
import { clockText, durationText, leftText } from '../times';
import type { FactView, LineView } from './view-parts';
import { factOf, lineOf, MARK } from './view-parts';

export interface ValidationView {
  readonly facts: readonly FactView[];
}

const RESULT: Readonly<Record<ValidationResult, Markdown>> = {
  soaking: line`${escapeMarkdown(MARK.busy)} watching, not proven yet`,
  fixed: line`${escapeMarkdown(MARK.good)} **fixed**`,
  'not-fixed': line`${escapeMarkdown(MARK.bad)} **not fixed**`,
  down: line`${escapeMarkdown(MARK.bad)} **down**: silent, not healthy`,
  waiting: line`${escapeMarkdown(MARK.busy)} crash gone, update not moved yet`,
  'cannot-tell': line`${escapeMarkdown(MARK.unknown)} **cannot tell**`,
};

/** How the effect of a run is judged, with the countdown while it is. */
export function validationView(
  validation: Validation,
  latest: JudgedCheck | null,
  now: number,
): ValidationView {
  const watching =
    validation.result === 'soaking' || (validation.result === 'down' && validation.soakEndsAt > now);
  return {
    facts: [
      factOf('Effect', RESULT[validation.result]),
      factOf('Why', escapeMarkdown(validation.why)),
      ...(latest ? [factOf('Crashes since', spanText(latest, validation.since, now))] : []),
      ...(watching ? countdown(validation, now) : []),
      ...(validation.process ? [factOf('Process', processText(validation.process, now))] : []),
      ...(validation.resumeNeeded ? [factOf('Update', line`**Failed: a person has to resume it**`)] : []),
    ],
  };
}

function countdown({ settledAt, soakEndsAt, soakMs }: Validation, now: number): readonly FactView[] {
  const settling = settledAt > now ? [factOf('Counted from', leftText(settledAt, now))] : [];
  return [
    ...settling,
    factOf('Silent until', line`${leftText(soakEndsAt, now)}, ${durationText(soakMs)} in all`),
  ];
}

function processText(process: NonNullable<Validation['process']>, now: number): Markdown {
  return line`${process.processId}, started ${clockText(process.startedAt, now)}`;
}

/** Older runs are not counted: a check knows the last day only. */
const COUNTED_MS = 23 * 3_600_000;

const RUNG: Readonly<Record<RungResult, readonly [string, Markdown]>> = {
  fixed: [MARK.good, line`fixed`],
  'not-fixed': [MARK.bad, line`not fixed`],
  'nothing-to-do': [MARK.none, line`nothing to do`],
  recovered: [MARK.good, line`recovered`],
};

/** What was tried so far, oldest first, and how often it crashed between one run and the next. */
export function rungLines(
  rungs: readonly RungRecord[],
  latest: JudgedCheck | null,
  now: number,
  { piece, entries }: Room,
): readonly LineView[] {
  return rungs
    .map((record, index) => ({ ...record, until: nextRunAt(rungs.slice(index + 1)) ?? now }))
    .slice(-Math.min(8, entries))
    .map(({ rung, at, result, why, ranAt, until }) => {
      const [mark, word] = RUNG[result];
      const isCounted = latest !== null && ranAt !== undefined && now - ranAt < COUNTED_MS;
      const after = isCounted ? line`; crashes after it: ${spanText(latest, ranAt, until)}` : line``;
      return lineOf(
        line`${escapeMarkdown(mark)} Mitigation ${escapeMarkdown(rung, 10)}: **${word}**, ${clockText(at, now)}: ${escapeMarkdown(why, piece)}${after}`,
      );
    });
}

function nextRunAt(rungs: readonly RungRecord[]): number | undefined {
  return rungs.find(({ ranAt }) => ranAt !== undefined)?.ranAt;
}

/** Crashes after one moment, and how far apart they are. */
function spanText({ report }: JudgedCheck, from: number, until: number): Markdown {
  const { crashes, isWhole, intervalMs } = crashesBetween(report, from, until);
  const often = intervalMs === null ? line`` : line`, about one every ${durationText(intervalMs)}`;
  return crashes === 0 ? line`none` : line`${isWhole ? line`` : line`at least `}${crashes}${often}`;
}
