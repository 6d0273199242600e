import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something holds; fails after a deadline that only a broken program reaches. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  deadlineMs = 20_000,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not come to hold in time.');
    await wait(20);
  }
}
