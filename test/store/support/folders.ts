import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** The path of a store file, not there yet, in a folder of its own below os.tmpdir(). */
export function newStoreFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  made.push(folder);
  return join(folder, 'store.sqlite');
}

/** Removes every folder that was made. */
export function removeFolders(): void {
  made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}
