import type { Store } from '../../../src/ports';
import type { PostgresServer } from '../../support/postgres/start-postgres';
import { startPostgres } from '../../support/postgres/start-postgres';
import { newStoreFile, removeFolders } from './folders';
import type { OpenOptions, Place } from './open-at';
import { openAt } from './open-at';

/** Stores of one kind, for one describe block. */
export interface TestStores {
  readonly kind: Place['kind'];
  /** A place where no store is yet. */
  newPlace(): Promise<Place>;
  /** Opens a store (at a new place unless told otherwise) that is closed after the test. */
  open(options?: OpenOptions & { readonly place?: Place }): Promise<Store>;
}

/** Runs the same tests on SQLite and on a real PostgreSQL server. Where that cannot run, they fail. */
export function onEveryStore(tests: (stores: TestStores) => void): void {
  describe.each(['sqlite', 'postgres'] as const)('on %s', (kind) => {
    let server: PostgresServer | undefined;
    const open: Store[] = [];
    beforeAll(async () => {
      if (kind === 'postgres') server = await startPostgres();
    }, 60_000);
    afterEach(async () => {
      await Promise.all(open.splice(0).map((store) => store.close()));
      removeFolders();
    });
    afterAll(() => server?.end());

    const newPlace = async (): Promise<Place> =>
      server
        ? { kind: 'postgres', connection: await server.newSchema() }
        : { kind: 'sqlite', file: newStoreFile() };
    tests({
      kind,
      newPlace,
      open: async ({ place, ...options } = {}) => {
        const store = await openAt(place ?? (await newPlace()), options);
        open.push(store);
        return store;
      },
    });
  });
}
