import { findDirectEvidence } from '../../src/detection/direct-evidence';
import { each, judged, type Parts } from './support/judged';
import {
  CALLER,
  chain,
  clientEnd,
  CURRENT,
  FIRST,
  OLD,
  PIDS,
  SECOND,
  serverEnd,
  STARTED,
  SUBJECT,
  watched,
} from './support/watched';

const B = `B for ${CALLER}`;
const NEW = 'D'.repeat(40);

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
      'the caller sits on the same node, by its loopback address, whatever its clock says',
      ({ all, n1, n2 }) => {
        n1.shift = null;
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
      ({ n1, n2 }) => {
        n1.shift = 30_000;
        n2.shift = 90_000;
        each(n2.connections, (one) => (one.createdAtUtc = (one.createdAtUtc ?? 0) + 60_000));
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
    [
      'other programs of that node are connected as well',
      ({ n2 }) => n2.processes.unshift({ processId: 12, name: 'powershell.exe', startedAtUtc: null }),
    ],
    [
      'a certificate of another subject is renewed as well, at another time',
      ({ all, n1 }) => {
        all.subjects.push('CN=URP');
        n1.certificates?.push({ thumbprint: NEW, subject: 'CN=URP', notBeforeUtc: FIRST - 1e11 });
      },
    ],
    ['a third crash tells nothing', ({ n1 }) => n1.crashes.push({ at: SECOND + 60_000, processId: 908 })],
  ])('also when %s', (_what, change) => {
    expect(judged(change)).toBe(B);
  });
});
