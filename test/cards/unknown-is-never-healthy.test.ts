import type { Card, CardContext, PaintedCard } from '../../src/ports';
import { SHARED } from '../support/card-contexts';
import { textOf } from '../support/card-check';
import { DIAGNOSES, PAINTER } from '../support/golden-cards';
import { PHASES } from '../support/incident-phases';
import { MINUTE, NOW, nodeReport, clusterState, checkReport } from '../support/incident-states';

const OVERDUE: CardContext = { ...SHARED, overdue: true, lastCheckedAt: NOW - 47 * MINUTE };

function headStyle(card: Card): unknown {
  const body = card['body'];
  const head: unknown = Array.isArray(body) ? body[0] : null;
  return head !== null && typeof head === 'object' && 'style' in head ? head.style : null;
}

function expectUnknown({ card, summary }: PaintedCard): void {
  expect(headStyle(card)).toBe('warning');
  expect(summary).toMatch(/Unknown/u);
  expect(textOf(card)).toMatch(/overdue/u);
}

test.each(Object.keys(DIAGNOSES).filter((name) => name !== 'never-checked'))(
  'given the watch is overdue, then the diagnosis %s is unknown',
  (name) => {
    expectUnknown(PAINTER.diagnosis(DIAGNOSES[name] ?? clusterState(null), OVERDUE));
  },
);

test.each(Object.entries(PHASES).filter(([, state]) => state.incident?.status === 'open'))(
  'given the watch is overdue, then the open incident %s is unknown',
  (_name, state) => {
    expectUnknown(PAINTER.incident(state, OVERDUE));
  },
);

test('the status of a cluster that is overdue or was never checked is unknown, and the head is as bad as the worst', () => {
  const healthy = DIAGNOSES['healthy'] ?? clusterState(null);
  const { card } = PAINTER.status(
    [
      { state: healthy, lastCheckedAt: NOW, overdue: false },
      { state: { ...healthy, cluster: 'late' }, lastCheckedAt: NOW - 47 * MINUTE, overdue: true },
    ],
    SHARED,
  );
  expect(headStyle(card)).toBe('warning');
  expect(textOf(card)).toMatch(/\*\*late\*\* · \? Unknown: the watch is overdue/u);
});

test('a card without any cluster is not green', () => {
  expect(headStyle(PAINTER.status([], SHARED).card)).toBe('warning');
});

test('only a proven state is green', () => {
  const green = [
    ...Object.entries(DIAGNOSES).map(([name, state]) => [name, PAINTER.diagnosis(state, SHARED)] as const),
    ...Object.entries(PHASES).map(([name, state]) => [name, PAINTER.incident(state, SHARED)] as const),
  ]
    .filter(([, { card }]) => headStyle(card) === 'good')
    .map(([name]) => name);
  expect(green).toEqual(['healthy', 'closed-fixed']);
});

test.each([
  ['unreachable', 'unreachable'],
  ['denied', 'access denied'],
  ['unavailable', 'log not readable'],
] as const)(
  'given a node is %s, then its row says so with the hint, and no number of crashes',
  (status, words) => {
    const node = nodeReport('as-n2', { status, finding: null, hint: 'Do this next.', skewMs: null });
    const { card } = PAINTER.diagnosis(
      clusterState(null, checkReport({ nodes: [nodeReport('as-n1'), node] })),
      SHARED,
    );
    expect(textOf(card)).toContain(`? **${words}**; crashes unknown; clock unknown. Do this next.`);
  },
);
