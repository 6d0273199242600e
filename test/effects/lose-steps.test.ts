import type { CommandHandler } from '../../src/commands/handle-command';
import { streamOf } from '../../src/commands/handle-command';
import { loseSteps } from '../../src/effects/lose-steps';
import { initialState } from '../../src/incident/state';
import type { ClaimedEffect } from '../../src/ports';

const lostStep = (cluster: string): ClaimedEffect => ({
  id: `step-of-${cluster}`,
  kind: 'step',
  body: { runId: `run-of-${cluster}`, index: 0 },
  dueAt: 0,
  delivery: 'once',
  coalesceKey: null,
  stream: streamOf(cluster),
  attempts: 0,
});

test('given one cluster whose log cannot be read, the lost steps of the others end all the same, and it is said', async () => {
  const ended: string[] = [];
  const handle: CommandHandler['handle'] = async (cluster) => {
    if (cluster === 'damaged') throw new Error('Version 7 of its stream is missing.');
    ended.push(cluster);
    return { kind: 'done', state: initialState(cluster), events: [] };
  };
  const store = { lost: async () => ['one', 'damaged', 'two'].map(lostStep) };
  const losing = loseSteps({ store, handler: { handle }, clock: { now: () => 1 } }, 1);
  await expect(losing).rejects.toThrow('Version 7 of its stream is missing.');
  expect(ended).toEqual(['one', 'two']);
});
