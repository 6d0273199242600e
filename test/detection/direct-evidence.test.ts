import { findDirectEvidence } from '../../src/detection/direct-evidence';
import {
  CALLER,
  chain,
  clientEnd,
  CURRENT,
  type Draft,
  FIRST,
  OLD,
  PIDS,
  SECOND,
  serverEnd,
  STARTED,
  SUBJECT,
  watched,
} from './support/watched';

type Trace = Draft['traces'][number];
interface Parts {
  readonly all: Draft;
  /** The orchestrator's node. */
  readonly n1: Trace;
  /** The caller's node. */
  readonly n2: Trace;
}

/** What is found when one thing is other than B needs it. */
function judged(change: (parts: Parts) => void = () => undefined): string {
  const all = watched();
  const [n1, n2] = all.traces;
  if (!n1 || !n2) throw new Error('two nodes are needed');
  change({ all, n1, n2 });
  const evidence = findDirectEvidence(all);
  return evidence.kind === 'seen' ? `B for ${evidence.candidate.processId}` : evidence.why;
}

const B = `B for ${CALLER}`;
const NEW = 'D'.repeat(40);
const NOT_OLD = /^no record of a certificate older than the rotation/;
const NOBODY = /^nobody in the cluster was seen at the other end/;
const ANOTHER = /^another client certificate was checked/;
const SEVERAL = /^several connections to the orchestrator/;
const UNFIT = /^the process that was seen is none that may be ended/;
const each = <T>(list: T[], change: (one: T) => void): void => list.forEach(change);

describe('grade B: everything fits', () => {
  it('one candidate, seen at both crashes, in words that name crash, certificate and connection', () => {
    const evidence = findDirectEvidence(watched());
    expect(evidence).toMatchObject({
      kind: 'seen',
      candidate: { node: 'n2', processId: CALLER, startedAtUtc: STARTED, owner: 'CONTOSO\\anna' },
    });
    if (evidence.kind !== 'seen') throw new Error(evidence.why);
    for (const part of ['2026-10-14 21:22:10 UTC', '2026-10-14 21:23:10 UTC', 'n1', OLD])
      expect(evidence.because).toContain(part);
    expect(evidence.because.length).toBeLessThan(280);
  });

  it.each<[string, (parts: Parts) => void]>([
    [
      'the certificate is in no store any more, but Windows noted its subject and when it began',
      ({ n1, n2 }) => {
        for (const one of [n1, n2]) one.certificates = one.certificates?.slice(0, 1) ?? null;
        each(n1.chains, (shown) => Object.assign(shown, { subject: SUBJECT, notBeforeUtc: FIRST - 1e10 }));
      },
    ],
    [
      'the caller sits on the same node, by its loopback address',
      ({ all, n1, n2 }) => {
        n1.processes = n2.processes;
        each(n1.connections, (one) =>
          Object.assign(one, { localAddress: '127.0.0.1', remoteAddress: '127.0.0.1' }),
        );
        n1.connections.push(...n1.connections.map((one) => clientEnd(one)));
        n2.connections = [];
        each(all.candidates, (one) => (one.node = 'n1'));
      },
    ],
    [
      'one end is written as IPv6 clothing around IPv4',
      ({ n1 }) => each(n1.connections, (one) => (one.remoteAddress = `::ffff:${one.remoteAddress}`)),
    ],
    [
      'the clocks differ, by as much as was measured',
      ({ n2 }) => {
        n2.shift = 90_000;
        each(n2.connections, (one) => (one.createdAtUtc = (one.createdAtUtc ?? 0) + 90_000));
      },
    ],
    [
      'certificates of other subjects are checked at the same time',
      ({ n1 }) => n1.chains.push(chain(9, PIDS[0], FIRST - 400, { subjectName: 'WAC', thumbprint: NEW })),
    ],
    ['the same check is noted twice', ({ n1 }) => n1.chains.push(chain(9, PIDS[0], FIRST - 400))],
    [
      'the present one was checked well before',
      ({ n1 }) => n1.chains.push(chain(9, PIDS[0], FIRST - 6000, { thumbprint: CURRENT })),
    ],
    [
      'older connections had their own certificates checked, or were gone, or were to other processes',
      ({ n1 }) => {
        n1.connections.push(
          serverEnd(PIDS[0], FIRST, { remotePort: 61_000, createdAtUtc: FIRST - 9000 }),
          serverEnd(PIDS[0], FIRST, { remotePort: 61_001, createdAtUtc: FIRST - 9100 }),
          serverEnd(PIDS[0], FIRST, {
            remotePort: 61_002,
            createdAtUtc: FIRST - 8000,
            lastSeenUtc: FIRST - 501,
          }),
          serverEnd(77, FIRST, { remotePort: 61_003 }),
        );
        n1.chains.push(
          chain(8, PIDS[0], FIRST - 8900, { thumbprint: CURRENT }),
          chain(9, PIDS[0], FIRST - 7000, { thumbprint: NEW, subjectName: 'URP' }),
        );
      },
    ],
    [
      'the orchestrator itself called somebody just then',
      ({ n1 }) => n1.connections.push(serverEnd(PIDS[0], FIRST, { localPort: 61_000, remotePort: 443 })),
    ],
    ['a third crash tells nothing', ({ n1 }) => n1.crashes.push({ at: SECOND + 60_000, processId: 908 })],
  ])('also when %s', (_what, change) => {
    expect(judged(change)).toBe(B);
  });
});

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
    [
      'loopback, and the other end is on another node',
      ({ n1, n2 }) =>
        each([...n1.connections, ...n2.connections], (one) =>
          Object.assign(one, { localAddress: '127.0.0.1', remoteAddress: '127.0.0.1' }),
        ),
      NOBODY,
    ],
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

  it('a node that is not the orchestrator is no place to look for its records', () => {
    expect(judged(({ all }) => (all.orchestratorNode = 'n2'))).toMatch(/^the CAPI2 log of n2/);
  });
});
