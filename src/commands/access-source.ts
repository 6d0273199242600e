import type { Logger } from '../logger';
import type { Clock, GroupMember, GroupMembers } from '../ports';
import type { AccessSettings, GroupSettings, Member } from '../runbook/settings';

/** Who has which roles now, the members of groups included. */
export interface AccessNow extends AccessSettings {
  /** Names of groups that cannot be read: nobody is known to be a member of them. */
  readonly unreadable?: readonly string[];
}

export interface AccessSource {
  /** @param how `fresh`: groups are read again, as before a run; `recent`: what was read in the last minute will do. */
  now(how: 'recent' | 'fresh'): Promise<AccessNow>;
}

export interface AccessSourceParts {
  readonly access: AccessSettings;
  /** Null: no directory; then every configured group is unreadable. */
  readonly groups: GroupMembers | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a group's members are taken as known, ms. */
const RECENT_MS = 60_000;

interface ReadGroup {
  readonly at: number;
  readonly members: readonly GroupMember[];
}

/** Joins the configured people with the members of the configured groups. A group that cannot be read has no members: fail closed. */
export function createAccessSource({ access, groups, clock, logger }: AccessSourceParts): AccessSource {
  const known = new Map<string, ReadGroup>();
  const configured = access.groups ?? [];

  const read = async (group: GroupSettings, how: 'recent' | 'fresh'): Promise<ReadGroup | null> => {
    const before = known.get(group.id);
    const age = before ? clock.now() - before.at : Infinity;
    // A clock that went back makes nothing recent.
    if (before && how === 'recent' && age >= 0 && age < RECENT_MS) return before;
    known.delete(group.id);
    try {
      if (!groups) throw new Error('No directory is connected.');
      const now = { at: clock.now(), members: await groups.membersOf(group.id) };
      known.set(group.id, now);
      return now;
    } catch (error) {
      logger.error({ error, group: group.name }, 'the members of a group cannot be read');
      return null;
    }
  };

  return {
    now: async (how) => {
      if (configured.length === 0) return access;
      const found = await Promise.all(
        configured.map(async (group) => ({ group, read: await read(group, how) })),
      );
      const members = found.flatMap((one) => (one.read ? membersOf(access, one.group, one.read) : []));
      return {
        ...access,
        members: [...access.members, ...members],
        unreadable: found.filter((one) => one.read === null).map(({ group }) => group.name),
      };
    },
  };
}

/** A group's member who is named in person, or as an alternate account, is that person: one human, one vote. */
function membersOf(access: AccessSettings, group: GroupSettings, { members }: ReadGroup): readonly Member[] {
  const owner = (objectId: string): Member | undefined =>
    access.members.find((member) =>
      [member.person.objectId, ...(member.alternateObjectIds ?? [])].some(
        (id) => id.toLowerCase() === objectId.toLowerCase(),
      ),
    );
  return members.map(({ objectId, name }) => ({
    person: owner(objectId)?.person ?? { tenantId: access.tenantId, objectId: objectId.toLowerCase(), name },
    roles: group.roles,
    group: group.id,
  }));
}
