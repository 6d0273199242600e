import type { Person } from '../../src/incident/person';
import { personKey } from '../../src/incident/person';
import type { CardContext } from '../../src/ports';
import type { Role } from '../../src/runbook/chat-commands';
import { ADA, BEN, NOW, OLGA } from './incident-states';

/** For everybody in the channel; Ada, Ben and Olga may vote. */
export const SHARED: CardContext = {
  now: NOW,
  lastCheckedAt: NOW - 10_000,
  overdue: false,
  mode: 'production',
  runMode: 'run',
  botName: 'IncidentBot',
  viewer: null,
  policy: { approvers: [ADA, BEN, OLGA], requesterMayVote: false, hash: 'a1' },
  approverNames: Object.fromEntries([ADA, BEN, OLGA].map((person) => [personKey(person), person.name])),
  audience: 'shared',
};

/** The private card of one person. */
export function personal(person: Person, ...roles: readonly Role[]): CardContext {
  return { ...SHARED, audience: 'personal', viewer: { person, roles } };
}
