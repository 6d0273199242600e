import type { MitigationRequest } from '../../incident/mitigation-request';
import type { Run, RunResult, Step, StepEvidence } from '../../incident/run';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line, listMarkdown } from '../escape-markdown';
import { entriesAround } from '../entries-around';
import type { Room } from '../room';
import { agoText, clockText, durationText } from '../times';
import type { Colour, FactView, LineView } from './view-parts';
import { factOf, lineOf, MARK } from './view-parts';

/** A step, or a whole node whose steps are alike. */
export interface StepView {
  readonly mark: Markdown;
  readonly colour: Colour;
  readonly title: Markdown;
  readonly detail: Markdown;
}

export interface RunView {
  readonly title: Markdown;
  readonly steps: readonly StepView[];
  readonly facts: readonly FactView[];
}

const STEP: Readonly<Record<Step['status'], readonly [string, Colour, Markdown]>> = {
  planned: [MARK.planned, 'default', line`planned`],
  started: [MARK.busy, 'accent', line`running`],
  succeeded: [MARK.good, 'good', line`done`],
  'nothing-to-do': [MARK.none, 'default', line`nothing to do`],
  failed: [MARK.bad, 'attention', line`failed`],
  unknown: [MARK.unknown, 'warning', line`outcome unknown`],
};

/** With more steps than this, a node whose steps are all alike takes one row. */
const MOST_SINGLE_STEPS = 6;

const RESULT: Readonly<Record<RunResult, Markdown>> = {
  succeeded: line`every step done`,
  'nothing-to-do': line`nothing to do on any target`,
  failed: line`failed; no further step was begun`,
  partial: line`done only in part`,
  stopped: line`stopped; no further step was begun`,
  unknown: line`outcome unknown`,
};

/** A run, step by step or node by node; of a long one the part around the step it has come to. */
export function runView(run: Run, request: MitigationRequest | null, now: number, room: Room): RunView {
  const rows =
    run.steps.length > MOST_SINGLE_STEPS
      ? byNode(run.steps)
      : run.steps.map((step, index) => [{ step, index }]);
  const reached = rows.findLastIndex((row) => row.some(({ step }) => step.status !== 'planned'));
  const { before, entries, after } = entriesAround(rows, reached, room.entries);
  return {
    title: run.attested
      ? line`Read-only check of what was attested`
      : line`Run of mitigation ${escapeMarkdown(run.rung)}`,
    steps: [
      ...(before > 0 ? [noteView(line`${before} earlier rows have ended`)] : []),
      ...entries.map((row) => rowView(row, now, room)),
      ...(after > 0 ? [noteView(line`and ${after} more rows`)] : []),
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

interface NumberedStep {
  readonly step: Step;
  readonly index: number;
}

/** Steps one after the other on one node with one status become one row. */
function byNode(steps: readonly Step[]): readonly (readonly NumberedStep[])[] {
  const rows: NumberedStep[][] = [];
  steps.forEach((step, index) => {
    const row = rows.at(-1);
    const last = row?.at(-1)?.step;
    const isAlike =
      last?.plan.node === step.plan.node && last.status === step.status && QUIET.includes(step.status);
    if (row && isAlike) row.push({ step, index });
    else rows.push([{ step, index }]);
  });
  return rows;
}

/** Only what needs no look is drawn together. */
const QUIET: readonly Step['status'][] = ['planned', 'succeeded', 'nothing-to-do'];

function rowView(row: readonly NumberedStep[], now: number, room: Room): StepView {
  const [first] = row;
  if (!first) return noteView(line``);
  if (row.length === 1) return stepView(first.step, first.index, now, room);
  const [mark, colour, word] = STEP[first.step.status];
  return {
    mark: escapeMarkdown(mark),
    colour,
    title: line`${first.index + 1} to ${first.index + row.length} · **${escapeMarkdown(first.step.plan.node, 80)}**`,
    detail: line`${row.length} steps ${word}`,
  };
}

function noteView(text: Markdown): StepView {
  return { mark: escapeMarkdown(MARK.none), colour: 'default', title: text, detail: line`` };
}

function approvedBy({ votes }: MitigationRequest): readonly FactView[] {
  const names = votes
    .filter((vote) => vote.decision === 'approve' && !vote.withdrawn)
    .map((vote) => vote.by.name);
  return names.length === 0 ? [] : [factOf('Approved by', listMarkdown(names, 4))];
}

function stepView(step: Step, index: number, now: number, { piece }: Room): StepView {
  const [mark, colour, word] = STEP[step.status];
  const { node, title } = step.plan;
  const detail = step.detail === null ? line`` : line`: ${escapeMarkdown(step.detail, piece)}`;
  return {
    mark: escapeMarkdown(mark),
    colour,
    title: line`${index + 1} · **${escapeMarkdown(node, 80)}**: ${escapeMarkdown(title, Math.min(160, piece))}`,
    detail: line`${word}${timeOf(step, now)}${detail}`,
  };
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
      ...(step.detail === null ? [] : [lineOf(line`What was reported: ${escapeMarkdown(step.detail, 300)}`)]),
      ...provenLines(step.evidence, now),
    ]);
}

function provenLines(evidence: StepEvidence | null, now: number): readonly LineView[] {
  if (evidence === null) return [lineOf(line`Proven so far: nothing yet; the bot looks.`)];
  return [
    lineOf(line`Proven, as looked ${agoText(evidence.at, now)}:`),
    ...evidence.facts.map((fact) => lineOf(line`${escapeMarkdown(MARK.none)} ${escapeMarkdown(fact, 300)}`)),
  ];
}

function begun({ startedAt }: Step, now: number): Markdown {
  return startedAt === null ? line`` : line` at ${clockText(startedAt, now)}`;
}
