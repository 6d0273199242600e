import type { CheckReport } from '../incident/evidence';

/** One look at each cluster at a time, as far as those who want one can take somebody else's. */
export interface SharedLooks {
  /** The look that is under way at this cluster, or the given one when there is none. */
  join(cluster: string, look: () => Promise<CheckReport>): Promise<CheckReport>;
  /** A look of its own, which others may join: for whoever needs to know how it is from now on. */
  begin(cluster: string, look: () => Promise<CheckReport>): Promise<CheckReport>;
}

/** Keeps the looks that are under way in this process. */
export function createSharedLooks(): SharedLooks {
  const underWay = new Map<string, Promise<CheckReport>>();

  const begin = (cluster: string, look: () => Promise<CheckReport>): Promise<CheckReport> => {
    const started = look().finally(() => {
      if (underWay.get(cluster) === started) underWay.delete(cluster);
    });
    underWay.set(cluster, started);
    return started;
  };

  return { begin, join: (cluster, look) => underWay.get(cluster) ?? begin(cluster, look) };
}
