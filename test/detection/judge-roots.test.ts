import { judgeRoots } from '../../src/detection/judge-roots';
import type { RootCertificate, RootsEvidence } from '../../src/detection/judge-roots';
import type { RootsReport } from '../../src/incident/roots';
import type { NodeRoots } from '../../src/powershell/operations/root-certificates';

const NOW = Date.UTC(2026, 9, 14, 21);
const DAY = 24 * 3_600_000;
const FINE = { status: 'ok', errorId: null, message: null, hint: null } as const;

function root(letter: string, change: Partial<RootCertificate> = {}): RootCertificate {
  return {
    thumbprint: letter.repeat(40),
    subject: `CN=Root ${letter}`,
    notBeforeUtc: NOW - 100 * DAY,
    notAfterUtc: NOW + 100 * DAY,
    sha256: letter.repeat(64),
    selfIssued: true,
    base64: null,
    ...change,
  };
}

type Store = NonNullable<NodeRoots['value']>['stores'][number];
const store = (
  name: Store['store'],
  certificates: readonly RootCertificate[],
  change: Partial<Store> = {},
) => ({
  store: name,
  status: 'ok' as const,
  errorId: null,
  exists: true,
  certificates: [...certificates],
  ...change,
});

const holding = (node: string, ...stores: readonly Store[]): RootsEvidence => ({
  node,
  status: 'ok',
  roots: { ...FINE, value: { computerName: node, readAtUtc: NOW, stores: [...stores] } },
});
/** A node with these certificates in store Root. */
const node = (name: string, ...certificates: readonly RootCertificate[]): RootsEvidence =>
  holding(name, store('Root', certificates));
const gone = (name: string): RootsEvidence => ({ node: name, status: 'unreachable', roots: null });

const A = root('A');
const B = root('B');

function judge(
  nodes: readonly RootsEvidence[],
  known: RootsReport | null = null,
  members: readonly string[] = [],
): RootsReport {
  return judgeRoots(nodes, { members, now: NOW, known });
}

const told = ({ state, missing }: RootsReport) => ({
  state,
  missing: missing.map(
    (one) => `${one.node} ${one.store} ${one.thumbprint[0]} on ${one.presentOn.join('+')}`,
  ),
});

describe('the comparison', () => {
  it.each<[string, readonly RootsEvidence[], ReturnType<typeof told>]>([
    ['the same', [node('n1', A, B), node('n2', B, A)], { state: 'same', missing: [] }],
    [
      'one lacks one',
      [node('n1', B), node('n2', A, B), node('n3', A, B)],
      { state: 'missing', missing: ['n1 Root A on n2+n3'] },
    ],
    [
      'most lack one',
      [node('n1', A), node('n2'), node('n3')],
      { state: 'missing', missing: ['n2 Root A on n1', 'n3 Root A on n1'] },
    ],
    [
      'each store for itself',
      [
        holding('n1', store('Root', [A]), store('Local Cert Issuer', [], { exists: false })),
        holding('n2', store('Root', [A]), store('Local Cert Issuer', [A])),
      ],
      { state: 'missing', missing: ['n1 Local Cert Issuer A on n2'] },
    ],
    [
      'one that has expired counts nowhere',
      [node('n1', A), node('n2', A, root('C', { notAfterUtc: NOW }))],
      { state: 'same', missing: [] },
    ],
    [
      'one that is not valid yet neither',
      [node('n1', A), node('n2', A, root('C', { notBeforeUtc: NOW + 1 }))],
      { state: 'same', missing: [] },
    ],
    [
      'an older one is not missed beside its successor; the successor is',
      [
        node('n1', root('C', { subject: 'CN=R', notBeforeUtc: NOW - DAY })),
        node('n2', root('D', { subject: 'CN=R', notBeforeUtc: NOW - 9 * DAY })),
      ],
      { state: 'missing', missing: ['n2 Root C on n1'] },
    ],
    ['nothing anywhere', [node('n1'), node('n2')], { state: 'unknown', missing: [] }],
    ['one node alone', [node('n1', A)], { state: 'unknown', missing: [] }],
    ['a node that is away', [node('n1', A), node('n2', A), gone('n3')], { state: 'unknown', missing: [] }],
    [
      'a node that is away, and one that lacks it',
      [node('n1'), node('n2', A), gone('n3')],
      { state: 'missing', missing: ['n1 Root A on n2'] },
    ],
  ])('%s', (_what, nodes, expected) => {
    expect(told(judge(nodes))).toEqual(expected);
  });

  it('names what was not compared, and why', () => {
    const denied = holding('n2', store('Root', [], { status: 'denied', errorId: 'AccessDenied,X' }));
    const old: RootsEvidence = {
      node: 'n4',
      status: 'ok',
      roots: {
        status: 'unavailable',
        errorId: 'CommandNotFoundException',
        message: null,
        hint: null,
        value: null,
      },
    };
    const report = judge([node('n1', A), denied, gone('n3'), old], null, ['N1', 'n2', 'n3', 'n4', 'n5']);
    expect(report.notCompared).toEqual([
      { node: 'n2', store: 'Root', why: 'denied [AccessDenied,X]' },
      { node: 'n3', store: null, why: 'unreachable' },
      { node: 'n4', store: null, why: 'unavailable [CommandNotFoundException]' },
      { node: 'n5', store: null, why: 'the configuration does not name this node' },
    ]);
    expect(report.why).toContain('n2, store Root (denied [AccessDenied,X])');
  });
});

describe('what was known to be missing stays so until it is seen', () => {
  const known = judge([node('n1'), node('n2', A), node('n3', A)]);

  it.each<[string, readonly RootsEvidence[], string]>([
    ['the node is away', [gone('n1'), node('n2', A), node('n3', A)], 'missing'],
    ['those that have it are away', [node('n1', B), gone('n2'), gone('n3')], 'missing'],
    ['it is there now', [node('n1', A), gone('n2'), gone('n3')], 'unknown'],
    ['it is there now, everybody seen', [node('n1', A), node('n2', A), node('n3', A)], 'same'],
    ['nobody has it any more', [node('n1', B), node('n2', B), node('n3', B)], 'same'],
    ['nobody can be asked', [gone('n1'), gone('n2'), gone('n3')], 'missing'],
    ['the node is no member any more', [node('n2', A), node('n3', A)], 'same'],
  ])('%s', (_what, nodes, state) => {
    expect(judge(nodes, known).state).toBe(state);
  });

  it('keeps when it was last seen, and is not told twice', () => {
    const later = judgeRoots([gone('n1'), node('n2', A)], { members: [], now: NOW + DAY, known });
    expect(later.missing).toEqual(known.missing);
    expect(judge([node('n1'), node('n2', A), node('n3', A)], known).missing).toHaveLength(1);
  });

  it('is forgotten when the certificate has expired', () => {
    expect(
      judgeRoots([gone('n1'), node('n2')], { members: [], now: NOW + 100 * DAY, known }).missing,
    ).toEqual([]);
  });
});
