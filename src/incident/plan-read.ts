import type { UpdateReport } from './evidence';

/** Whether it is known where the update's plan works now: there is none, it is over, or its work on the nodes was read. */
export function isPlanRead({ state, busyNodes }: UpdateReport): boolean {
  return state === 'none' || state === 'succeeded' || Boolean(busyNodes);
}
