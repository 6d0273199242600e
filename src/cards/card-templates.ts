import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'adaptivecards-templating';
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../incident/json';

export type CardName = 'incident' | 'diagnosis' | 'analysis' | 'checking' | 'help' | 'plan' | 'status';

/** Checked templates, by name. They are constants: nothing that comes in ever becomes part of one. */
export type CardTemplates = Readonly<Record<CardName, Template>>;

const jsonSchema = z.json();
const cardSchema = z.looseObject({
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.5'),
  body: z.array(z.json()),
});

/**
 * Reads and checks every card template once, at the start. `{"$part": "head"}` stands for `parts/head.json`; a part that is a list
 * is spliced into the list around it. Throws when a template is missing, is no JSON or no card, or names an unknown part.
 */
export function loadCardTemplates(folder: string): CardTemplates {
  const parts = loadParts(join(folder, 'parts'));
  const load = (name: CardName): Template => {
    const file = join(folder, `${name}.json`);
    const card = cardSchema.safeParse(insertParts(readJson(file), parts, file, 0));
    if (!card.success)
      throw new Error(`${file} is no adaptive card template of version 1.5: ${card.error.message}`);
    return new Template(card.data);
  };
  return {
    incident: load('incident'),
    diagnosis: load('diagnosis'),
    analysis: load('analysis'),
    checking: load('checking'),
    help: load('help'),
    plan: load('plan'),
    status: load('status'),
  };
}

function loadParts(folder: string): ReadonlyMap<string, JsonValue> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(files.map((file) => [file.slice(0, -'.json'.length), readJson(join(folder, file))]));
}

function readJson(file: string): JsonValue {
  try {
    return jsonSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`Card template ${file} cannot be read: restore it from the release.`, { cause: error });
  }
}

const DEEPEST = 4;

function insertParts(
  value: JsonValue,
  parts: ReadonlyMap<string, JsonValue>,
  file: string,
  depth: number,
): JsonValue {
  if (Array.isArray(value)) {
    return value.flatMap((item: JsonValue) => insertParts(item, parts, file, depth));
  }
  if (value === null || typeof value !== 'object') return value;
  const node = value as JsonObject;
  if (typeof node['$part'] === 'string') return partOf(node['$part'], parts, file, depth);
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [key, insertParts(child, parts, file, depth)]),
  );
}

function partOf(name: string, parts: ReadonlyMap<string, JsonValue>, file: string, depth: number): JsonValue {
  const part = parts.get(name);
  if (part === undefined || depth >= DEEPEST)
    throw new Error(`${file} asks for the part "${name}", which does not exist or contains itself.`);
  return insertParts(part, parts, file, depth + 1);
}
