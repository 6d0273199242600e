import { parseConfig } from '../../src/config';
import type { Config } from '../../src/config-schema';
import { LADDER, RECOVERIES } from '../../src/runbook/mitigations';
import type { Settings } from '../../src/runbook/settings';
import { configuredAccess, configuredClusters, settingsOf } from '../../src/settings-of';

const TENANT = '5f1c2a70-9d3e-4b58-8a46-1e0c7d92b3f5';
const PRODUCTION = `clusters: [{ name: hci-01, nodes: [as-n1], connection: { transport: winrm } }]
people: [{ objectId: 3e9a6b27-1c54-4d8f-b6e0-98d2f7435a1c, name: Ana Ribeiro, roles: [approver] }]
`;
const ALL_RUNGS = {
  ladder: LADDER.map(({ id }) => id).filter((id) => id !== 'ROOTS'),
  recoveries: RECOVERIES.map(({ id }) => id),
};

function settingsFrom(yaml: string): Settings {
  const config: Config = parseConfig(yaml, 'test');
  return settingsOf(config, configuredClusters(config), configuredAccess(config, TENANT));
}

const rungsOf = ({ rules }: Settings) => ({
  ladder: rules.ladder.map(({ id }) => id),
  recoveries: rules.recoveries.map(({ id }) => id),
});

describe('settings', () => {
  test.each([
    ['production observes', PRODUCTION, 'production', 'observe'],
    ['production runs when told so', `${PRODUCTION}mode: run`, 'production', 'run'],
    ['the lab runs', 'lab: true', 'lab', 'run'],
    ['the lab can observe', 'lab: true\nmode: observe', 'lab', 'observe'],
    ['a drill runs', 'drill: true', 'drill', 'run'],
  ])('%s', (_what, yaml, mode, runMode) => {
    expect(settingsFrom(yaml)).toMatchObject({ mode, runMode });
  });

  test.each([
    ['production enables no rung by itself', PRODUCTION, { ladder: [], recoveries: [] }],
    ['nor by running', `${PRODUCTION}mode: run`, { ladder: [], recoveries: [] }],
    ['only those named', `${PRODUCTION}mitigations: ['1']`, { ladder: ['1'], recoveries: [] }],
    ['recoveries are named too', `${PRODUCTION}mitigations: [R1]`, { ladder: [], recoveries: ['R1'] }],
    ['the lab enables all but what changes a trust store', 'lab: true', ALL_RUNGS],
    [
      'that is named, there too',
      "lab: true\nmitigations: [ROOTS, '1']",
      { ladder: ['ROOTS', '1'], recoveries: [] },
    ],
    ['the lab can enable none', 'lab: true\nmitigations: []', { ladder: [], recoveries: [] }],
  ])('%s', (_what, yaml, rungs) => {
    expect(rungsOf(settingsFrom(yaml))).toEqual(rungs);
  });

  test('one time that is given leaves the other defaults', () => {
    const { rules, detection } = settingsFrom(
      `${PRODUCTION}timing: { settleMs: 1 }\ndetection: { watchMs: 2 }`,
    );
    const defaults = settingsFrom(PRODUCTION);

    expect(rules.timing).toEqual({ ...defaults.rules.timing, settleMs: 1 });
    expect(detection).toEqual({ ...defaults.detection, watchMs: 2 });
  });

  test('a soak takes seconds in the lab and a quarter of an hour in production', () => {
    expect(settingsFrom(PRODUCTION).rules.timing.soakMinimumMs).toBe(15 * 60_000);
    expect(settingsFrom('lab: true').rules.timing.soakMinimumMs).toBeLessThan(60_000);
  });

  test('people are of the one tenant, and nobody votes on the own request unless told so', () => {
    const { access } = settingsFrom(PRODUCTION);

    expect(access).toMatchObject({ tenantId: TENANT, requesterMayVote: false });
    expect(access.members.map(({ person }) => person.tenantId)).toEqual([TENANT]);
    expect(settingsFrom(`${PRODUCTION}approvals: { requesterMayVote: true }`).access.requesterMayVote).toBe(
      true,
    );
  });
});
