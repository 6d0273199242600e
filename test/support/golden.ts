import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue } from '../../src/incident/json';

const FOLDER = join(__dirname, '..', 'golden');

/**
 * The stored golden file of this name. With UPDATE_GOLDEN=1, and never in CI, it is written first; look at the difference before
 * you commit it.
 */
export function goldenOf(name: string, actual: JsonValue): unknown {
  const file = join(FOLDER, `${name}.json`);
  const mayWrite = process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] !== 'true';
  if (mayWrite) writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
  if (!existsSync(file))
    throw new Error(`${file} is missing: run with UPDATE_GOLDEN=1, look at it, commit it.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
