import type { JsonObject } from '../incident/json';
import { StoreError } from './store-error';

/** Lifts a body from one format version to the next. Pure. */
export type Upcaster = (body: JsonObject) => JsonObject;

/**
 * Per kind of entry the steps from each format version to the next: the first lifts version 1 to 2, the second 2 to 3.
 * The version that is written now is therefore the number of steps plus 1. Steps are only ever added at the end.
 */
export type Upcasters = ReadonlyMap<string, readonly Upcaster[]>;

/** The steps of this program. Entries are never rewritten: old ones are lifted each time they are read. */
export const UPCASTERS: Upcasters = new Map<string, readonly Upcaster[]>();

/** Format version in which this program writes entries of a kind (1, 2, ...). */
export function currentSchema(upcasters: Upcasters, kind: string): number {
  return (upcasters.get(kind)?.length ?? 0) + 1;
}

/**
 * The body in the format this program knows.
 * @throws StoreError `newer-schema` when a newer program wrote the entry.
 */
export function upcast(upcasters: Upcasters, kind: string, schema: number, body: JsonObject): JsonObject {
  refuseNewerEntry(upcasters, kind, schema);
  const steps = upcasters.get(kind) ?? [];
  return steps.slice(schema - 1).reduce((lifted, step) => step(lifted), body);
}

/** @throws StoreError `newer-schema` when this program does not know the format version of an entry. */
export function refuseNewerEntry(upcasters: Upcasters, kind: string, schema: number): void {
  const known = currentSchema(upcasters, kind);
  if (schema > known) {
    throw new StoreError(
      'newer-schema',
      `The store holds '${kind}' entries of format ${schema}, but this program knows only up to format ${known}. ` +
        'Start the newer program that wrote them, or restore a backup from before the upgrade.',
    );
  }
}
