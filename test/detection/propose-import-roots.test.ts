import { createHash } from 'node:crypto';
import { propose } from '../../src/detection/propose';
import type { Proposal } from '../../src/incident/commands';
import type { JsonValue } from '../../src/incident/json';
import { ROOT } from '../../src/lab/cluster/root-certificates';
import type { RootCertificateReport } from '../../src/powershell/operations/get-root-certificate';
import { importRootCertificateParameters } from '../../src/powershell/operations/import-root-certificate';
import { check, crashing, policy, ROOT_MISSING, T0 } from '../incident/support/builders';
import { fold, story } from '../incident/support/given';
import { NODE_RESTART } from '../support/node-restart-times';

type Answer = RootCertificateReport['nodes'][number];
type Certificate = NonNullable<
  NonNullable<Answer['roots']>['value']
>['stores'][number]['certificates'][number];

const FINE = { status: 'ok', errorId: null, message: null, hint: null } as const;
const SHA256 = createHash('sha256').update(Buffer.from(ROOT.rawData, 'base64')).digest('hex').toUpperCase();
const CERTIFICATE: Certificate = {
  thumbprint: ROOT.thumbprint,
  subject: ROOT.subject,
  notBeforeUtc: ROOT.notBefore,
  notAfterUtc: ROOT.notAfter,
  sha256: SHA256,
  selfIssued: true,
  base64: ROOT.rawData,
};

const answer = (node: string, change: Partial<Answer> = {}): Answer => ({
  node,
  ...FINE,
  checkedAtUtc: T0,
  nodeUtc: T0,
  roundTripMs: 1,
  skewMs: 0,
  bootUtc: null,
  osBuild: null,
  languageMode: null,
  powershellVersion: null,
  sessionClosed: true,
  roots: null,
  ...change,
});
const holding = (node: string, ...certificates: readonly Certificate[]): Answer =>
  answer(node, {
    roots: {
      ...FINE,
      value: {
        computerName: node,
        readAtUtc: T0,
        stores: [
          { store: 'Root', status: 'ok', errorId: null, exists: true, certificates: [...certificates] },
        ],
      },
    },
  });
const away = (node: string): Answer => answer(node, { status: 'unreachable' });

async function proposed(...nodes: readonly Answer[]): Promise<Proposal> {
  const value = JSON.parse(
    JSON.stringify({ checkedAtUtc: T0, nodes }, (key, one: unknown) =>
      key.endsWith('Utc') && typeof one === 'number' ? new Date(one).toISOString() : one,
    ),
  ) as JsonValue;
  const result = await propose(
    {
      powershell: { run: async () => ({ kind: 'reported', ok: true, value }), close: async () => undefined },
      detection: {
        watchMs: 1,
        watchInIncidentMs: 1,
        lookBackMs: 1000,
        proofGapMs: 1,
        nodeDeadlineMs: 5000,
        steadyMs: 1000,
        groupMoveMs: 30_000,
        nodeRestart: NODE_RESTART,
        skewLimitMs: 5000,
        updateStalledMs: 1_800_000,
      },
      scriptHash: 'script-1',
    },
    {
      name: 'cluster-1',
      nodes: nodes.map(({ node }) => node),
      connection: { transport: 'winrm' },
      certificateSubjects: [],
      rootNames: ['AzureStackCertificationAuthority'],
      channel: null,
      protectedVms: null,
      botHostVm: null,
    },
    fold(story(check(crashing(T0, { roots: ROOT_MISSING })))),
    'ROOTS',
    policy(),
  );
  if (result.kind === 'failed') throw new Error(result.why);
  return result.proposal;
}

const why = ({ shown }: Proposal): readonly (string | undefined)[] =>
  shown.map(({ facts }) => facts.find(({ name }) => name === 'Will be')?.value);

describe('mitigation ROOTS: what is imported where', () => {
  it('what most of the other nodes have, bound by thumbprint and SHA-256, in a step the operation takes', async () => {
    const { steps, facts, shown } = await proposed(
      holding('n1'),
      holding('n2', CERTIFICATE),
      holding('n3', CERTIFICATE),
    );
    expect(steps).toMatchObject([{ operation: 'Import-RootCertificate', node: 'n1' }]);
    expect(facts).toMatchObject({
      nodes: ['n1'],
      roots: [
        { node: 'n1', store: 'Root', thumbprint: ROOT.thumbprint, sha256: SHA256, subject: ROOT.subject },
      ],
    });
    expect(shown[0]?.facts).toEqual(
      expect.arrayContaining([
        { name: 'Thumbprint', value: ROOT.thumbprint },
        { name: 'SHA-256', value: SHA256 },
      ]),
    );
    const call = {
      ...steps[0]?.parameters,
      node: 'n1',
      connection: { transport: 'winrm' },
      requestId: 'r',
      ticket: null,
      whatIf: false,
      nodeDeadlineMs: steps[0]?.deadlineMs,
    };
    expect(importRootCertificateParameters.parse(call)).toMatchObject({ certificateBase64: ROOT.rawData });
  });

  it('two nodes: what the other one has', async () => {
    expect((await proposed(holding('n1'), holding('n2', CERTIFICATE))).steps).toHaveLength(1);
  });

  it.each<[string, readonly Answer[], RegExp]>([
    [
      'what a minority has',
      [holding('n1'), holding('n2', CERTIFICATE), holding('n3')],
      /only 1 of the other 2/,
    ],
    [
      'what too few are seen to have, because a node is away',
      [holding('n1'), holding('n2', CERTIFICATE), away('n3')],
      /only 1 of the other 2/,
    ],
    [
      'what differs under one thumbprint',
      [holding('n1'), holding('n2', CERTIFICATE), holding('n3', { ...CERTIFICATE, sha256: 'B'.repeat(64) })],
      /different certificates/,
    ],
    [
      'what is no root',
      [holding('n1'), holding('n2', { ...CERTIFICATE, selfIssued: false })],
      /not a root certificate/,
    ],
    [
      'what is too long',
      [holding('n1'), holding('n2', { ...CERTIFICATE, base64: null })],
      /not a root certificate/,
    ],
    [
      'what is missing on a node that is away',
      [away('n1'), holding('n2', CERTIFICATE)],
      /cannot be looked at/,
    ],
  ])('not %s: it is shown with the reason', async (_what, nodes, reason) => {
    const proposal = await proposed(...nodes);
    expect(proposal.steps).toEqual([]);
    expect(why(proposal)[0]).toMatch(reason);
  });

  it('names the nodes that could not be compared', async () => {
    expect((await proposed(holding('n1'), holding('n2', CERTIFICATE), away('n3'))).blindNodes).toEqual([
      'n3',
    ]);
  });

  it('is nothing to do when it is there meanwhile', async () => {
    expect(await proposed(holding('n1', CERTIFICATE), holding('n2', CERTIFICATE))).toMatchObject({
      steps: [],
      blindNodes: [],
      summary: 'the same on 2 nodes',
    });
  });
});
