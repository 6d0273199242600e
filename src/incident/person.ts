/** A person, as the authenticated activity names one. Only tenant and object id count; the name is for showing. */
export interface Person {
  /** Entra tenant id. */
  readonly tenantId: string;
  /** Entra object id (aadObjectId). */
  readonly objectId: string;
  /** Display name: never compared, never trusted. */
  readonly name: string;
}

/** One string per person: tenant id + Entra object id, lower case (invariant 2). */
export function personKey(person: Pick<Person, 'tenantId' | 'objectId'>): string {
  return `${person.tenantId}/${person.objectId}`.toLowerCase();
}

/** Whether two records mean the same human. */
export function isSamePerson(
  a: Pick<Person, 'tenantId' | 'objectId'>,
  b: Pick<Person, 'tenantId' | 'objectId'>,
): boolean {
  return personKey(a) === personKey(b);
}
