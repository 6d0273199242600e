import { parseConfig } from '../../src/config';
import { configuredAccess, configuredClusters, settingsOf } from '../../src/settings-of';

const ANA = '3e9a6b27-1c54-4d8f-b6e0-98d2f7435a1c';
const GROUP = '1f0f4b2e-6f0d-4f0e-9c1d-5a1f7f4f2b11';
const BASE = `clusters: [{ name: hci-01, nodes: [as-n1], connection: { transport: winrm } }]
mitigations: ['1']
`;
const PEOPLE = `people: [{ objectId: ${ANA}, name: Ana Ribeiro, roles: [approver] }]
`;

function settingsFrom(yaml: string) {
  const config = parseConfig(yaml, 'test');
  return settingsOf(config, configuredClusters(config), configuredAccess(config, ANA));
}

describe('approvals in the configuration', () => {
  test('raise votes, shorten lives, ask for a reason and name the voters of one mitigation', () => {
    const { rules, access } = settingsFrom(`${BASE}${PEOPLE}
approvals: { mitigations: { '1': { votes: 2, requestLifetimeMs: 1000, grantLifetimeMs: 500, reasonRequired: true, voters: [${ANA}] } } }`);
    expect(rules.ladder[0]).toMatchObject({
      votesNeeded: 2,
      requestLifetimeMs: 1000,
      grantLifetimeMs: 500,
      reasonRequired: true,
    });
    expect(access.mitigations).toEqual({ '1': { voters: [ANA] } });
  });

  test('a group may hold the approvers, and a person may have a second account', () => {
    const { access } = settingsFrom(`${BASE}
people: [{ objectId: ${ANA}, name: Ana Ribeiro, roles: [viewer], alternateObjectIds: [${GROUP}] }]
groups: [{ objectId: ${GROUP}, name: On call, roles: [approver] }]`);
    expect(access.groups).toEqual([{ id: GROUP, name: 'On call', roles: ['approver'] }]);
    expect(access.members[0]?.alternateObjectIds).toEqual([GROUP]);
  });

  test.each([
    [
      'no votes at all',
      `approvals: { mitigations: { '1': { votes: 0 } } }`,
      /approvals\.mitigations\.1\.votes/,
    ],
    [
      'a mitigation that does not exist',
      `approvals: { mitigations: { '9': { votes: 2 } } }`,
      /approvals\.mitigations/,
    ],
    [
      'a voter who is no approver',
      `approvals: { mitigations: { '1': { voters: [${GROUP}] } } }`,
      /role approver/,
    ],
    ['a misspelt key', `approvals: { mitigations: { '1': { vote: 2 } } }`, /vote/],
  ])('refuses %s', (_what, yaml, message) => {
    expect(() => settingsFrom(`${BASE}${PEOPLE}${yaml}`)).toThrow(message);
  });
});
