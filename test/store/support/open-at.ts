import type { Store } from '../../../src/ports';
import { givenTime } from '../../../src/store/backend';
import { openPostgresStore } from '../../../src/store/open-postgres-store';
import { openStore } from '../../../src/store/open-store';
import type { PostgresConnection } from '../../../src/store/postgres-connection';
import type { Upcasters } from '../../../src/store/upcast';

/** Where a store is: a file, or a database. */
export type Place =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly connection: PostgresConnection };

export interface OpenOptions {
  readonly upcasters?: Upcasters;
  readonly logger?: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  /** PostgreSQL's own clock instead of the test's. */
  readonly isDatabaseTime?: boolean;
}

/** Opens a store wherever it is; leases go by the time that the test gives, unless told otherwise. */
export async function openAt(place: Place, options: OpenOptions = {}): Promise<Store> {
  const { isDatabaseTime = false, ...rest } = options;
  if (place.kind === 'sqlite') return openStore({ file: place.file, ...rest });
  const leaseTime = isDatabaseTime ? {} : { leaseTime: givenTime };
  const now = Date.now();
  return (await openPostgresStore({ connection: place.connection, now, ...leaseTime, ...rest })).store;
}
