import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { decodeEffect } from '../../../src/commands/event-codec';
import { openAt, type Place } from '../../store/support/open-at';
import { CLUSTER, handlerOn } from './a-run';

/*
 * A runner in a process of its own that begins one step, is told to go on, and reports its outcome. Arguments: `step`, place of the store, name.
 */
const [, where = '', name = ''] = process.argv.slice(3);
const clock = { now: () => Date.now() };
const say = (line: string): void => void writeSync(1, `${line}\n`);

async function work(): Promise<void> {
  const store = await openAt(JSON.parse(where) as Place, { isDatabaseTime: true });
  const handler = handlerOn(store, clock);
  const claim = { owner: name, now: Date.now(), leaseMs: 1_000, limit: 1 };
  const [effect] = await store.claim({
    ...claim,
    only: { kinds: ['step'], streams: [`cluster/${CLUSTER}`] },
  });
  if (!effect) throw new Error('there was no step');
  const decoded = decodeEffect(effect);
  if (decoded.kind !== 'step') throw new Error(`there was a ${decoded.kind} instead of a step`);
  const step = { runId: decoded.runId, index: 0, owner: name };
  const fence = await store.nextFence(Date.now());
  await handler.handle(CLUSTER, { kind: 'BeginStep', at: Date.now(), fence, ...step });
  say('begun');
  await once(process.stdin, 'data');
  process.stdin.pause();
  const ended = { kind: 'EndStep', at: Date.now(), outcome: 'succeeded', detail: 'done', ...step } as const;
  const handled = await handler.handle(CLUSTER, ended, effect.id);
  say(handled.kind === 'rejected' ? `refused: ${handled.rejection.rejected}` : 'stored');
  await store.close();
}

work().catch((error: unknown) => {
  say(`failed ${String(error)}`);
  process.exitCode = 1;
});
