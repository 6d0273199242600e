import { approverNamesOf, mayUse, rolesOf, votingPolicyOf } from '../../src/commands/access';
import type { AccessSettings } from '../../src/runbook/settings';
import type { CommandName, Role } from '../../src/runbook/chat-commands';
import { CHAT_COMMANDS, ROLES } from '../../src/runbook/chat-commands';
import { closeStores, openTestStore } from '../store/support/open-stores';
import { ADA, BEN, OLGA, OTHER_TENANT, TENANT } from '../incident/support/builders';
import { benchOn, says, settingsFor } from './support/bench';

/** Written down once more by hand, from the design's table: who may do what. */
const ALLOWED: Readonly<Record<CommandName, readonly Role[]>> = {
  help: ['viewer', 'operator', 'approver', 'admin'],
  status: ['viewer', 'operator', 'approver', 'admin'],
  incidents: ['viewer', 'operator', 'approver', 'admin'],
  history: ['viewer', 'operator', 'approver', 'admin'],
  analyze: ['viewer', 'operator', 'approver', 'admin'],
  check: ['operator'],
  plan: ['operator'],
  bundle: ['operator'],
  ask: ['operator'],
  attest: ['operator'],
  owner: ['operator', 'approver'],
  stop: ['operator'],
  withdraw: ['operator', 'approver'],
  approve: ['approver'],
  deny: ['approver'],
  freeze: ['admin'],
  unfreeze: ['admin'],
  settle: ['admin'],
  bind: ['admin'],
};

const WORDS: Readonly<Record<CommandName, string>> = {
  help: 'help',
  status: 'status',
  incidents: 'incidents',
  history: 'history',
  analyze: 'analyze at A.B()',
  check: 'check',
  plan: 'plan 1',
  bundle: 'bundle',
  ask: 'ask 1',
  attest: 'attest R7K2',
  owner: 'owner R7K2',
  stop: 'stop',
  withdraw: 'withdraw R7K2',
  approve: 'approve R7K2',
  deny: 'deny R7K2 no',
  freeze: 'freeze because',
  unfreeze: 'unfreeze',
  settle: 'settle cluster-1 fixed because',
  bind: 'bind cluster-1',
};

const NAMES = Object.keys(ALLOWED) as CommandName[];
const access = (members: AccessSettings['members']): AccessSettings => ({
  tenantId: TENANT,
  members,
  requesterMayVote: false,
});

afterEach(closeStores);

describe('invariant 1: who may do what, by default nothing', () => {
  it('the table has a row for every command and no other', () => {
    expect(CHAT_COMMANDS.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  });

  it.each(NAMES.flatMap((name) => ROLES.map((role) => [name, role, ALLOWED[name].includes(role)] as const)))(
    '%s as %s: %s',
    (name, role, may) => {
      expect(mayUse(ADA, name, access([{ person: ADA, roles: [role] }]))).toBe(may);
    },
  );

  it.each(NAMES)('%s: nobody without a role, nobody of another tenant', (name) => {
    const everything = [{ person: ADA, roles: ROLES }];
    expect(mayUse(BEN, name, access(everything))).toBe(false);
    expect(mayUse({ ...ADA, tenantId: OTHER_TENANT }, name, access(everything))).toBe(false);
    expect(mayUse(ADA, name, access([]))).toBe(false);
    const foreign = { ...ADA, tenantId: OTHER_TENANT };
    expect(mayUse(foreign, name, access([{ person: foreign, roles: ROLES }]))).toBe(false);
  });

  it('roles of several entries add up, each once', () => {
    const twice = access([
      { person: ADA, roles: ['viewer', 'approver'] },
      { person: { ...ADA, objectId: ADA.objectId.toUpperCase() }, roles: ['approver', 'operator'] },
    ]);
    expect(rolesOf(ADA, twice)).toEqual(['viewer', 'approver', 'operator']);
  });
});

describe('invariant 1: the same table at the front door', () => {
  it.each((['channel', 'personal'] as const).flatMap((place) => ROLES.map((role) => [place, role] as const)))(
    'in a %s, as %s',
    async (place, role) => {
      const { receive, prepared } = benchOn(
        await openTestStore(),
        settingsFor([{ person: ADA, roles: [role] }]),
      );
      const refused: CommandName[] = [];
      for (const name of NAMES) {
        const reply = await receive(says(ADA, WORDS[name], place));
        if (reply.kind === 'text' && reply.text.startsWith(`You may not use "${name}"`)) refused.push(name);
      }
      expect(refused).toEqual(NAMES.filter((name) => !ALLOWED[name].includes(role)));
      expect(prepared).toEqual([]);
    },
  );

  it('who has no role changes nothing, and the try is recorded once', async () => {
    const store = await openTestStore();
    const { receive, handler } = benchOn(store, settingsFor([{ person: BEN, roles: ROLES }]));
    for (const name of NAMES) await receive(says(ADA, WORDS[name], 'personal'));
    await receive(says(ADA, 'freeze again', 'personal'));
    await receive(says(ADA, `approve ${'x'.repeat(5000)}`, 'personal'));
    expect((await handler.load('cluster-1')).version).toBe(0);
    const refusals = await store.readHistory('cluster/-', 100);
    expect(refusals.map(({ kind, body }) => [kind, body['about']])).toEqual(
      NAMES.map((name) => ['Refused', name]),
    );
    expect(refusals[0]?.body).toMatchObject({
      by: `${ADA.tenantId}/${ADA.objectId}`,
      about: 'help',
      reason: 'role',
    });
  });
});

describe('the voting policy in force', () => {
  const members = [
    { person: ADA, roles: ['approver'] },
    { person: ADA, roles: ['approver', 'admin'] },
    { person: { ...BEN, tenantId: OTHER_TENANT }, roles: ['approver'] },
    { person: OLGA, roles: ['operator', 'admin', 'viewer'] },
  ] as const;

  it('holds approvers of the tenant only: no other role votes', () => {
    const { approvers } = votingPolicyOf(access(members));
    expect(approvers).toEqual([
      { tenantId: TENANT, objectId: ADA.objectId, name: 'Ada' },
      { tenantId: TENANT, objectId: ADA.objectId, name: 'Ada' },
    ]);
  });

  it('has a hash that changes with who may vote and with the switch, not with order, names or repetition', () => {
    const hash = (settings: AccessSettings): string => votingPolicyOf(settings).hash;
    const one = access([
      { person: ADA, roles: ['approver'] },
      { person: BEN, roles: ['approver'] },
    ]);
    const other = access([
      { person: { ...BEN, name: 'B' }, roles: ['approver'] },
      { person: ADA, roles: ['approver'] },
      { person: ADA, roles: ['approver', 'admin'] },
    ]);
    expect(hash(one)).toBe(hash(other));
    expect(hash(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(hash({ ...one, requesterMayVote: true })).not.toBe(hash(one));
    expect(hash(access([{ person: ADA, roles: ['approver'] }]))).not.toBe(hash(one));
  });

  it('names its approvers for cards', () => {
    expect(approverNamesOf(access(members))[`${TENANT}/${ADA.objectId}`]).toBe('Ada');
  });
});
