import type { Clock, Store } from '../ports';

/** What only one process at a time may do, such as watching a cluster. */
export interface Leadership {
  /** Takes or keeps the lead; false while another process has it. */
  leads(name: string): Promise<boolean>;
  /** Whether this process led when it last looked. */
  isLeading(name: string): boolean;
  /** Keeps what this process leads. */
  renew(): Promise<void>;
  /** Leaves it all, so that another process need not wait for the end of the lease. */
  resign(): Promise<void>;
}

export interface LeadershipParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly owner: string;
  readonly leaseMs: number;
}

/** Leads by leases in the store: who dies or is paused loses the lead when they end. */
export function createLeadership({ store, clock, owner, leaseMs }: LeadershipParts): Leadership {
  const leading = new Set<string>();
  const leads = async (name: string): Promise<boolean> => {
    leading.delete(name);
    const isMine = await store.lead({ name, owner, now: clock.now(), leaseMs });
    if (isMine) leading.add(name);
    return isMine;
  };
  return {
    leads,
    isLeading: (name) => leading.has(name),
    renew: async () => {
      for (const name of [...leading]) await leads(name);
    },
    resign: async () => {
      leading.clear();
      await store.resign(owner);
    },
  };
}
