import { behindAccount, rolesOf, votingPolicyOf } from '../../src/commands/access';
import { createAccessSource } from '../../src/commands/access-source';
import type { GroupMember, GroupMembers } from '../../src/ports';
import type { AccessSettings } from '../../src/runbook/settings';
import { closeStores, openTestStore } from '../store/support/open-stores';
import { ADA, BEN, CLEO, OLGA, OTHER_TENANT, rules, TENANT } from '../incident/support/builders';
import { benchOn, handClock, says, settingsFor } from './support/bench';

const ON_CALL = { id: '1f0f4b2e-6f0d-4f0e-9c1d-5a1f7f4f2b11', name: 'On call', roles: ['approver'] } as const;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const memberOf = ({ objectId, name }: GroupMember): GroupMember => ({ objectId, name });

/** A directory in memory: the port's real adapter has its own test over HTTP. */
function directory(...members: readonly GroupMember[]) {
  const state = { members: members.map(memberOf), isUp: true, reads: 0 };
  const port: GroupMembers = {
    membersOf: async () => {
      state.reads += 1;
      if (!state.isUp) throw new Error('no answer');
      return state.members;
    },
  };
  return { ...state, state, port };
}

const accessWith = (change: Partial<AccessSettings> = {}): AccessSettings => ({
  tenantId: TENANT,
  members: [{ person: ADA, roles: ['viewer'] }],
  requesterMayVote: false,
  groups: [ON_CALL],
  ...change,
});

afterEach(closeStores);

describe('groups as approvers', () => {
  it('a member has the roles of the group, and is an approver through it', async () => {
    const { port } = directory(BEN);
    const source = createAccessSource({
      access: accessWith(),
      groups: port,
      clock: handClock(),
      logger: quiet,
    });
    const now = await source.now('recent');
    expect(rolesOf(BEN, now)).toEqual(['approver']);
    expect(votingPolicyOf(now).approvers).toEqual([
      { tenantId: TENANT, objectId: BEN.objectId, name: 'Ben', group: ON_CALL.id },
    ]);
  });

  it.each<[string, GroupMembers | null]>([
    ['no directory is connected', null],
    ['the directory does not answer', { membersOf: () => Promise.reject(new Error('no answer')) }],
  ])('fails closed when %s, and says which group', async (_why, groups) => {
    const source = createAccessSource({ access: accessWith(), groups, clock: handClock(), logger: quiet });
    const now = await source.now('recent');
    expect(votingPolicyOf(now)).toMatchObject({ approvers: [], unreadable: ['On call'] });
    expect(rolesOf(BEN, now)).toEqual([]);
  });

  it('what was read in the last minute will do, except before a run; a failed reading leaves nothing behind', async () => {
    const { port, state } = directory(BEN);
    const clock = handClock();
    const source = createAccessSource({ access: accessWith(), groups: port, clock, logger: quiet });
    await source.now('recent');
    clock.set(clock.now() + 59_999);
    await source.now('recent');
    expect(state.reads).toBe(1);
    await source.now('fresh');
    expect(state.reads).toBe(2);
    clock.set(clock.now() + 60_000);
    state.isUp = false;
    expect((await source.now('recent')).unreadable).toEqual(['On call']);
    expect((await source.now('recent')).members.map(({ person }) => person.name)).toEqual(['Ada']);
    clock.set(clock.now() - 3_600_000);
    state.isUp = true;
    expect((await source.now('recent')).unreadable).toEqual([]);
    expect(state.reads).toBe(5);
  });

  it('the person is told that the group cannot be read, and to try again', async () => {
    const settings = { ...settingsFor([]), access: accessWith() };
    const { receive } = benchOn(await openTestStore(), settings, null);
    const reply = await receive(says(BEN, 'approve R7K2'));
    expect(JSON.stringify(reply)).toContain('The members of On call cannot be read just now');
  });
});

describe('one human, one voter', () => {
  const alternate = { ...ADA, objectId: '00000000-0000-4000-8000-0000000000ff' };
  const access = accessWith({
    members: [{ person: ADA, roles: ['approver'], alternateObjectIds: [alternate.objectId] }],
  });

  it('a second account counts as the person it belongs to, in the own tenant only', () => {
    expect(behindAccount(alternate, access).objectId).toBe(ADA.objectId);
    expect(behindAccount(BEN, access)).toBe(BEN);
    const foreign = { ...alternate, tenantId: OTHER_TENANT };
    expect(behindAccount(foreign, access)).toBe(foreign);
  });

  it('a group that lists the second account adds no second voter', async () => {
    const { port } = directory(alternate, CLEO);
    const source = createAccessSource({ access, groups: port, clock: handClock(), logger: quiet });
    const { approvers } = votingPolicyOf(await source.now('recent'));
    expect(new Set(approvers.map(({ objectId }) => objectId))).toEqual(
      new Set([ADA.objectId, CLEO.objectId]),
    );
  });
});

describe('who may vote on one mitigation', () => {
  const access = accessWith({
    members: [
      { person: ADA, roles: ['approver'] },
      { person: BEN, roles: ['approver'] },
      { person: OLGA, roles: ['operator'] },
      { person: CLEO, roles: ['approver'], group: ON_CALL.id },
    ],
    mitigations: { '4': { voters: [BEN.objectId.toUpperCase(), ON_CALL.id], requesterMayVote: true } },
  });
  const on = (id: string, runMode: 'observe' | 'run' = 'run') =>
    votingPolicyOf(access, { id, rules: rules(), runMode });

  it('only those named, by person or group, where voters are named', () => {
    expect(on('4').approvers.map(({ name }) => name)).toEqual(['Ben', 'Cleo']);
    expect(on('1').approvers.map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Cleo']);
    expect([on('1').requesterMayVote, on('4').requesterMayVote]).toEqual([false, true]);
  });

  it('brings the terms of the rung as configured now, and says when it may not run', () => {
    expect(on('4').terms).toMatchObject({ id: '4', votesNeeded: 2 });
    expect(on('1').forbidden).toBeUndefined();
    expect(on('9').forbidden).toContain('mitigation 9 is switched off');
    expect(on('1', 'observe').forbidden).toContain('only observes');
  });
});
