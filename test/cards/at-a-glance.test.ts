import { nodesOf, textOf } from '../support/card-check';
import { personal, SHARED } from '../support/card-contexts';
import { GOLDEN_CARDS, PAINTER, phase } from '../support/golden-cards';
import {
  ADA,
  BEN,
  clusterState,
  mitigationRequest,
  NOW,
  OLGA,
  run,
  step,
  stepPlan,
  vote,
} from '../support/incident-states';
import { NODE_RESTART_PHASES } from '../support/node-restart-phases';
import type { Card } from '../../src/ports';

/** What stands in the head of a card, the first thing one sees. */
function headOf(card: Card): string {
  const body = card['body'];
  return Array.isArray(body) ? textOf({ type: 'AdaptiveCard', body: body.slice(0, 1) }) : '';
}

describe('in two seconds: which cluster, how bad, what is asked of me, by when', () => {
  test.each([
    [
      'ask',
      [
        'Cluster **cluster-1**',
        'approval needed',
        'None',
        '0 of 1',
        '1 still needed',
        '22:34 UTC',
        'about 54 min left',
      ],
    ],
    ['ask-production', ['Production impact', '1 of 2', '1 still needed', '22:34 UTC']],
    ['ask-production-unvoted', ['0 of 2', '2 still needed']],
    ['running-nodes', ['Running Mitigation 2', '5 of 8', '30 s', 'at most 2 min']],
    ['soaking', ['4 min ago', 'Crashes since', 'in 12 min', 'after 15 min of silence']],
    ['opened', ['57', 'in 24 h', '62 s', '40 s ago']],
    ['frozen', ['Frozen: nothing runs', '0 of 1', '1 still needed', '22:34 UTC']],
    ['closed-fixed', ['Fixed and closed', 'Mitigation 1', '39 min']],
  ])('the head of %s says it', (name, words) => {
    const head = headOf(PAINTER.incident(phase(name), SHARED).card);
    for (const word of words) expect(head).toContain(word);
  });

  test.each([
    ['node-left-paused', 'as-n2 may be paused after the run'],
    ['ask-resume-node', 'as-n2 may be paused: recovery needs approval'],
  ])('given a run left a node paused, then the head of %s says nothing before that', (name, words) => {
    const state = NODE_RESTART_PHASES[name];
    if (!state) throw new Error(`no phase ${name}`);
    expect(headOf(PAINTER.incident(state, SHARED).card)).toContain(words);
  });

  test('given the watch is overdue, then the head has no number of the cluster any more, but still who decides until when', () => {
    const overdue = { ...SHARED, overdue: true };
    expect(headOf(PAINTER.incident(phase('opened'), overdue).card)).not.toContain('Last one');
    expect(headOf(PAINTER.incident(phase('soaking'), overdue).card)).not.toContain('Crashes since');
    expect(headOf(PAINTER.incident(phase('ask'), overdue).card)).toContain('22:34 UTC');
    expect(headOf(PAINTER.diagnosis(clusterState(null), overdue).card)).not.toContain('Last one');
  });
});

describe('who has voted, and who may still', () => {
  const textsOf = (
    votes: ReturnType<typeof vote>[],
    policy = SHARED.policy,
  ): readonly (readonly [unknown, unknown])[] => {
    const state = clusterState({
      request: mitigationRequest({ terms: { ...terms, votesNeeded: 2 }, requester: OLGA, votes }),
    });
    return nodesOf(PAINTER.incident(state, { ...SHARED, policy }).card)
      .filter(({ text }) => typeof text === 'string' && /approved|denied|more needed/u.test(text))
      .map(({ color, text }) => [color, text] as const);
  };
  const { terms } = mitigationRequest();

  test('nobody yet: both approvers are named, the requester is not', () => {
    expect(textsOf([])).toEqual([
      ['warning', '○ 2 more needed, from: Ada Approver, Ben Approver (not Olga Operator, who asked)'],
    ]);
  });

  test('one has: the other one is waited for', () => {
    expect(textsOf([vote(ADA)])).toEqual([
      ['good', '✔ Ada Approver approved, 21:38:00 UTC'],
      ['warning', '○ 1 more needed, from: Ben Approver (not Olga Operator, who asked)'],
    ]);
  });

  test('a vote of somebody who is no approver any more is not green', () => {
    const policy = { ...SHARED.policy, approvers: [BEN] };
    expect(textsOf([vote(ADA)], policy)).toEqual([
      ['default', '✔ Ada Approver approved, 21:38:00 UTC (does not count now)'],
      ['warning', '○ 2 more needed, from: Ben Approver (too few: 2 distinct people are needed)'],
    ]);
  });

  test('a withdrawn vote is not green, and is not asked for again', () => {
    expect(textsOf([vote(ADA, { withdrawn: true })])).toEqual([
      ['default', '– Ada Approver approved, 21:38:00 UTC (withdrawn, does not count)'],
      ['warning', '○ 2 more needed, from: Ben Approver (not Olga Operator, who asked)'],
    ]);
  });
});

test('a long run is told node by node, and what failed or is unknown by itself', () => {
  const steps = ['n1', 'n2', 'n3'].flatMap((node, index) => [
    step(stepPlan({ node, title: 'Restart' }), index < 2 ? 'succeeded' : 'unknown'),
    step(stepPlan({ node, title: 'Look' }), index < 2 ? 'succeeded' : 'planned'),
    step(stepPlan({ node, title: 'Look again' }), index < 2 ? 'succeeded' : 'planned'),
  ]);
  const text = textOf(PAINTER.incident(clusterState({ run: run(steps, 'unknown') }), SHARED).card);
  expect(text).toContain('1 to 3 · **n1**\n3 steps done');
  expect(text).toContain('4 to 6 · **n2**\n3 steps done');
  expect(text).toContain('7 · **n3**: Restart\noutcome unknown');
  expect(text).toContain('8 to 9 · **n3**\n2 steps planned');
});

test('the card of a check names everybody who asked, or the watch', () => {
  const check = {
    checkId: 'check-2',
    startedAt: NOW - 3000,
    mayAskUpdate: true,
    askedBy: [OLGA, BEN],
    answerTo: [],
  };
  const asked = textOf(PAINTER.checking({ ...clusterState(null), check }, SHARED).card);
  expect(asked).toContain('Olga Operator, Ben Approver');
  expect(asked).toContain('▶ **Every node is asked**, for 3 s already');
  expect(
    textOf(PAINTER.checking({ ...clusterState(null), check: { ...check, askedBy: [] } }, SHARED).card),
  ).toContain('own watch');
});

test.each([
  ['incident', PAINTER.incident(phase('opened'), { ...SHARED, runMode: 'observe', mode: 'lab' })],
  ['diagnosis', PAINTER.diagnosis(clusterState(null), { ...SHARED, runMode: 'observe', mode: 'lab' })],
  ['status', PAINTER.status([], { ...SHARED, runMode: 'observe', mode: 'lab' })],
  ['help', PAINTER.help({ ...personal(ADA, 'approver'), runMode: 'observe', mode: 'lab' })],
])('given the bot only observes, then the %s card says so in its head, beside LAB', (_name, { card }) => {
  expect(headOf(card)).toMatch(/\*\*LAB\*\*.*\n\*\*OBSERVE\*\* · the bot only looks/u);
});

/** The card schema's own words: every client has them for light and for dark. */
const STYLES = [
  'default',
  'emphasis',
  'accent',
  'good',
  'attention',
  'warning',
  'heading',
  'positive',
  'destructive',
];
const COLOURS = ['default', 'accent', 'good', 'attention', 'warning'];

test.each(Object.entries(GOLDEN_CARDS))(
  '%s has colours by their meaning only, so that dark works',
  (_name, { card }) => {
    for (const { style, color, backgroundColor, backgroundImage } of nodesOf(card)) {
      expect([undefined, ...STYLES]).toContain(style);
      expect([undefined, ...COLOURS]).toContain(typeof color === 'string' ? color.toLowerCase() : color);
      expect([backgroundColor, backgroundImage]).toEqual([undefined, undefined]);
    }
  },
);

test.each(Object.entries(GOLDEN_CARDS))(
  'every text of %s wraps, so that a phone shows all of it',
  (_name, { card }) => {
    const cut = nodesOf(card).filter(
      ({ type, text, wrap }) => type === 'TextBlock' && wrap !== true && JSON.stringify(text).length > 4,
    );
    expect(cut).toEqual([]);
  },
);
