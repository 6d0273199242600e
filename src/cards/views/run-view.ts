import type { MitigationRequest, Run, RunResult, Step } from '../../incident/state';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line, listMarkdown } from '../escape-markdown';
import { entriesAround } from '../entries-around';
import type { Room } from '../room';
import { agoText, clockText, durationText } from '../times';
import type { FactView, LineView } from './view-parts';
import { factOf, lineOf, MARK } from './view-parts';

export interface RunView {
  readonly title: Markdown;
  readonly steps: readonly LineView[];
  readonly facts: readonly FactView[];
}

const STEP: Readonly<Record<Step['status'], readonly [string, Markdown]>> = {
  planned: [MARK.planned, line`planned`],
  started: [MARK.busy, line`running`],
  succeeded: [MARK.good, line`done`],
  'nothing-to-do': [MARK.none, line`nothing to do`],
  failed: [MARK.bad, line`failed`],
  unknown: [MARK.unknown, line`outcome unknown`],
};

const RESULT: Readonly<Record<RunResult, Markdown>> = {
  succeeded: line`every step done`,
  'nothing-to-do': line`nothing to do on any target`,
  failed: line`failed; no further step was begun`,
  partial: line`done only in part`,
  stopped: line`stopped; no further step was begun`,
  unknown: line`outcome unknown`,
};

/** A run, step by step; of a long one the part around the step it has come to. */
export function runView(run: Run, request: MitigationRequest | null, now: number, room: Room): RunView {
  const reached = run.steps.findLastIndex((step) => step.status !== 'planned');
  const { before, entries, after } = entriesAround(run.steps, reached, room.entries);
  const lines = entries.map((step, index) => lineOf(stepText(step, before + index, now, room)));
  return {
    title: run.attested
      ? line`Read-only check of what was attested`
      : line`Run of mitigation ${escapeMarkdown(run.rung)}`,
    steps: [
      ...(before > 0 ? [lineOf(line`${before} earlier steps have ended`)] : []),
      ...lines,
      ...(after > 0 ? [lineOf(line`and ${after} more steps`)] : []),
    ],
    facts: [
      ...(request?.id === run.requestId ? approvedBy(request) : []),
      factOf('Started', agoText(run.startedAt, now)),
      ...(run.endedAt === null ? [] : [factOf('Ended', agoText(run.endedAt, now))]),
      ...(run.result === null ? [] : [factOf('Result', RESULT[run.result])]),
      ...(run.settled ? [factOf('Settled', settledText(run.settled, now))] : []),
    ],
  };
}

function approvedBy({ votes }: MitigationRequest): readonly FactView[] {
  const names = votes
    .filter((vote) => vote.decision === 'approve' && !vote.withdrawn)
    .map((vote) => vote.by.name);
  return names.length === 0 ? [] : [factOf('Approved by', listMarkdown(names, 4))];
}

function stepText(step: Step, index: number, now: number, { piece }: Room): Markdown {
  const [mark, word] = STEP[step.status];
  const { plan } = step;
  const what = line`${escapeMarkdown(plan.node, 80)}: ${escapeMarkdown(plan.title, Math.min(160, piece))}`;
  const detail = step.detail === null ? line`` : line`: ${escapeMarkdown(step.detail, piece)}`;
  return line`${escapeMarkdown(mark)} ${index + 1}. ${what} · **${word}**${timeOf(step, now)}${detail}`;
}

function timeOf({ status, startedAt, endedAt, plan }: Step, now: number): Markdown {
  if (startedAt === null) return line``;
  if (status === 'unknown') return line``;
  if (endedAt === null)
    return line` for ${durationText(now - startedAt)} (at most ${durationText(plan.deadlineMs)})`;
  return line` after ${durationText(endedAt - startedAt)}`;
}

function settledText(settled: NonNullable<Run['settled']>, now: number): Markdown {
  const as = settled.as === 'happened' ? line`it happened` : line`it did not happen`;
  return line`${as}, says ${escapeMarkdown(settled.by.name, 80)}, ${clockText(settled.at, now)}: ${escapeMarkdown(settled.reason)}`;
}

/** What can be proven about the steps nobody knows the outcome of. */
export function unknownStepLines(run: Run, now: number): readonly LineView[] {
  return run.steps
    .filter((step) => step.status === 'unknown' || step.status === 'started')
    .flatMap((step) => [
      lineOf(
        line`On **${escapeMarkdown(step.plan.node, 80)}** the step "${escapeMarkdown(step.plan.title, 160)}" was begun${begun(step, now)}, and no result came back. It may or may not have happened.`,
      ),
      lineOf(
        step.detail === null
          ? line`Proven so far: nothing yet.`
          : line`Proven so far: ${escapeMarkdown(step.detail, 300)}`,
      ),
    ]);
}

function begun({ startedAt }: Step, now: number): Markdown {
  return startedAt === null ? line`` : line` at ${clockText(startedAt, now)}`;
}
