import type { Store } from '../../../src/ports';
import { openStore, type StoreOptions } from '../../../src/store/open-store';
import { newStoreFile, removeFolders } from './folders';

const open: Store[] = [];

/** Opens a store (in a new file unless told otherwise) that `closeStores` closes. */
export async function openTestStore(options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({ file: newStoreFile(), ...options });
  open.push(store);
  return store;
}

/** Closes every store and removes every folder: for afterEach. */
export async function closeStores(): Promise<void> {
  await Promise.all(open.splice(0).map((store) => store.close()));
  removeFolders();
}
