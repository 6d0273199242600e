import type { JsonObject, JsonValue } from '../incident/json';
import { addNode, findNames } from './find-names';
import { createPseudonyms } from './pseudonyms';
import { REMOVED, SECRET_KEY, withoutSecrets } from '../without-secrets';

/** What is known by name before anything is read. */
export interface KnownNames {
  readonly clusters: readonly string[];
  /** As they are reached; the first gets node-1. */
  readonly nodes: readonly string[];
  /** One entry for each person: what stands for them (approver), and every name and id of theirs. Null: people's names are to stay. */
  readonly people: readonly { readonly role: string; readonly names: readonly string[] }[] | null;
  readonly tenants: readonly string[];
  /** Virtual machines, whose names may tell of people and customers. */
  readonly machines?: readonly string[];
}

/** Words that also are parts of people's display names in test set-ups, and of pseudonyms. */
const COMMON = /^(?:viewer|operator|approver|admin|person|node|cluster|account|the|and|von|van|der)$/iu;

/**
 * Takes accounts, hosts, addresses, mail addresses, ids and secrets out of values, the same name by the same pseudonym in all of them. Field
 * names stay. All values are looked through before the first is changed, so that a name found in one place is known in every other.
 */
export function redact(values: readonly JsonValue[], known: KnownNames): readonly JsonValue[] {
  const names = createPseudonyms();
  for (const cluster of known.clusters) names.add('cluster', [cluster]);
  for (const node of known.nodes) addNode(node, names);
  for (const tenant of known.tenants) names.add('tenant', [tenant]);
  for (const machine of known.machines ?? []) names.add('vm', [machine]);
  for (const person of known.people ?? []) names.add(person.role, person.names.flatMap(withParts));
  for (const value of values) findNames(value, names, { withPeople: known.people !== null });
  const change = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return names.replaceIn(withoutSecrets(value));
    if (Array.isArray(value)) return value.map((one: JsonValue) => change(one));
    if (value === null || typeof value !== 'object') return value;
    const fields = Object.entries(value as JsonObject).map(([key, one]) => [
      key,
      SECRET_KEY.test(key) && typeof one === 'string' ? REMOVED : change(one),
    ]);
    return Object.fromEntries(fields) as JsonObject;
  };
  return values.map(change);
}

/** People are written about by one of their names, too. */
function withParts(name: string): readonly string[] {
  const parts = name.split(/[\s,]+/u).filter((part) => /^\p{L}[\p{L}'-]{2,}$/u.test(part));
  return [name, ...parts.filter((part) => !COMMON.test(part))];
}
