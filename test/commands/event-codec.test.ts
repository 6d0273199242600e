import {
  decodeEffect,
  decodeEvent,
  encodeEffect,
  encodeEvent,
  indexKeysOf,
} from '../../src/commands/event-codec';
import type { IncidentEvent } from '../../src/incident/events';
import { evolve } from '../../src/incident/evolve';
import { react } from '../../src/incident/react';
import type { ClusterState } from '../../src/incident/state';
import { initialState } from '../../src/incident/state';
import type { ClaimedEffect, LogEntry, NewEntry } from '../../src/ports';
import {
  ADA,
  check,
  crashing,
  freeze,
  HOUR,
  recordEvidence,
  settleRun,
  silent,
  T0,
  withdrawVote,
} from '../incident/support/builders';
import { CLUSTER, fold, story } from '../incident/support/given';
import { GRANTED_AT, granted, lost, ran, RAN_AT, SETTLED_AT } from '../incident/support/stories';
import { countedIds } from './support/bench';

const stories: readonly (readonly IncidentEvent[])[] = [
  story(...ran(), check(silent(SETTLED_AT + HOUR, RAN_AT - 1000)), check(crashing(SETTLED_AT + 2 * HOUR))),
  story(...lost(), recordEvidence(RAN_AT, 0), settleRun(RAN_AT), freeze(RAN_AT), {
    kind: 'Unfreeze',
    at: RAN_AT,
    by: ADA,
  }),
  story(...granted(), withdrawVote(GRANTED_AT, ADA)),
];
const events = stories.flat();

function logged(entry: NewEntry, sequence = 1): LogEntry {
  return { ...entry, sequence, stream: 'cluster/cluster-1', version: sequence, previousHash: '', hash: '' };
}

/** As it comes back from the store: through JSON text. */
const stored = (entry: NewEntry): LogEntry => logged(JSON.parse(JSON.stringify(entry)) as NewEntry);

describe('invariant 12: what is written is what is read', () => {
  it.each([...new Map(events.map((event) => [event.kind, event])).entries()])('%s', (_kind, event) => {
    const entry = encodeEvent(event);
    expect(entry).toMatchObject({ kind: event.kind, at: event.at });
    expect(entry.body).not.toHaveProperty('kind');
    expect(decodeEvent(stored(entry))).toEqual(event);
  });

  it('a stream read back folds to the same state', () => {
    for (const one of stories) {
      expect(fold(one.map((event) => decodeEvent(stored(encodeEvent(event)))))).toEqual(fold(one));
    }
  });

  it('every effect comes back as it was put out', () => {
    const newId = countedIds();
    let state: ClusterState = initialState(CLUSTER);
    const effects = stories[0]?.flatMap((event) => {
      state = evolve(state, event);
      return react(event, state);
    });
    expect(effects?.length).toBeGreaterThan(20);
    for (const effect of effects ?? []) {
      const written = encodeEffect(effect, newId);
      const claimed: ClaimedEffect = { ...written, stream: 'cluster/cluster-1', attempts: 0 };
      expect(decodeEffect(claimed)).toEqual(effect);
      expect(written.delivery).toBe(effect.kind === 'step' ? 'once' : 'repeatable');
    }
  });

  it('what JSON does not have is left out, not written as something else', () => {
    const event = { kind: 'OfferMade', at: T0, rung: '1', why: undefined } as unknown as IncidentEvent;
    expect(encodeEvent(event).body).toEqual({ rung: '1' });
  });
});

describe('an event nobody knows', () => {
  it.each(['SomethingNew', 'constructor', 'toString', '__proto__', ''])(
    '%j stops the program, with what to do',
    (kind) => {
      const entry = logged({ kind, at: T0, body: {} }, 7);
      expect(() => decodeEvent(entry)).toThrow(
        `Log entry 7 is a "${kind}", which this version does not know. Start the version that wrote it, or a newer one.`,
      );
    },
  );

  it('a body cannot pass itself off as another kind', () => {
    const entry = logged({
      kind: 'OfferMade',
      at: T0,
      body: { kind: 'RunStarted', at: 1, rung: '1', why: '' },
    });
    expect(decodeEvent(entry)).toMatchObject({ kind: 'OfferMade', at: T0 });
  });
});

describe('where a stream is found again', () => {
  it('by incident, by request, by short id', () => {
    expect(events.slice(0, 6).flatMap(indexKeysOf)).toEqual([
      { kind: 'incident', key: `incident-${T0}` },
      { kind: 'request', key: 'request-1' },
      { kind: 'short-id', key: 'R7K2' },
    ]);
  });
});
