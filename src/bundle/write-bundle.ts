import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';

/**
 * Writes files as one zip that only the account of this process can read. Gives its absolute path.
 * @param at epoch ms UTC, part of the name
 * @param id keeps two bundles of one second apart
 */
export async function writeBundle(
  folder: string,
  files: Readonly<Record<string, string>>,
  { at, id }: { readonly at: number; readonly id: string },
): Promise<string> {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(':', '').replaceAll('-', '');
  const file = path.resolve(folder, `support-${stamp}Z-${id.slice(0, 8)}.zip`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const bytes = zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
  );
  // Complete, or not there at all.
  await writeFile(`${file}.part`, bytes, { mode: 0o600 });
  await rename(`${file}.part`, file);
  return file;
}
