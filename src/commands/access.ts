import { createHash } from 'node:crypto';
import type { VotingPolicy } from '../incident/approval';
import type { Person } from '../incident/person';
import { canonicalJson } from '../incident/canonical-json';
import { isSamePerson, personKey } from '../incident/person';
import type { CommandName, Role } from '../runbook/chat-commands';
import { findChatCommand } from '../runbook/chat-commands';
import type { AccessSettings } from '../runbook/settings';

/** Roles of a person; nobody has any by default, and people of another tenant never do (invariant 1). */
export function rolesOf(person: Person, access: AccessSettings): readonly Role[] {
  if (person.tenantId.toLowerCase() !== access.tenantId.toLowerCase()) return [];
  const roles = access.members
    .filter((member) => isSamePerson(member.person, person))
    .flatMap((member) => member.roles);
  return [...new Set(roles)];
}

/** Whether a person may use a command: one table, default deny, in personal chat too. */
export function mayUse(person: Person, command: CommandName, access: AccessSettings): boolean {
  const needed = findChatCommand(command)?.roles ?? [];
  return rolesOf(person, access).some((role) => needed.includes(role));
}

/** The voting policy in force, with the hash that requests are bound to. */
export function votingPolicyOf(access: AccessSettings): VotingPolicy {
  const approvers = access.members
    .filter((member) => member.roles.includes('approver'))
    .map(({ person }) => person);
  const inTenant = approvers.filter(
    (person) => person.tenantId.toLowerCase() === access.tenantId.toLowerCase(),
  );
  const keys = [...new Set(inTenant.map(personKey))].sort();
  const text = canonicalJson({ approvers: keys, requesterMayVote: access.requesterMayVote });
  return {
    approvers: inTenant.map(({ tenantId, objectId }) => ({ tenantId, objectId })),
    requesterMayVote: access.requesterMayVote,
    hash: createHash('sha256').update(text).digest('hex'),
  };
}

/** Display names of the approvers by `personKey`, for cards. */
export function approverNamesOf(access: AccessSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    access.members
      .filter((member) => member.roles.includes('approver'))
      .map(({ person }) => [personKey(person), person.name]),
  );
}
