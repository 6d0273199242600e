import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Version of this program, from its package.json; the same from `src` and from `dist`. */
export function readVersion(): string {
  const text = readFileSync(path.resolve(__dirname, '..', 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
