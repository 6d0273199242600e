import type { CardContext } from '../../src/ports';
import { personal, SHARED } from '../support/card-contexts';
import { buttonsOf, textOf, typesOf, verbsOf } from '../support/card-check';
import { PAINTER, phase } from '../support/golden-cards';
import { PHASES } from '../support/incident-phases';
import { ADA, ANTON, BEN, mitigationRequest, OLGA, VERA } from '../support/incident-states';

const viewers: Readonly<Record<string, CardContext>> = {
  everybody: SHARED,
  Ada: personal(ADA, 'approver'),
  Ben: personal(BEN, 'approver'),
  'Olga, who asked': personal(OLGA, 'operator', 'approver'),
  'Vera, a viewer': personal(VERA, 'viewer'),
  'Anton, an admin': personal(ANTON, 'admin'),
};

test.each([
  ['ask', 'everybody', ['approve', 'deny', 'attest', 'check']],
  ['ask', 'Ada', ['approve', 'deny']],
  ['ask', 'Vera, a viewer', []],
  ['ask', 'Anton, an admin', []],
  ['ask', 'Olga, who asked', ['approve', 'deny', 'attest', 'check']],
  ['ask-production', 'everybody', ['approve', 'deny', 'withdraw', 'check']],
  ['ask-production', 'Ada', ['deny', 'withdraw']],
  ['ask-production', 'Ben', ['approve', 'deny']],
  ['ask-production', 'Olga, who asked', ['withdraw', 'check']],
  ['granted', 'everybody', ['deny', 'withdraw', 'check']],
  ['granted', 'Ada', ['deny', 'withdraw']],
  ['running', 'everybody', ['stop']],
  ['running', 'Olga, who asked', ['stop']],
  ['running', 'Ada', []],
  ['running-stop-asked', 'everybody', []],
  ['unknown-step', 'everybody', ['check']],
  ['soaking', 'everybody', ['check']],
  ['denied', 'everybody', ['ask', 'check']],
  ['expired', 'everybody', ['ask', 'check']],
  ['superseded', 'everybody', ['ask', 'check']],
  ['withdrawn', 'everybody', ['ask', 'check']],
  ['no-longer-needed', 'everybody', ['check']],
  ['blocked', 'everybody', ['ask', 'check']],
  ['not-fixed-last', 'everybody', ['check']],
  ['not-fixed-next', 'everybody', ['ask', 'check']],
  ['denied', 'Ada', []],
  ['opened', 'everybody', ['check']],
  ['closed-fixed', 'everybody', []],
  ['closed-resume', 'everybody', []],
  ['closed-no-longer-needed', 'Olga, who asked', []],
])('%s offers %s exactly %j', (name, viewer, verbs) => {
  const context = viewers[viewer] ?? SHARED;
  expect(verbsOf(PAINTER.incident(phase(name), context).card)).toEqual(verbs);
});

test('a click carries ids only: request and digest, or the cluster', () => {
  const request = mitigationRequest();
  for (const state of Object.values(PHASES)) {
    for (const button of buttonsOf(PAINTER.incident(state, SHARED).card)) {
      const { verb } = button;
      const { cluster } = state;
      const ids = { request: state.incident?.request?.id, digest: request.digest.slice(0, 12) };
      const expected =
        verb === 'check'
          ? { cluster }
          : verb === 'ask'
            ? { cluster, rung: '1' }
            : verb === 'stop'
              ? { ...ids, cluster }
              : ids;
      expect(button['data']).toEqual({ ...expected, verb });
    }
  }
});

test('whatever can be clicked can be typed', () => {
  for (const state of Object.values(PHASES)) {
    const { card } = PAINTER.incident(state, SHARED);
    for (const verb of verbsOf(card)) {
      expect(textOf(card)).toMatch(new RegExp(`Or type @IncidentBot and: .*\\b${verb} \\S`, 'u'));
    }
  }
});

test('a closed incident has nothing to click but what it folds, not even a refresh', () => {
  const { card } = PAINTER.incident(phase('closed-fixed'), SHARED);
  expect(new Set(typesOf(card, 'Action.'))).toEqual(new Set(['Action.ToggleVisibility']));
  expect(card).not.toHaveProperty('refresh');
});

test('a personal card for nobody has nothing to click', () => {
  const context: CardContext = { ...SHARED, audience: 'personal', viewer: null };
  expect(verbsOf(PAINTER.incident(phase('ask'), context).card)).toEqual([]);
});

test('nothing refreshes by itself', () => {
  expect(PAINTER.incident(phase('ask'), SHARED).card['refresh']).toMatchObject({
    userIds: [],
    action: { verb: 'refresh' },
  });
});

test("the owner's agreement is recorded by approving, and only where it is needed", () => {
  const inputs = (name: string): readonly string[] =>
    typesOf(PAINTER.incident(phase(name), SHARED).card, 'Input.');
  expect(inputs('ask')).toEqual(['Input.Text']);
  expect(inputs('ask-owner')).toEqual(['Input.Toggle', 'Input.Text']);
  expect(inputs('running')).toEqual([]);
});

test('only approve and deny send the inputs along', () => {
  const sent = buttonsOf(PAINTER.incident(phase('ask-owner'), SHARED).card).map((button) => [
    button['verb'],
    button['associatedInputs'],
  ]);
  expect(sent).toEqual([
    ['approve', 'auto'],
    ['deny', 'auto'],
    ['owner', 'none'],
    ['attest', 'none'],
    ['check', 'none'],
  ]);
});

test.each([
  ['Olga, who asked', 'ask-production', 'You asked for this'],
  ['Vera, a viewer', 'ask', 'not one of the configured approvers'],
  ['Ada', 'ask-production', 'Your vote is recorded'],
])('%s is told on %s why there is no approve button', (viewer, name, words) => {
  expect(textOf(PAINTER.incident(phase(name), viewers[viewer] ?? SHARED).card)).toContain(words);
});

test('an expired request has no vote left to click on a personal card, though its end is not recorded yet', () => {
  const request = mitigationRequest();
  const context = { ...personal(ADA, 'approver'), now: request.expiresAt };
  expect(verbsOf(PAINTER.incident(phase('ask'), context).card)).toEqual([]);
});
