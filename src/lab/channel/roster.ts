import { GENERAL_CHANNEL, LAB_CHANNELS, LAB_PEOPLE, LAB_TEAM, LAB_TENANT_ID, personByKey } from './people';
import type { LabPerson, LabPlace } from './shapes';

const [SMALLEST_PAGE, LARGEST_PAGE] = [50, 500];

/** The people in a place, as its roster lists them. */
export function membersOf(place: LabPlace): readonly LabPerson[] {
  return place.kind === 'personal'
    ? [personByKey(place.person)]
    : LAB_PEOPLE.filter((person) => person.member);
}

/** A member in the shape of the Teams roster, `objectId` being the older name of `aadObjectId`. */
export function teamsChannelAccount(person: LabPerson): Readonly<Record<string, string>> {
  const [givenName = person.name, ...rest] = person.name.split(' ');
  return {
    id: person.id,
    name: person.name,
    objectId: person.aadObjectId,
    aadObjectId: person.aadObjectId,
    givenName,
    surname: rest.join(' '),
    email: person.userPrincipalName,
    userPrincipalName: person.userPrincipalName,
    tenantId: person.tenantId,
    userRole: person.userRole,
  };
}

/** One page of a roster. `token` is the position to go on from; sizes outside 50 to 500 are moved into that range. */
export function pageOfMembers(place: LabPlace, pageSize: number, token: string | null) {
  const members = membersOf(place);
  const from = Number(token ?? 0) || 0;
  const size = Math.min(Math.max(pageSize || SMALLEST_PAGE, SMALLEST_PAGE), LARGEST_PAGE);
  const more = from + size < members.length ? { continuationToken: String(from + size) } : {};
  return { members: members.slice(from, from + size).map(teamsChannelAccount), ...more };
}

/** The team in the shape of `GET /v3/teams/{id}`. */
export function teamDetails() {
  return {
    id: LAB_TEAM.id,
    name: LAB_TEAM.name,
    aadGroupId: LAB_TEAM.aadGroupId,
    tenantId: LAB_TENANT_ID,
    channelCount: LAB_CHANNELS.length,
    memberCount: LAB_PEOPLE.filter((person) => person.member).length,
  };
}

/** The team's channels; General comes without a name, as in Teams. */
export function teamChannels() {
  const named = ({ id, name }: LabPlace) => (id === GENERAL_CHANNEL.id ? { id, name: null } : { id, name });
  return { conversations: LAB_CHANNELS.map(named) };
}
