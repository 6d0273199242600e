import { createHash } from 'node:crypto';
import type { Approver, VotingPolicy } from '../incident/approval';
import type { Person } from '../incident/person';
import { canonicalJson } from '../incident/canonical-json';
import { isSamePerson, personKey } from '../incident/person';
import type { Rules } from '../incident/rules';
import { findRung } from '../incident/rules';
import type { CommandName, Role } from '../runbook/chat-commands';
import { findChatCommand } from '../runbook/chat-commands';
import type { AccessSettings, Member, Settings } from '../runbook/settings';
import type { AccessNow } from './access-source';

/** Roles of a person; nobody has any by default, and people of another tenant never do (invariant 1). */
export function rolesOf(person: Person, access: AccessSettings): readonly Role[] {
  if (!isInTenant(person, access)) return [];
  const roles = access.members
    .filter((member) => isSamePerson(member.person, person))
    .flatMap((member) => member.roles);
  return [...new Set(roles)];
}

function isInTenant({ tenantId }: Pick<Person, 'tenantId'>, access: AccessSettings): boolean {
  return tenantId.toLowerCase() === access.tenantId.toLowerCase();
}

/** The one person behind an account: somebody with two accounts is one voter. */
export function behindAccount(person: Person, access: AccessSettings): Person {
  const isAlternate = ({ alternateObjectIds = [] }: Member): boolean =>
    alternateObjectIds.some((id) => id.toLowerCase() === person.objectId.toLowerCase());
  const known = isInTenant(person, access) ? access.members.find(isAlternate) : undefined;
  return known ? { ...person, objectId: known.person.objectId } : person;
}

/** Whether a person may use a command: one table, default deny, in personal chat too. */
export function mayUse(person: Person, command: CommandName, access: AccessSettings): boolean {
  const needed = findChatCommand(command)?.roles ?? [];
  return rolesOf(person, access).some((role) => needed.includes(role));
}

/** The voting policy in force on a rung (on none in particular when none is given), with the hash that requests are bound to. */
export function votingPolicyOf(
  access: AccessNow,
  rung?: { readonly id: string; readonly rules: Rules; readonly runMode: Settings['runMode'] },
): VotingPolicy {
  const own = rung ? access.mitigations?.[rung.id] : undefined;
  const requesterMayVote = own?.requesterMayVote ?? access.requesterMayVote;
  const approvers = approversOf(access, own?.voters);
  const terms = rung ? findRung(rung.rules, rung.id) : undefined;
  const people = approvers.filter(({ group }) => group === undefined).map(personKey);
  const groups = (access.groups ?? []).filter(({ roles }) => roles.includes('approver')).map(({ id }) => id);
  const text = canonicalJson({
    approvers: [...new Set(people)].sort(),
    requesterMayVote,
    groups: groups.length > 0 ? [...groups].sort() : undefined,
    voters: own?.voters ? [...own.voters].sort() : undefined,
    terms: terms ? { ...terms } : undefined,
  } as Parameters<typeof canonicalJson>[0]);
  const forbidden = rung ? whyForbidden(rung.id, rung.runMode, terms !== undefined) : null;
  const { unreadable = [] } = access;
  return {
    approvers,
    requesterMayVote,
    hash: createHash('sha256').update(text).digest('hex'),
    ...(terms ? { terms } : {}),
    ...(forbidden === null ? {} : { forbidden }),
    ...(unreadable.length > 0 ? { unreadable } : {}),
  };
}

function approversOf(access: AccessSettings, voters: readonly string[] | undefined): readonly Approver[] {
  const named = voters?.map((id) => id.toLowerCase());
  const mayVote = ({ person, group }: Member): boolean =>
    named === undefined ||
    named.includes(person.objectId.toLowerCase()) ||
    (group !== undefined && named.includes(group.toLowerCase()));
  return access.members
    .filter((member) => member.roles.includes('approver') && isInTenant(member.person, access))
    .filter(mayVote)
    .map(({ person: { tenantId, objectId, name }, group }) => ({
      tenantId,
      objectId,
      name,
      ...(group === undefined ? {} : { group }),
    }));
}

function whyForbidden(id: string, runMode: Settings['runMode'], isEnabled: boolean): string | null {
  if (runMode === 'observe')
    return 'this bot only observes ("mode: observe"): it explains, but changes nothing';
  return isEnabled ? null : `mitigation ${id} is switched off in the configuration`;
}

/** Display names of the approvers by `personKey`, for cards. */
export function approverNamesOf(access: AccessSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    access.members
      .filter((member) => member.roles.includes('approver'))
      .map(({ person }) => [personKey(person), person.name]),
  );
}
