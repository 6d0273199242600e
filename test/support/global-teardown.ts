import { atTheEnd } from './at-the-end';

/** Ends what the global setup started. */
async function tearDown(): Promise<void> {
  await Promise.all(atTheEnd.map((end) => end()));
}

module.exports = tearDown;
