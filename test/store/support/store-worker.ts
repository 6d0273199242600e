import { writeSync } from 'node:fs';
import { once } from 'node:events';
import { openAt, type Place } from './open-at';
import { appendOf, effectOf, eventOf } from './samples';

/*
 * What a second process does to a store. Each line on standard output is one acknowledged fact; a line on standard input
 * is the sign to go. Arguments: job, place of the store as JSON, name of this process.
 */
const [job = '', where = '', name = ''] = process.argv.slice(3);
const place = JSON.parse(where) as Place;

const say = (line: string): void => void writeSync(1, `${line}\n`);

async function untilTold(): Promise<void> {
  say('ready');
  await once(process.stdin, 'data');
  process.stdin.pause();
}

const jobs: Record<string, () => Promise<void>> = {
  /** Appends events with an effect each for ever; says the version only when the store has acknowledged it. */
  async 'append-until-killed'() {
    const store = await openAt(place);
    for (let version = (await store.readStream('s', 0)).length; ; version += 1) {
      const effects = [effectOf(`${name}-${version + 1}`)];
      await store.append(appendOf('s', version, [eventOf({ by: name, text: 'x'.repeat(500) })], { effects }));
      say(String(version + 1));
    }
  },
  /** Tries to append every version from 1 to 40 and says which ones it won. */
  async race() {
    const store = await openAt(place);
    await untilTold();
    for (let version = 0; version < 40; version += 1) {
      const id = `${name}-${version + 1}`;
      const index = [{ kind: 'winner', key: id }];
      const append = appendOf('s', version, [eventOf({ by: name })], { effects: [effectOf(id)], index });
      const result = await store.append(append);
      say(`${result} ${version + 1}`);
    }
    await store.close();
  },
  /** Claims `once` effects one by one until there are none, and says which. */
  async claim() {
    const store = await openAt(place);
    await untilTold();
    for (;;) {
      const claimed = await store.claim({ owner: name, now: 1_000, leaseMs: 1_000, limit: 1 });
      if (claimed.length === 0) break;
      claimed.forEach((effect) => say(`claimed ${effect.id}`));
    }
    await store.close();
  },
  /** Opens a store that is not there yet. */
  async open() {
    await untilTold();
    const store = await openAt(place);
    say(`entries ${(await store.verifyAudit()).entries}`);
    await store.close();
  },
};

jobs[job]?.().catch((error: unknown) => {
  say(`failed ${String(error)}`);
  process.exitCode = 1;
});
