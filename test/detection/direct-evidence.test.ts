import { each, judged, type Parts, type Trace } from './support/judged';
import { CALLER, chain, CURRENT, FIRST, PIDS, SECOND, serverEnd, STARTED, SUBJECT } from './support/watched';

const NEW = 'D'.repeat(40);
const NOT_OLD = /^no record of a certificate older than the rotation/;
const NOBODY = /^nobody in the cluster was seen at the other end/;
const ANOTHER = /^another client certificate was checked/;
const SEVERAL = /^several connections to the orchestrator/;
const UNFIT = /^the process that was seen is none that may be ended/;

describe('one thing is missing', () => {
  it.each<[string, (parts: Parts) => void, RegExp]>([
    ['the log is off', ({ n1 }) => (n1.logEnabled = false), /^the CAPI2 log of n1 is off/],
    ['the log cannot be read', ({ n1 }) => (n1.logEnabled = null), /^the CAPI2 log of n1 could not be read/],
    ['a node was not read', ({ all }) => all.nodes.push('n3'), /^the certificates of n3 could not be read/],
    ['a store was not read', ({ n2 }) => (n2.certificates = null), /^the certificates of n2/],
    ['a list was cut', ({ n2 }) => (n2.isCut = true), /^there was more to read/],
    ['no crash', ({ n1 }) => (n1.crashes = []), /^no crash/],
    ['crashes from before it was watched', ({ n1 }) => (n1.startedAt = SECOND + 1), /^no crash/],
    ['one crash only', ({ n1 }) => n1.crashes.pop(), /^it was seen at one crash only/],
    [
      'a crash whose process is not known',
      ({ n1 }) => each(n1.crashes, (crash) => (crash.processId = null)),
      /does not say which process/,
    ],
    ['records of another process', ({ n1 }) => each(n1.chains, (one) => (one.processId = 77)), NOT_OLD],
    ['a record after the crash', ({ n1 }) => each(n1.chains, (one) => (one.atUtc += 501)), NOT_OLD],
    ['a record long before the crash', ({ n1 }) => each(n1.chains, (one) => (one.atUtc -= 9600)), NOT_OLD],
    ['the present certificate', ({ n1 }) => each(n1.chains, (one) => (one.thumbprint = CURRENT)), NOT_OLD],
    ['another subject', ({ n1 }) => each(n1.chains, (one) => (one.subjectName = 'URP')), NOT_OLD],
    ['a certificate nobody knows', ({ n1 }) => each(n1.chains, (one) => (one.thumbprint = NEW)), NOT_OLD],
    [
      'one that began after the rotation',
      ({ n1 }) =>
        each(n1.chains, (one) =>
          Object.assign(one, { thumbprint: NEW, subject: SUBJECT, notBeforeUtc: FIRST }),
        ),
      NOT_OLD,
    ],
    [
      'one of the same name that is of another subject',
      ({ n1 }) =>
        each(n1.chains, (one) =>
          Object.assign(one, { thumbprint: NEW, subject: 'CN=ECEClient', notBeforeUtc: FIRST - 1e10 }),
        ),
      NOT_OLD,
    ],
    [
      'one of which no node has a present one',
      ({ n1, n2 }) => {
        for (const one of [n1, n2]) one.certificates = [];
        each(n1.chains, (shown) => Object.assign(shown, { subject: SUBJECT, notBeforeUtc: FIRST - 1e10 }));
      },
      NOT_OLD,
    ],
    ...[0, 1].map((later): [string, (parts: Parts) => void, RegExp] => [
      `one that began ${later} ms after the present one of another node`,
      ({ n1, n2 }) => {
        n2.certificates = [{ thumbprint: 'E'.repeat(40), subject: SUBJECT, notBeforeUtc: FIRST - 1e10 }];
        const shown = { thumbprint: NEW, subject: SUBJECT, notBeforeUtc: FIRST - 1e10 + later };
        each(n1.chains, (one) => Object.assign(one, shown));
      },
      NOT_OLD,
    ]),
    [
      'the present certificate of another node, which has one of its own',
      ({ n2 }) => (n2.certificates = n2.certificates?.slice(1) ?? null),
      NOT_OLD,
    ],
    [
      'the log begins too late',
      ({ n1 }) => each(n1.read, (span) => (span.from = SECOND - 1000)),
      /does not reach back/,
    ],
    [
      'the log was read too early',
      ({ n1 }) => each(n1.read, (span) => (span.to = FIRST - 1)),
      /does not reach back/,
    ],
    [
      'a record of a strange shape',
      ({ n1 }) =>
        each(
          PIDS.map((pid, index) => [pid, index] as const),
          ([pid, index]) =>
            n1.chains.push(
              chain(20 + index, pid, FIRST + index * 60_000 - 200, { thumbprint: null, subjectName: null }),
            ),
        ),
      /has a shape that this version does not know/,
    ],
    [
      'the present certificate just before',
      ({ n1 }) =>
        each([...n1.chains], (one) =>
          n1.chains.push({
            ...one,
            recordId: one.recordId + 9,
            atUtc: one.atUtc - 1999,
            thumbprint: CURRENT,
          }),
        ),
      ANOTHER,
    ],
    [
      'the present certificate just after',
      ({ n1 }) =>
        each([...n1.chains], (one) =>
          n1.chains.push({ ...one, recordId: one.recordId + 9, atUtc: one.atUtc + 400, thumbprint: CURRENT }),
        ),
      ANOTHER,
    ],
    [
      'the present certificate just before the first of two checks',
      ({ n1 }) =>
        each([...n1.chains], (one) =>
          n1.chains.push(
            { ...one, recordId: one.recordId + 9, atUtc: one.atUtc - 3000 },
            { ...one, recordId: one.recordId + 19, atUtc: one.atUtc - 3200, thumbprint: CURRENT },
          ),
        ),
      ANOTHER,
    ],
    [
      'an unknown certificate of the subject at the same time',
      ({ n1 }) =>
        each([...n1.chains], (one) =>
          n1.chains.push({ ...one, recordId: one.recordId + 9, thumbprint: NEW }),
        ),
      ANOTHER,
    ],
    [
      'two old certificates',
      ({ n1, n2 }) => {
        n2.certificates?.push({ thumbprint: NEW, subject: SUBJECT, notBeforeUtc: FIRST - 1e10 });
        each([...n1.chains], (one) =>
          n1.chains.push({ ...one, recordId: one.recordId + 9, thumbprint: NEW }),
        );
      },
      /^several old certificates/,
    ],
    ['nobody listens', ({ n1 }) => (n1.listeners = []), /^the orchestrator was not seen to listen$/],
    ['http.sys listens', ({ n1 }) => each(n1.listeners, (one) => (one.processId = 4)), /http\.sys may do it/],
    [
      'http.sys has the connections',
      ({ n1 }) => each(n1.connections, (one) => (one.processId = 4)),
      /^the connection was gone/,
    ],
    [
      'the connection is to another port',
      ({ n1 }) => each(n1.listeners, (one) => (one.localPort = 443)),
      /^the connection was gone/,
    ],
    [
      'the connection was made after the check',
      ({ n1 }) => each(n1.connections, (one) => (one.createdAtUtc = (one.createdAtUtc ?? 0) + 501)),
      /^the connection was gone/,
    ],
    [
      'the connection was made long before the check',
      ({ n1 }) => each(n1.connections, (one) => (one.createdAtUtc = (one.createdAtUtc ?? 0) - 1501)),
      /^the connection was gone/,
    ],
    [
      'nobody knows when it was made',
      ({ n1 }) => each(n1.connections, (one) => (one.createdAtUtc = null)),
      SEVERAL,
    ],
    [
      'a second connection just then',
      ({ n1 }) =>
        n1.connections.push(
          ...PIDS.map((pid, index) => serverEnd(pid, FIRST + index * 60_000, { remotePort: 61_000 })),
        ),
      SEVERAL,
    ],
    [
      'the last look was before the check',
      ({ n1 }) => each(n1.connections, (one) => (one.lastSeenUtc -= 401)),
      /^the connection was not seen after/,
    ],
    ...(
      [
        ['nothing', () => []],
        ['one that is too late', (pid, at) => [chain(30, pid, at - 6999, { thumbprint: CURRENT })]],
        ['one from before', (pid, at) => [chain(30, pid, at - 9001, { thumbprint: CURRENT })]],
        ['one of another process', (_pid, at) => [chain(30, 77, at - 8900, { thumbprint: CURRENT })]],
        ['an unknown one', (pid, at) => [chain(30, pid, at - 8900, { thumbprint: NEW })]],
        ['one of a strange shape', (pid, at) => [chain(30, pid, at - 8900, { thumbprint: null })]],
      ] satisfies [string, (pid: number, at: number) => Trace['chains']][]
    ).map(([what, checks]): [string, (parts: Parts) => void, RegExp] => [
      `an older connection is still there, and when it was made ${what} was checked`,
      ({ n1 }) => {
        for (const [index, pid] of PIDS.entries()) {
          const at = FIRST + index * 60_000;
          n1.connections.push(serverEnd(pid, at, { remotePort: 61_000, createdAtUtc: at - 9000 }));
          n1.chains.push(...checks(pid, at).map((one) => ({ ...one, recordId: one.recordId + index })));
        }
      },
      /^an older connection to the orchestrator had shown no certificate/,
    ]),
    [
      'of two older connections one certificate only was checked',
      ({ n1 }) => {
        for (const [index, pid] of PIDS.entries()) {
          const at = FIRST + index * 60_000;
          for (const remotePort of [61_000, 61_001])
            n1.connections.push(serverEnd(pid, at, { remotePort, createdAtUtc: at - 9000 }));
          n1.chains.push(chain(30 + index, pid, at - 8900, { thumbprint: CURRENT }));
        }
      },
      /^an older connection to the orchestrator had shown no certificate/,
    ],
    ['nobody at the other end', ({ n2 }) => (n2.connections = []), NOBODY],
    [
      'the other end is by another address',
      ({ n2 }) => each(n2.connections, (one) => (one.localAddress = '10.0.0.3')),
      NOBODY,
    ],
    ['it has another port', ({ n2 }) => each(n2.connections, (one) => (one.localPort += 1)), NOBODY],
    [
      'it goes to another node',
      ({ n2 }) => each(n2.connections, (one) => (one.remoteAddress = '10.0.0.9')),
      NOBODY,
    ],
    ['it goes to another port', ({ n2 }) => each(n2.connections, (one) => (one.remotePort += 1)), NOBODY],
    [
      'it was made at another time',
      ({ n2 }) => each(n2.connections, (one) => (one.createdAtUtc = (one.createdAtUtc ?? 0) - 2001)),
      NOBODY,
    ],
    ['it does not say when', ({ n2 }) => each(n2.connections, (one) => (one.createdAtUtc = null)), NOBODY],
    ["the caller's clock was not measured", ({ n2 }) => (n2.shift = null), NOBODY],
    ["the orchestrator's clock was not measured", ({ n1 }) => (n1.shift = null), NOBODY],
    ...['127.0.0.1', '127.9.9.9', '::1'].map((address): [string, (parts: Parts) => void, RegExp] => [
      `loopback (${address}), and the other end is on another node`,
      ({ n1, n2 }) =>
        each([...n1.connections, ...n2.connections], (one) =>
          Object.assign(one, { localAddress: address, remoteAddress: address }),
        ),
      NOBODY,
    ]),
    ...['169.254.7.2', 'fe80::2', 'FE80::2%5'].map((address): [string, (parts: Parts) => void, RegExp] => [
      `an address of the link alone: ${address}`,
      ({ n1, n2 }) => {
        each(n1.connections, (one) => (one.remoteAddress = address));
        each(n2.connections, (one) => (one.localAddress = address));
      },
      /not unique in the cluster/,
    ]),
    [
      'two processes at the other end',
      ({ n2 }) => n2.connections.push(...n2.connections.map((one) => ({ ...one, processId: 12 }))),
      /^more than one process was seen at the other end/,
    ],
    [
      'the same addresses on another node',
      ({ all, n2 }) => {
        all.nodes.push('n3');
        all.traces.push({ ...structuredClone(n2), node: 'n3' });
      },
      /^more than one process was seen at the other end/,
    ],
    ['the process is not known', ({ n2 }) => (n2.processes = []), /^it is not known which process/],
    [
      'its start is not known',
      ({ n2 }) => each(n2.processes, (one) => (one.startedAtUtc = null)),
      /^it is not known which process/,
    ],
    [
      'its number was given away while it was watched',
      ({ n2 }) =>
        n2.processes.push({ processId: CALLER, name: 'x', startedAtUtc: '2026-10-14T21:23:00.0000000Z' }),
      /^it is not known which process/,
    ],
    [
      'its number was given away since',
      ({ n2 }) => each(n2.processes, (one) => (one.startedAtUtc = '2026-10-14T21:23:30.0000000Z')),
      /younger than the connection/,
    ],
    [
      'it is no candidate',
      ({ all }) => (all.candidates = all.candidates.filter(({ processId }) => processId !== CALLER)),
      UNFIT,
    ],
    [
      'it is not older, or not known whose it is',
      ({ all }) => each(all.candidates, (one) => (one.isSound = false)),
      UNFIT,
    ],
    [
      'it is one of another start',
      ({ all }) => each(all.candidates, (one) => (one.startedAtUtc = '2026-10-14T17:02:12.0000000Z')),
      UNFIT,
    ],
    ['it is one of another node', ({ all }) => each(all.candidates, (one) => (one.node = 'n1')), UNFIT],
    [
      'a process with the same number and start on another node, at the second crash',
      ({ all, n2 }) => {
        const other = structuredClone(n2);
        other.node = 'n3';
        other.connections.shift();
        n2.connections.pop();
        all.nodes.push('n3');
        all.traces.push(other);
      },
      /^more than one process was seen with an old certificate/,
    ],
    [
      'another process at the second crash',
      ({ n2 }) => {
        const [, second] = n2.connections;
        if (second) second.processId = 12;
        n2.processes.push({ processId: 12, name: 'powershell.exe', startedAtUtc: STARTED });
      },
      /^more than one process was seen with an old certificate/,
    ],
    [
      'another process at one crash, of the two',
      ({ n1 }) => n1.connections.pop(),
      /^it was seen at one crash only/,
    ],
  ])('grade B is not given: %s', (_what, change, why) => {
    expect(judged(change)).toMatch(why);
  });

  it('of several reasons the one is told that came furthest', () => {
    expect(
      judged(({ n1, n2 }) => {
        n2.connections = [];
        n1.chains.shift();
      }),
    ).toMatch(NOBODY);
  });

  it('a node that is not the orchestrator is no place to look for its records', () => {
    expect(judged(({ all }) => (all.orchestratorNode = 'n2'))).toMatch(/^the CAPI2 log of n2/);
  });
});
