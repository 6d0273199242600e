import type { LabPerson, LabPlace } from './shapes';

/** The tenant of the lab; every person but the foreign one belongs to it. */
export const LAB_TENANT_ID = '5f1c2a70-9d3e-4b58-8a46-1e0c7d92b3f5';
/** Another organisation, to try what happens to people from outside. */
export const FOREIGN_TENANT_ID = 'c8e0b1d4-27f6-4a93-b05c-6d4e9f813a27';

export const LAB_TEAM = {
  id: '19:Qm4kT7vXh2LsR9wYbN3cJfD6pGzA1eUo8iKtV5xWqMs1@thread.tacv2',
  name: 'Azure Local operations',
  aadGroupId: 'e27b94a1-3c60-4f8d-95ab-70d1c6e84f32',
} as const;

/** In Teams the General channel has the id of its team. */
export const GENERAL_CHANNEL: LabPlace = { kind: 'channel', id: LAB_TEAM.id, name: 'General' };
export const INCIDENT_CHANNEL: LabPlace = {
  kind: 'channel',
  id: '19:c7e1f0a94b6d4d2f8a35b1e60d9c2f74@thread.tacv2',
  name: 'Azure Local incidents',
};
export const LAB_CHANNELS: readonly LabPlace[] = [INCIDENT_CHANNEL, GENERAL_CHANNEL];

const domain = 'lab.example';

/**
 * The people of the lab: one who asks, two who approve, an admin, a viewer, one without any role, a guest of the tenant and
 * one from another tenant. Roles are what the lab's policy gives them; Teams knows none of it.
 */
export const LAB_PEOPLE: readonly LabPerson[] = [
  {
    key: 'asker',
    name: 'Omar Haddad',
    initials: 'OH',
    role: 'operator',
    id: '29:1Kf8sWq3Zt6VbYx0RnLc2UeJm9PaDgHi5TkQo7XvB4wNrEz1SyCuMl3FjGhA8pIt',
    aadObjectId: '0b7d5c1e-8f42-4e6a-9d03-52a1c8f7e610',
    tenantId: LAB_TENANT_ID,
    userPrincipalName: `omar@${domain}`,
    userRole: 'user',
    member: true,
  },
  {
    key: 'approver1',
    name: 'Ana Ribeiro',
    initials: 'AR',
    role: 'approver',
    id: '29:1Tg5hXa9Lp2QwEr7YuIo4ZsDf0CvBn6MkJl8RtHy3NxGe1WqSaPzUiVbKcOj7dFm',
    aadObjectId: '3e9a6b27-1c54-4d8f-b6e0-98d2f7435a1c',
    tenantId: LAB_TENANT_ID,
    userPrincipalName: `ana@${domain}`,
    userRole: 'user',
    member: true,
  },
  {
    key: 'approver2',
    name: 'Ben Okafor',
    initials: 'BO',
    role: 'approver',
    id: '29:1Vm2nJc6Rk8TfYd4GhUs0XwQe9ZaLo5IbPx7KtNv1MrHi3CqSjDgWuEyBlFz6pOa',
    aadObjectId: '7c50e8f3-a2b9-4613-8e7d-04b6d15f92ca',
    tenantId: LAB_TENANT_ID,
    userPrincipalName: `ben@${domain}`,
    userRole: 'user',
    member: true,
  },
  {
    key: 'admin',
    name: 'Mira Lindqvist',
    initials: 'ML',
    role: 'admin',
    id: '29:1Zy7uTr4Wq9SxEd2CvFb0NgMh5JkLi8OpAa3DfQw6XzRe1TyBnUcVmGsHjKoIl2P',
    aadObjectId: 'b1f49d06-5e38-4c72-a0d5-6f8e2b93c714',
    tenantId: LAB_TENANT_ID,
    userPrincipalName: `mira@${domain}`,
    userRole: 'user',
    member: true,
  },
  {
    key: 'viewer',
    name: 'Vera Novak',
    initials: 'VN',
    role: 'viewer',
    id: '29:1Ha3jKs6DlFq9WeRt2YuIo5PzXc8VbNm0GhJk4LaSd7FgQw1ErTyUiOpZxCvBn3M',
    aadObjectId: 'd4286fa5-b703-4e19-87c2-3a5b0e61f98d',
    tenantId: LAB_TENANT_ID,
    userPrincipalName: `vera@${domain}`,
    userRole: 'user',
    member: true,
  },
  {
    key: 'outsider',
    name: 'Leo Tan',
    initials: 'LT',
    role: 'none',
    id: '29:1Pq8oLi2KuJy5HtGr9FeDw3SaZx6CvBn0MmNb4VcXz7AsDf1GhJkQwErTyUiOp5L',
    aadObjectId: '9a63d0c8-4f17-4b2e-b98a-c51e7d20463f',
    tenantId: LAB_TENANT_ID,
    userPrincipalName: `leo@${domain}`,
    userRole: 'user',
    member: true,
  },
  {
    key: 'guest',
    name: 'Gus Weber (Guest)',
    initials: 'GW',
    role: 'none',
    id: '29:1Rf6tGy9HuJi3KoLp0QaWs5EdRf2TgYh8UjIk4OlZx7CvBn1MqWeRtYuIoPaSd6F',
    aadObjectId: '62e1b7f4-d05a-4938-a3c7-8b9f14e6d02a',
    tenantId: LAB_TENANT_ID,
    userPrincipalName: `gus_partner.example#EXT#@${domain}`,
    userRole: 'guest',
    member: true,
  },
  {
    key: 'foreign',
    name: 'Fia Moretti (Contoso)',
    initials: 'FM',
    role: 'none',
    id: '29:1Bn4mVc7XzLk0JhGf5DsAp2OiUy8TrEw3QaZs6WxEd9CrFv1TgByHnUjMkIoLp4Q',
    aadObjectId: 'f70c3d92-6ea8-4b15-9d4f-2e7a8b50c6d1',
    tenantId: FOREIGN_TENANT_ID,
    userPrincipalName: 'fia@foreign.example',
    userRole: 'user',
    member: false,
  },
];

/**
 * The person with that key.
 * @throws Error naming the known keys when there is no such person.
 */
export function personByKey(key: string): LabPerson {
  const person = LAB_PEOPLE.find((candidate) => candidate.key === key);
  if (person) return person;
  const known = LAB_PEOPLE.map((candidate) => candidate.key).join(', ');
  throw new Error(`The lab has no person "${key}". Use one of: ${known}.`);
}

/** The person with that Teams identity or Entra object id, as the connector's roster accepts both. */
export function personByTeamsId(id: string): LabPerson | undefined {
  return LAB_PEOPLE.find((person) => person.id === id || person.aadObjectId === id.toLowerCase());
}

/** The personal chat of a person with the bot. */
export function personalChatOf(person: LabPerson): LabPlace {
  const id = `a:1${person.id.slice(4, 44)}-${person.aadObjectId.slice(0, 8)}`;
  return { kind: 'personal', id, name: person.name, person: person.key };
}

/** Every place of the lab: the channels, then one personal chat for each person. */
export const LAB_PLACES: readonly LabPlace[] = [...LAB_CHANNELS, ...LAB_PEOPLE.map(personalChatOf)];

/** The place with that id, or undefined; `;messageid=` must have been cut off before. */
export function placeById(id: string): LabPlace | undefined {
  return LAB_PLACES.find((place) => place.id === id);
}

/** What a person of the lab can open: the team's channels for its members, and the own personal chat. */
export function placesOf(person: LabPerson): readonly LabPlace[] {
  return LAB_PLACES.filter((place) =>
    place.kind === 'channel' ? person.member : place.person === person.key,
  );
}
