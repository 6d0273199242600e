import type { UpdateReport } from '../../src/incident/evidence';
import type { IncidentEvent } from '../../src/incident/events';
import type { HalfDone } from '../../src/incident/half-done-place';
import {
  ADA,
  ask,
  attest,
  BEN,
  beginStep,
  check,
  crashing,
  endStep,
  freeze,
  MINUTE,
  OLGA,
  policy,
  R1,
  rules,
  SECOND,
  step,
  T0,
  UPDATE,
  vote,
} from './support/builders';
import { fold, given, story } from './support/given';
import { asked, askedForTwo, opened, RAN_AT, ran, running, SETTLED_AT } from './support/stories';

const AT = T0 + MINUTE;

describe('what is known of the update: questions often fail while it crashes', () => {
  const known: UpdateReport = { ...UPDATE, busyNodes: ['n1'] };
  const later = { askedAt: AT, busyNodes: null };

  it.each<[string, Partial<UpdateReport>, Partial<UpdateReport>]>([
    ['an answer that says nothing takes nothing back', { ...later, state: 'unknown' }, known],
    ['where it works stays known while it stands', later, { ...later, busyNodes: ['n1'] }],
    ['where it works now counts', { ...later, busyNodes: [] }, { ...later, busyNodes: [] }],
    ['it finished a step: where it works is not known', { ...later, finishedSteps: 13 }, later],
    ['it works on another step', { ...later, currentStep: 'Next' }, later],
    ['a step of it changed', { ...later, lastChangeAt: T0 }, later],
    ['it failed', { ...later, state: 'failed' }, later],
  ])('%s', (_what, answer, expected) => {
    const before = story(check(crashing(T0, { update: known })));
    const { state } = given(...before).when(check(crashing(AT, { update: { ...UPDATE, ...answer } })));
    expect(state.knownUpdate).toMatchObject(expected);
  });

  it('a check that did not ask at all is no question in vain', () => {
    const vain = { ...UPDATE, state: 'unknown' } as const;
    const before = story(check(crashing(T0, { update: { ...vain, askedAt: T0 } })));
    const outcome = given(...before).when(check(crashing(AT, { update: { ...vain, askedAt: null } })));
    expect(outcome.state).toMatchObject({ askedInVain: 1, updateAskedAt: T0 });
  });
});

describe('a check that the watch began', () => {
  it('was asked for by nobody', () => {
    const { state } = given().when({
      kind: 'StartCheck',
      at: T0,
      checkId: 'check-1',
      by: null,
      answerTo: null,
      updateQueryMs: MINUTE,
    });
    expect(state.check).toMatchObject({ askedBy: [], answerTo: [] });
  });
});

describe('what the log keeps and the state need not', () => {
  it('of earlier incidents the newest twenty are remembered', () => {
    const events = Array.from({ length: 23 }, (_, index): readonly IncidentEvent[] => {
      const [at, incidentId] = [T0 + index * MINUTE, `incident-${index}`];
      return [
        { kind: 'IncidentOpened', at, incidentId, rules: rules(), previousId: null },
        { kind: 'IncidentClosed', at: at + SECOND, incidentId, why: 'over' },
      ];
    }).flat();
    const { past, incident } = fold(events);
    expect(incident?.id).toBe('incident-22');
    expect(past).toHaveLength(20);
    expect(past[0]).toEqual({
      id: 'incident-2',
      openedAt: T0 + 2 * MINUTE,
      closedAt: T0 + 2 * MINUTE + SECOND,
    });
    expect(past.at(-1)?.id).toBe('incident-21');
  });

  it('of the timeline the newest sixty lines', () => {
    const made = Array.from({ length: 70 }, (_, index): IncidentEvent => ({
      kind: 'OfferMade',
      at: AT,
      rung: '1',
      why: `again ${index}`,
    }));
    const lines = given(...story(...opened), ...made).state.incident?.timeline ?? [];
    expect(lines).toHaveLength(60);
    expect(lines[0]?.text).toBe('Next: mitigation 1 (again 10)');
  });

  it('of the runs the newest twenty spans', () => {
    const started = Array.from({ length: 22 }, (_, index): IncidentEvent => runStarted(`run-${index}`));
    const spans = given(...story(...opened), ...started).state.incident?.ran ?? [];
    expect(spans).toHaveLength(20);
    expect(spans[0]?.runId).toBe('run-2');
  });
});

function runStarted(runId: string, rung = '1', requestId = 'request-0'): IncidentEvent {
  return { kind: 'RunStarted', at: AT, runId, requestId, rung, attestedBy: null, steps: [step('a')] };
}

describe('the timeline', () => {
  it('begins with the incident, and holds only what is told', () => {
    const before = given(...story(...opened)).state.incident?.timeline;
    expect(before?.map(({ text }) => text)).toEqual([
      'Incident opened: the crash loop of this issue is there',
      'Next: mitigation 1 (it crashes now)',
    ]);
    const quiet = story(...opened, check(crashing(AT)));
    expect(given(...quiet).state.incident?.timeline).toEqual(before);
    const begun = given(...story(...running())).state.incident?.timeline.length;
    const started = given(...story(...running(), beginStep(RAN_AT, 0), freeze(RAN_AT))).state;
    expect(started.incident?.timeline).toHaveLength(begun ?? -1);
  });
});

describe('when runs ran', () => {
  it('one that goes on has no end, whatever its steps came to', () => {
    const going = given(...story(...running(), beginStep(RAN_AT, 0), endStep(RAN_AT, 0))).state;
    expect(going.incident?.ran).toMatchObject([{ runId: 'run-1', attested: false, endedAt: null }]);
  });

  it('the end of one is not the end of another', () => {
    const next = runStarted('run-2');
    const ends: IncidentEvent = {
      kind: 'RunEnded',
      at: SETTLED_AT,
      runId: 'run-2',
      result: 'failed',
      why: '',
    };
    expect(given(...story(...ran()), next, ends).state.incident?.ran).toMatchObject([
      { runId: 'run-1', endedAt: RAN_AT },
      { runId: 'run-2', endedAt: SETTLED_AT },
    ]);
  });

  it('one that only looked at what a person attested is told from one that changed something', () => {
    expect(given(...story(...asked(), attest(AT))).state.incident?.ran).toMatchObject([{ attested: true }]);
  });

  it('while it runs, nothing is said of its effect: the judgement of the one before is over', () => {
    const judged = story(...ran(), check(crashing(SETTLED_AT + MINUTE)));
    expect(given(...judged).state.incident?.validation?.result).toBe('not-fixed');
    expect(given(...judged, runStarted('run-2', '4')).state.incident?.validation).toBeNull();
    expect(given(...judged, runStarted('run-2', 'R1')).state.incident?.validation?.result).toBe('not-fixed');
  });
});

describe('what belongs to another request or run changes nothing', () => {
  it.each<[string, IncidentEvent]>([
    ['a grant', { kind: 'RequestGranted', at: AT, requestId: 'request-0' }],
    ['an end', { kind: 'RequestEnded', at: AT, requestId: 'request-0', as: 'expired', why: '' }],
  ])('%s of another request', (_what, event) => {
    const before = story(...asked());
    expect(given(...before, event).state.incident?.request).toEqual(given(...before).state.incident?.request);
  });

  it('the end of another run', () => {
    const before = story(...running());
    const event: IncidentEvent = { kind: 'RunEnded', at: AT, runId: 'run-0', result: 'failed', why: '' };
    expect(given(...before, event).state.incident?.run).toEqual(given(...before).state.incident?.run);
  });

  it('a stop where nothing ran', () => {
    const event: IncidentEvent = { kind: 'StopRequested', at: AT, runId: 'run-1', by: OLGA };
    expect(given(...story(...asked()), event).state.incident?.run).toBeNull();
  });
});

it('a deny takes the place of the own approval: one person, one vote', () => {
  const denied = story(...askedForTwo, vote(AT, ADA), vote(AT + SECOND, ADA, { decision: 'deny' }));
  expect(given(...denied).state.incident?.request?.votes).toMatchObject([{ by: ADA, decision: 'deny' }]);
});

it('for whose people a request was asked anew stays known when the new one ends', () => {
  const others = policy({ approvers: [BEN], hash: 'policy-2' });
  const events = story(
    ...opened,
    ask(T0 + SECOND, '1', null, { policy: policy({ approvers: [ADA] }) }),
    { kind: 'LookAtVoters', at: T0 + 5 * MINUTE, requestId: 'request-1', policy: others },
    ask(T0 + 6 * MINUTE, '1', null, { requestId: 'request-2', policy: others }),
    vote(T0 + 7 * MINUTE, BEN, { requestId: 'request-2', decision: 'deny', policy: others }),
  );
  expect(given(...events).state.incident).toMatchObject({
    askedAnewUnder: 'policy-2',
    request: { id: 'request-2', end: { as: 'denied' } },
  });
});

describe('what could not be asked for', () => {
  it('stands in the way of the offer only when it is the one offered', () => {
    const other = { kind: 'BlockAsk', at: AT, rung: '4', why: 'no witness', by: OLGA } as const;
    const outcome = given(...story(...opened)).when(other);
    outcome.then({ kind: 'AskBlocked', at: AT, rung: '4', why: 'no witness' });
    expect(outcome.state.incident).toMatchObject({ offered: '1', blocked: null });
  });

  it('says nothing of a mitigation that there is not, nor once the incident is closed', () => {
    const block = { kind: 'BlockAsk', at: AT, rung: '1', why: 'no answer', by: OLGA } as const;
    given(...story(...opened))
      .when({ ...block, rung: '9' })
      .thenNothing();
    const closed: IncidentEvent = { kind: 'IncidentClosed', at: AT, incidentId: `incident-${T0}`, why: '' };
    given(...story(...opened), closed)
      .when(block)
      .thenNothing();
  });
});

describe('what is left half-done', () => {
  const PAUSED: HalfDone = { kind: 'node-paused', node: 'n2', service: null };
  const STOPPED: HalfDone = { kind: 'service-stopped', node: 'n2', service: 'ECEAgent' };
  const R3 = { ...R1, id: 'R3', mends: 'node-paused' } as const;
  const left = (event: 'HalfDoneLeft' | 'HalfDoneReminded', at: number, place: HalfDone): IncidentEvent => ({
    kind: event,
    at,
    left: place,
  });
  const both = [left('HalfDoneLeft', T0, PAUSED), left('HalfDoneLeft', T0 + SECOND, STOPPED)];

  it('each place is kept by itself; a reminder keeps since when', () => {
    const reminded = given(...story(...opened), ...both, left('HalfDoneReminded', AT, PAUSED)).state;
    expect(reminded.incident?.halfDone).toEqual([
      { ...STOPPED, since: T0 + SECOND, toldAt: T0 + SECOND },
      { ...PAUSED, since: T0, toldAt: AT },
    ]);
  });

  it('one that is put right ends alone', () => {
    const ended: IncidentEvent = { kind: 'HalfDoneEnded', at: AT, left: STOPPED, why: 'a run put it right' };
    expect(given(...story(...opened), ...both, ended).state.incident?.halfDone).toMatchObject([PAUSED]);
  });

  it("what puts it right is asked beside the ladder, and takes nobody's turn", () => {
    const withR3 = story(check(crashing(T0), { rules: rules({ recoveries: [R1, R3] }) }));
    const offer: IncidentEvent = { kind: 'OfferMade', at: AT, rung: 'R3', why: 'left' };
    const record = { rung: 'R3', at: AT, result: 'fixed', why: '' } as const;
    expect(given(...withR3, offer).state.incident?.offered).toBe('1');
    const over: IncidentEvent = { kind: 'RungEnded', at: AT, record };
    expect(given(...withR3, offer, over).state.incident?.offered).toBe('1');
  });
});

it('invariant 9: nothing is attested beside a run of another request', () => {
  given(...story(...asked()), runStarted('run-0'))
    .when(attest(AT))
    .thenRejected('run-open');
});
