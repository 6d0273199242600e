import { gradeAll } from '../../src/detection/find-candidates';
import type { Candidate } from '../../src/detection/grade-candidate';
import { gradeCandidates, plainAddress } from '../../src/detection/grade-candidate';
import type { UpdateRunState } from '../../src/incident/evidence';
import { judgedCheckOf } from '../../src/incident/events';
import { crashing, T0, UPDATE } from '../incident/support/builders';
import type { HostProcess, Shell } from './support/evidence';
import { CRASHED_AT, found, foundOn, hostProcess, shell } from './support/evidence';

const CONTEXT = {
  orchestratorAddresses: new Set(['10.0.0.1']),
  nodeAddresses: new Set(['10.0.0.1', '10.0.0.2', 'fe80::2']),
  lacksAddresses: false,
  planMayRun: true,
};

interface Case {
  readonly process?: Partial<HostProcess>;
  readonly shell?: Partial<Shell>;
  readonly connectedTo?: string;
  readonly planMayRun?: boolean;
}

/** One process (4711) on n2, perhaps with a shell and a connection. */
function grade(one: Case): readonly Candidate[] {
  const node = foundOn('n2', {
    processes: [hostProcess(4711, one.process)],
    shells: one.shell ? [shell(4711, one.shell)] : [],
    connections: one.connectedTo
      ? [
          {
            processId: 4711,
            localAddress: '10.0.0.2',
            localPort: 50_000,
            remoteAddress: one.connectedTo,
            remotePort: 443,
            createdAtUtc: null,
          },
        ]
      : [],
  });
  if (!node.candidates) throw new Error('no candidates');
  return gradeCandidates('n2', node.candidates, { ...CONTEXT, planMayRun: one.planMayRun ?? true });
}

const UNTIED = { commandLine: 'powershell.exe' };

describe('invariant 11 / runbook 1: how strong the evidence is', () => {
  it.each<[string, Case, string]>([
    ['older than the rotation, the command line names the cmdlet', {}, 'C'],
    [
      'the same in other case',
      { process: { commandLine: 'start-monitoringactionplaninstancetocomplete' } },
      'C',
    ],
    ['older, has the client loaded', { process: { ...UNTIED, loadsEceClient: true } }, 'C'],
    ['older, connected to the orchestrator', { process: UNTIED, connectedTo: '10.0.0.1' }, 'C'],
    ['older, connected to it by IPv6 clothing', { process: UNTIED, connectedTo: '::ffff:10.0.0.1' }, 'C'],
    ['older, connected elsewhere', { process: UNTIED, connectedTo: '10.0.0.9' }, 'D'],
    ['merely an old PowerShell', { process: UNTIED }, 'D'],
    [
      'younger than the rotation, tied',
      { process: { startedBeforeRotation: false, loadsEceClient: true } },
      'D',
    ],
    ['age not known, tied', { process: { startedBeforeRotation: null } }, 'D'],
    ['a remote session from outside, tied', { process: { name: 'wsmprovhost.exe' }, shell: {} }, 'C'],
    ['a shell host whose shell could not be read', { process: { name: 'wsmprovhost.exe' } }, 'D'],
    ['the same, without the ending', { process: { name: 'wsmprovhost' } }, 'D'],
  ])('%s -> %s', (_what, one, expected) => {
    expect(grade(one).map((candidate) => candidate.grade)).toEqual([expected]);
  });

  it('everything at once is still no more than C: these probes cannot prove a cause', () => {
    const [candidate] = grade({ process: { loadsEceClient: true }, shell: {}, connectedTo: '10.0.0.1' });
    expect(candidate).toMatchObject({
      grade: 'C',
      shellId: 'SHELL-4711',
      owner: 'CONTOSO\\anna',
      clientAddress: '10.20.0.17',
    });
    expect(candidate?.because).toHaveLength(4);
  });

  it('says why it is sure, and of what it is not', () => {
    expect(grade({ process: { startedBeforeRotation: null } })[0]?.because[0]).toContain('not known whether');
    expect(grade({ process: { name: 'wsmprovhost.exe' } })[0]?.because.at(-1)).toContain(
      'not known who is behind it',
    );
  });
});

describe('what a command line may tell', () => {
  it.each([
    ["pwsh -Command Start-MonitoringActionplanInstanceToComplete -Password 'Winter-26'", 'Winter-26'],
    [
      'pwsh -c "ConvertTo-SecureString Winter-26 -AsPlainText; Start-MonitoringActionplanInstanceToComplete"',
      'Winter-26',
    ],
    [
      'pwsh -c Start-MonitoringActionplanInstanceToComplete -EncodedCommand UwB0AGEAcgB0AC0AUAByAG8AYwBlAHMAcwAgAFcAaQBuAHQAZQByAC0AMgA2',
      'UwB0AGEAcgB0',
    ],
  ])('is shown without its secrets, and still counts: %s', (commandLine, secret) => {
    const [candidate] = grade({ process: { commandLine } });
    expect(candidate?.grade).toBe('C');
    expect(candidate?.commandLine).toContain('Start-MonitoringActionplanInstanceToComplete');
    expect(JSON.stringify(candidate)).not.toContain(secret);
  });
});

describe('runbook 1: what is never touched', () => {
  it.each([
    'NT AUTHORITY\\SYSTEM',
    'NT AUTHORITY\\NETWORK SERVICE',
    'nt authority\\local service',
    'NT SERVICE\\AzureStack Agent Lifecycle Agent',
    'NT-AUTORITÄT\\SYSTEM',
    'SYSTEM',
    'CONTOSO\\HCIOrchestrator',
    'CONTOSO\\HCIOrchestrator$',
    'N1\\ECEAgentService',
    'ECEAgentService$',
    'WinRM Virtual Users\\WinRM VA_1_CONTOSO_bot',
  ])('a process or a shell of %s', (owner) => {
    expect(grade({ process: { user: owner } })).toEqual([]);
    expect(grade({ shell: { owner } })).toEqual([]);
  });

  it.each<[string, Case]>([
    ['our own process', { process: { isOwn: true } }],
    ['our own shell', { shell: { isOwn: true } }],
    ['a process of nobody known', { process: { user: null } }],
    ['a process without a start: it cannot be named exactly', { process: { startedAtUtc: null } }],
    ['a shell from a node, while a plan may run', { shell: { clientAddress: '10.0.0.1' } }],
    ['a shell from a node by IPv6, with another zone', { shell: { clientAddress: 'FE80::2%9' } }],
    ['a shell from a node in IPv6 clothing', { shell: { clientAddress: '::ffff:10.0.0.2' } }],
    ['a shell from the node itself', { shell: { clientAddress: '127.0.0.1' } }],
    ['a shell from the node itself by IPv6', { shell: { clientAddress: '::1' } }],
  ])('%s', (_what, one) => {
    expect(grade(one)).toEqual([]);
  });

  it('a shell from a node may be one when it is proven that no plan runs', () => {
    expect(grade({ shell: { clientAddress: '10.0.0.1' }, planMayRun: false })).toHaveLength(1);
  });

  it.each([
    ['FE80::1%12', 'fe80::1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:abcd', '::ffff:abcd'],
    ['10.0.0.1', '10.0.0.1'],
    ['', ''],
  ])('address %j is %j', (address, plain) => {
    expect(plainAddress(address)).toBe(plain);
  });
});

const latestWith = (state: UpdateRunState): Parameters<typeof gradeAll>[1] =>
  judgedCheckOf({
    kind: 'CheckFinished',
    at: T0,
    report: crashing(T0, { update: { ...UPDATE, state } }),
    verdict: 'matches',
    why: [],
    presence: 'present',
    intervalMs: null,
    lastCrashAt: T0,
    crashes: 1,
    answerTo: [],
  });

describe('runbook 1: a node that could not be searched may be where a shell comes from', () => {
  const gradeFrom = (clientAddress: string, state: UpdateRunState): unknown => {
    const node = foundOn('n2', { processes: [hostProcess(1)], shells: [shell(1, { clientAddress })] });
    const blind = { ...foundOn('n1'), status: 'unreachable' as const, candidates: null };
    const [candidate] = gradeAll(found(blind, node), latestWith(state)).candidates;
    return [candidate?.grade, candidate?.because.at(-1)?.includes('perhaps the update itself')];
  };

  it.each([
    ["the nodes' own subnet", '10.0.0.1', 'in-progress', 'D', true],
    ['the same by IPv6', 'fe80::77', 'in-progress', 'D', true],
    ['somewhere else', '10.20.0.17', 'in-progress', 'C', false],
    ["the nodes' own subnet, no plan running", '10.0.0.1', 'none', 'C', false],
  ] as const)('from %s', (_what, address, state, expected, mayBeUpdate) => {
    expect(gradeFrom(address, state)).toEqual([expected, mayBeUpdate]);
  });
});

describe('whoever is older than the rotation is so by one clock: the certificate names the true time', () => {
  /** The rotation is at CRASHED_AT; a process and a service start so long after it by the node's clock, which is that far off. */
  const seen = (startsAfterMs: number, skewMs: number): readonly unknown[] => {
    const startedAt = CRASHED_AT + startsAfterMs;
    const startedBeforeRotation = startsAfterMs < 0;
    const service = { name: 'LcmController', processId: 9, startedAtUtc: startedAt, startedBeforeRotation };
    const process = hostProcess(1, {
      startedAtUtc: new Date(startedAt).toISOString(),
      startedBeforeRotation,
    });
    const node = foundOn('n1', { processes: [process], services: [service] }, { skewMs });
    const { candidates, services } = gradeAll(found(node), latestWith('none'));
    return [candidates[0]?.grade, services.length, candidates[0]?.startedAtUtc];
  };
  const MINUTE = 60_000;

  it.each([
    ['five minutes after it, on a clock ten minutes ahead', 5, 10, 'C', 1],
    ['fifteen minutes after it, on a clock ten minutes ahead', 15, 10, 'D', 0],
    ['five minutes before it, on a clock ten minutes behind', -5, -10, 'D', 0],
    ['fifteen minutes before it, on a clock ten minutes behind', -15, -10, 'C', 1],
    ['five minutes before it, on a true clock', -5, 0, 'C', 1],
    ['five minutes after it, on a true clock', 5, 0, 'D', 0],
  ])('started %s', (_what, minutes, skew, expected, services) => {
    const startedAt = new Date(CRASHED_AT + minutes * MINUTE).toISOString();
    // The start itself stays as the node wrote it: it names the process there.
    expect(seen(minutes * MINUTE, skew * MINUTE)).toEqual([expected, services, startedAt]);
  });

  it('what is not known stays so on a wrong clock', () => {
    const node = foundOn('n1', { processes: [hostProcess(1, { startedBeforeRotation: null })] });
    const skewed = { ...node, skewMs: 10 * MINUTE };
    const unread = { ...skewed, candidates: node.candidates && { ...node.candidates, rotatedAtUtc: null } };
    expect(gradeAll(found(unread), latestWith('none')).candidates).toMatchObject([{ grade: 'D' }]);
  });
});

describe('what all nodes listed', () => {
  it('services older than the rotation are told apart from sessions: nothing here stops them', () => {
    const services = [
      { name: 'LcmController', processId: 9, startedAtUtc: T0, startedBeforeRotation: true },
      { name: 'ECEAgent', processId: 8, startedAtUtc: T0, startedBeforeRotation: false },
      { name: 'ECEAgent', processId: 7, startedAtUtc: T0, startedBeforeRotation: null },
    ];
    const result = gradeAll(found(foundOn('n1', { services }), foundOn('n2', { services: null })), null);
    expect(result.services).toEqual([
      { node: 'n1', name: 'LcmController', processId: 9, startedAt: T0, isConnected: false },
    ]);
    expect(result.candidates).toEqual([]);
    expect(result.blindNodes).toEqual([]);
  });
  const latest = latestWith;
  it.each([
    ['in-progress', 0],
    ['unknown', 0],
    ['none', 1],
    ['succeeded', 1],
    ['failed', 1],
  ] as const)('a shell from a node while the update is %s: %i candidates', (state, count) => {
    const node = foundOn('n2', {
      processes: [hostProcess(1)],
      shells: [shell(1, { clientAddress: '10.0.0.1' })],
    });
    expect(gradeAll(found(foundOn('n1'), node), latest(state)).candidates).toHaveLength(count);
  });

  it('without any check it is not known that no plan runs', () => {
    const node = foundOn('n2', {
      processes: [hostProcess(1)],
      shells: [shell(1, { clientAddress: '10.0.0.2' })],
    });
    expect(gradeAll(found(node), null).candidates).toEqual([]);
  });

  it('the strongest first, then by node and process, whoever answered first', () => {
    const nodes = [
      foundOn('n2', { processes: [hostProcess(9, UNTIED), hostProcess(30), hostProcess(4)] }),
      foundOn('n1', { processes: [hostProcess(7), hostProcess(2, UNTIED)] }),
    ];
    const order = (list: typeof nodes): unknown =>
      gradeAll(found(...list), latest('none')).candidates.map(({ grade: of, node, processId }) => [
        of,
        node,
        processId,
      ]);
    expect(order(nodes)).toEqual([
      ['C', 'n1', 7],
      ['C', 'n2', 4],
      ['C', 'n2', 30],
      ['D', 'n1', 2],
      ['D', 'n2', 9],
    ]);
    expect(order([...nodes].reverse())).toEqual(order(nodes));
  });

  it('the owner may be named in full', () => {
    const connected = {
      processId: 1,
      localAddress: '10.0.0.2',
      localPort: 1,
      remoteAddress: '10.0.0.1',
      remotePort: 443,
      createdAtUtc: null,
    };
    const nodes = [
      foundOn('n1.contoso.lab', { addresses: ['10.0.0.1'] }),
      foundOn('n2.contoso.lab', { processes: [hostProcess(1, UNTIED)], connections: [connected] }),
    ];
    expect(gradeAll(found(...nodes), latest('none')).candidates).toMatchObject([{ grade: 'C' }]);
  });

  it.each<[string, ReturnType<typeof foundOn>, readonly string[]]>([
    ['nothing there', foundOn('n2'), []],
    ['unreachable', { ...foundOn('n2'), status: 'unreachable', candidates: null }, ['n2']],
    ['no processes', foundOn('n2', { processes: null }), ['n2']],
    ['no shells', foundOn('n2', { shells: null }), ['n2']],
    ['no connections', foundOn('n2', { connections: null }), ['n2']],
    [
      'sessions, but not the time of the rotation',
      foundOn('n2', { rotatedAtUtc: null, processes: [hostProcess(1, { startedBeforeRotation: null })] }),
      ['n2'],
    ],
    ['neither sessions nor the time of the rotation', foundOn('n2', { rotatedAtUtc: null }), []],
  ])('invariant 11: "no target" proves nothing where a node was not searched: %s', (_what, node, blind) => {
    expect(gradeAll(found(foundOn('n1'), node), latest('none')).blindNodes).toEqual(blind);
  });
});
