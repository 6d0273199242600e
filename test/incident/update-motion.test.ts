import type { UpdateReport } from '../../src/incident/evidence';
import type { UpdateMotion } from '../../src/incident/update-motion';
import { updateMotion } from '../../src/incident/update-motion';
import { MINUTE, SECOND, T0, UPDATE } from './support/builders';

describe('whether the update gets on', () => {
  it.each<[string, Partial<UpdateReport>, UpdateMotion]>([
    ['there is none', { state: 'none' }, { kind: 'none' }],
    ['it could not be read', { state: 'unknown' }, { kind: 'unknown' }],
    ['it failed', { state: 'failed' }, { kind: 'failed' }],
    ['it is done', { state: 'succeeded' }, { kind: 'finished' }],
    ['a step ended just now', { lastChangeAt: T0 - MINUTE }, { kind: 'moving' }],
    ['not quite half an hour of silence', { lastChangeAt: T0 - 30 * MINUTE + SECOND }, { kind: 'moving' }],
    [
      'half an hour of silence',
      { lastChangeAt: T0 - 30 * MINUTE },
      { kind: 'stalled', since: T0 - 30 * MINUTE },
    ],
    [
      'half an hour of silence, where an hour is usual',
      { lastChangeAt: T0 - 30 * MINUTE, stalledAfterMs: 60 * MINUTE },
      { kind: 'moving' },
    ],
    [
      'an hour of silence, where an hour is usual',
      { lastChangeAt: T0 - 60 * MINUTE, stalledAfterMs: 60 * MINUTE },
      { kind: 'stalled', since: T0 - 60 * MINUTE },
    ],
    ['its steps have no times', { lastChangeAt: null }, { kind: 'unknown' }],
    ['it was never asked for', { askedAt: null }, { kind: 'unknown' }],
  ])('%s', (_what, change, motion) => {
    expect(updateMotion({ ...UPDATE, state: 'in-progress', askedAt: T0, ...change })).toEqual(motion);
  });
});
