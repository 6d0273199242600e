import { cardBytes, renderWithin } from '../../src/cards/render-card';
import type { ClusterState } from '../../src/incident/state';
import { personKey } from '../../src/incident/person';
import { SHARED } from '../support/card-contexts';
import { libraryProblems, textOf } from '../support/card-check';
import { ANALYSES, PAINTER } from '../support/golden-cards';
import {
  ADA,
  checkReport,
  clusterState,
  crashTimes,
  mitigationRequest,
  MINUTE,
  nodeReport,
  NOW,
  OLGA,
  personNamed,
  run,
  step,
  stepPlan,
  TRACE,
  vote,
} from '../support/incident-states';

const LONG = '長い説明 long explanation '.repeat(40);
const LONG_TRACE = {
  ...TRACE,
  exceptions: Array.from({ length: 12 }, () => ({
    type: `Contoso.${'Deep.'.repeat(30)}Exception`,
    message: LONG,
  })),
  frames: Array.from({ length: 400 }, (_, index) => ({
    text: `Contoso.${'Deep.'.repeat(30)}Type.Method${index}(${LONG})`,
    isSignature: index === 399,
  })),
  reasons: Array.from({ length: 12 }, () => LONG),
  text: '例外 at Contoso.Deep.Type.Method()\n'.repeat(3000),
};

const many = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));
const PEOPLE = many(40, (index) => personNamed(`${LONG.slice(0, 60)} ${index}`, 100 + index));
const CONTEXT = {
  ...SHARED,
  overdue: true,
  policy: { ...SHARED.policy, approvers: PEOPLE },
  approverNames: Object.fromEntries(PEOPLE.map((person) => [personKey(person), person.name])),
};

/** Sixteen nodes, everything as long and as many as can be. */
const WORST: ClusterState = {
  ...clusterState(
    {
      request: mitigationRequest({
        requester: OLGA,
        needsOwnerAgreement: true,
        shown: many(12, () => ({
          title: LONG,
          grade: LONG,
          facts: many(20, () => ({ name: LONG, value: LONG })),
        })),
        steps: many(40, () => stepPlan({ title: LONG, node: LONG })),
        votes: many(20, (index) => vote(PEOPLE[index] ?? ADA, { reason: LONG, withdrawn: index % 2 === 0 })),
      }),
      run: run(
        many(40, () => step(stepPlan({ title: LONG, node: LONG }), 'succeeded', LONG)),
        'partial',
        { requestId: 'earlier' },
      ),
      rungs: many(20, () => ({ rung: '1', at: NOW - MINUTE, result: 'not-fixed' as const, why: LONG })),
      timeline: many(60, () => ({ at: NOW - MINUTE, text: LONG })),
      blocked: LONG,
    },
    checkReport({
      nodes: many(16, (index) =>
        index % 2 === 0
          ? nodeReport(`${LONG.slice(0, 60)}${index}`, {
              status: 'denied',
              finding: null,
              hint: LONG,
              skewMs: null,
            })
          : nodeReport(`${LONG.slice(0, 60)}${index}`, {
              finding: 'matches',
              matchingCrashes: crashTimes(100, 40_000),
              hint: LONG,
              skewMs: 90_000,
            }),
      ),
      trace: LONG_TRACE,
    }),
  ),
  freeze: { by: OLGA, at: NOW, reason: LONG },
};

test.each([
  ['incident', PAINTER.incident(WORST, CONTEXT)],
  ['diagnosis', PAINTER.diagnosis(WORST, CONTEXT)],
  [
    'status',
    PAINTER.status(
      many(40, () => ({ state: WORST, lastCheckedAt: NOW, overdue: false })),
      CONTEXT,
    ),
  ],
  [
    'analysis',
    PAINTER.analysis({ ...(ANALYSES['matches'] ?? fail()), reasons: LONG_TRACE.reasons }, CONTEXT),
  ],
])('the longest %s card is small enough, and still valid', (_name, { card, summary }) => {
  expect(cardBytes(card)).toBeLessThan(28 * 1024);
  expect(libraryProblems(card)).toEqual([]);
  expect(summary.length).toBeLessThan(400);
});

test.each(['incident', 'diagnosis'] as const)('in brief the %s card is smaller, and still valid', (name) => {
  const state = clusterState({}, checkReport({ trace: LONG_TRACE }));
  const brief = PAINTER[name](WORST, { ...CONTEXT, isBrief: true });
  expect(cardBytes(brief.card)).toBeLessThanOrEqual(cardBytes(PAINTER[name](WORST, CONTEXT).card));
  expect(libraryProblems(brief.card)).toEqual([]);
  expect(cardBytes(PAINTER[name](state, { ...CONTEXT, isBrief: true }).card)).toBeLessThan(
    cardBytes(PAINTER[name](state, CONTEXT).card),
  );
});

test('a card that replaces another says so, and nothing else changes', () => {
  const painted = PAINTER.incident(WORST, CONTEXT);
  const replacing = PAINTER.replacing(painted);
  expect(libraryProblems(replacing.card)).toEqual([]);
  expect(textOf(replacing.card)).toContain('An older copy of this card may stand in this conversation.');
  expect({ ...replacing.card, body: null }).toEqual({ ...painted.card, body: null });
  expect(replacing.summary).toBe(painted.summary);
});

test('status says when the incident channel gets nothing, and is never all well then', () => {
  const state = clusterState(null, checkReport({}));
  const undelivered = { since: NOW - MINUTE, why: 'the channel answered 403 <b>Blocked</b>' };
  const { card } = PAINTER.status([{ state, lastCheckedAt: NOW, overdue: false, undelivered }], SHARED);
  expect(textOf(card)).toMatch(/the incident channel is not told since .*: the channel answered 403/u);
  expect(textOf(card)).toContain('bind another one');
  expect(JSON.stringify(card)).not.toContain('"style":"good"');
});

test('a long trace is cut, and says so', () => {
  const { card } = PAINTER.diagnosis(clusterState(null, checkReport({ trace: LONG_TRACE })), CONTEXT);
  expect(textOf(card)).toMatch(/\.\.\. \(\d+ more characters not shown\)/u);
});

test('the signature frame is shown even when it is the last of many', () => {
  const { card } = PAINTER.diagnosis(clusterState(null, checkReport({ trace: LONG_TRACE })), CONTEXT);
  expect(textOf(card)).toContain('Type.Method399 (signature frame)');
});

test('as much of the trace is shown as fits', () => {
  const drawn: number[] = [];
  const card = renderWithin(({ trace }) => {
    drawn.push(trace);
    return { text: 'x'.repeat(trace * 5) };
  });
  expect(drawn).toEqual([6000, 3000]);
  expect(card).toEqual({ text: 'x'.repeat(15_000) });
});

function fail(): never {
  throw new Error('no analysis');
}
