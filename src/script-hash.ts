import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hostModulePath } from './powershell/operations/operation-list';

/** SHA-256 over every file of the product's PowerShell module, by path: what an approval is bound to. Hex. */
export function hashModule(folder: string = path.dirname(hostModulePath)): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
  for (const file of files) {
    // Line ends are git's business, not a change of what runs.
    const text = readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${file}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}
