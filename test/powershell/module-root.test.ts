import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { judgeRoots } from '../../src/detection/judge-roots';
import { PKU2U_ROOT, ROOT } from '../../src/lab/cluster/root-certificates';
import { getClusterEvidence } from '../../src/powershell/operations/get-cluster-evidence';
import { getRootCertificate } from '../../src/powershell/operations/get-root-certificate';
import { importRootCertificate } from '../../src/powershell/operations/import-root-certificate';
import { hostModulePath } from '../../src/powershell/operations/operation-list';
import type { OperationResult } from '../../src/powershell/operations/outcome';
import type { RootStore } from '../../src/powershell/operations/root-certificates';
import { ROOT_NAMES } from '../../src/runbook/root-names';
import { temporaryFolder, testPowerShell } from '../support/powershell';
import { freshTicket } from './module-bench';
import { type LabBench, openLabBench } from './module-lab-bench';
import { NO_ROOTS } from './root-certificate-samples';

const GENEROUS_MS = 60_000;
const folder = temporaryFolder('root');
let bench: LabBench;

jest.setTimeout(4 * GENEROUS_MS);
beforeAll(() => {
  bench = openLabBench('missing-root');
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

function reported<T>(result: OperationResult<T>): T {
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value;
}

const hash = (algorithm: 'sha1' | 'sha256', base64: string): string =>
  createHash(algorithm).update(Buffer.from(base64, 'base64')).digest('hex').toUpperCase();

const look = async () =>
  reported(
    await getRootCertificate(bench.powershell, {
      nodes: bench.nodes,
      connection: bench.connection,
      rootNames: [...ROOT_NAMES],
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );

/** The comparison by what a check gathers, which brings no bytes. */
const checked = async () => {
  const evidence = reported(
    await getClusterEvidence(bench.powershell, {
      nodes: bench.nodes,
      connection: bench.connection,
      sinceUtc: new Date(Date.now() - GENEROUS_MS).toISOString(),
      maxRecords: 10,
      proofGapMs: 0,
      rootNames: [...ROOT_NAMES],
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );
  const stores = evidence.nodes.flatMap(({ roots }) => roots?.value?.stores ?? []);
  const certificates = stores.flatMap((store) => store.certificates);
  expect(certificates.filter(({ base64 }) => base64 !== null)).toEqual([]);
  return judgeRoots(evidence.nodes, {
    members: bench.nodes,
    now: evidence.checkedAtUtc,
    known: null,
  });
};

const judge = ({ nodes, checkedAtUtc }: Awaited<ReturnType<typeof look>>) =>
  judgeRoots(nodes, { members: bench.nodes, now: checkedAtUtc, known: null });

const importInto = async (node: string, store: RootStore, whatIf = false) =>
  reported(
    await importRootCertificate(bench.powershell, {
      node,
      connection: bench.connection,
      store,
      thumbprint: ROOT.thumbprint,
      sha256: hash('sha256', ROOT.rawData),
      certificateBase64: ROOT.rawData,
      rootNames: [...ROOT_NAMES],
      requestId: 'request-7',
      ticket: whatIf ? null : freshTicket(),
      whatIf,
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );

test('the samples of the lab are what their thumbprints say', () => {
  for (const root of [ROOT, PKU2U_ROOT]) expect(hash('sha1', root.rawData)).toBe(root.thumbprint);
});

test('given a node that lacks a root and one that is paused, then every node and store is told, and which lacks what', async () => {
  bench.cluster.inject({ kind: 'node-paused', node: 'as-n3' });
  const seen = await look();
  const { nodes } = seen;
  expect(nodes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
  const told = nodes.map(({ roots }) =>
    roots?.value?.stores.map(({ store, status, certificates }) => [
      store,
      status,
      ...certificates.map(({ subject }) => subject.replace('CN=AzureStackCertificationAuthority', 'R')),
    ]),
  );
  const full = [
    ['Root', 'ok', 'R', 'RPKU2U'],
    ['Local Cert Issuer', 'ok', 'RPKU2U'],
  ];
  expect(told).toEqual([[['Root', 'ok', 'RPKU2U'], full[1]], full, full]);
  expect(nodes[1]?.roots?.value?.stores[0]?.certificates[0]).toEqual({
    thumbprint: ROOT.thumbprint,
    subject: ROOT.subject,
    notBeforeUtc: ROOT.notBefore,
    notAfterUtc: ROOT.notAfter,
    sha256: hash('sha256', ROOT.rawData),
    selfIssued: true,
    base64: ROOT.rawData,
  });
  expect(judge(seen)).toMatchObject({
    state: 'missing',
    missing: [{ node: 'as-n1', store: 'Root', thumbprint: ROOT.thumbprint, presentOn: ['as-n2', 'as-n3'] }],
    notCompared: [],
  });
});

test('given an approved root, then it is planned, imported once with proof, and then there is nothing to do', async () => {
  expect(await importInto('as-n1', 'Root', true)).toMatchObject({ outcome: 'planned', changed: false });
  expect(bench.changes()).toEqual([]);

  expect(await importInto('as-n1', 'Root')).toMatchObject({
    outcome: 'succeeded',
    changed: true,
    reason: 'imported',
    hint: null,
    node: {
      answer: { requestId: 'request-7', subject: ROOT.subject, proofAtUtc: expect.any(Number) as unknown },
    },
  });
  const changes = bench.cluster.ledger().filter(({ kind }) => kind === 'change');
  expect(changes).toMatchObject([
    {
      node: 'as-n1',
      command: 'Import-Certificate',
      target: `Root\\${ROOT.thumbprint}`,
      reference: { RequestId: 'request-7' },
    },
  ]);
  expect((await checked()).state).toBe('same');

  expect(await importInto('as-n1', 'Root')).toMatchObject({
    outcome: 'nothing-to-do',
    reason: 'already-there',
  });
  // The lab's node has no use for this one in that store, and says so: what was not proven is not called done.
  expect(await importInto('as-n2', 'Local Cert Issuer')).toMatchObject({
    outcome: 'failed',
    reason: 'not-there',
  });
  expect(bench.changes()).toHaveLength(1);
});

test('given a node that cannot be reached, then it is named as not compared, and nothing is imported there', async () => {
  bench.cluster.inject({ kind: 'node-unreachable', node: 'as-n2' });
  expect(await checked()).toMatchObject({
    state: 'unknown',
    missing: [],
    notCompared: [{ node: 'as-n2', store: null, why: expect.stringContaining('unreachable') as unknown }],
  });
  expect(await importInto('as-n2', 'Root')).toMatchObject({
    outcome: 'failed',
    changed: false,
    reason: 'not-sent',
  });
});

test('what is no plain, self-signed, valid root with the right name and hashes is refused by the node itself', async () => {
  const cases: readonly (readonly [base64: string, change?: { thumbprint?: string; sha256?: string }])[] = [
    [ROOT.rawData],
    [ROOT.rawData, { thumbprint: PKU2U_ROOT.thumbprint }],
    [ROOT.rawData, { sha256: hash('sha256', PKU2U_ROOT.rawData) }],
    [NO_ROOTS.SOMEBODY_ELSE],
    [NO_ROOTS.SIGNED_BY_ANOTHER],
    [NO_ROOTS.SELF_ISSUED_ONLY],
    [NO_ROOTS.NO_AUTHORITY],
    [NO_ROOTS.EXPIRED],
    [NO_ROOTS.LIST],
    [Buffer.from('not a certificate').toString('base64')],
    [Buffer.concat([Buffer.from(ROOT.rawData, 'base64'), Buffer.from('more')]).toString('base64')],
  ];
  const functionFile = path.join(path.dirname(hostModulePath), 'Node', 'Import-IncidentRootCertificate.ps1');
  const call = (base64: string, change: { thumbprint?: string; sha256?: string } = {}): string =>
    `Test-Import '${base64}' '${change.thumbprint ?? hash('sha1', base64)}' '${change.sha256 ?? hash('sha256', base64)}'`;
  const script = path.join(folder, 'refusals.ps1');
  writeFileSync(
    script,
    `
. '${functionFile}'
foreach ($private in [IO.Directory]::GetFiles('${path.join(path.dirname(functionFile), 'Private')}', '*.ps1')) { . $private }
$script:fence = 0
$script:imported = 0
function Get-ChildItem { param($LiteralPath) }
function Import-Certificate { param($FilePath, $CertStoreLocation) $script:imported++; if (-not [IO.File]::Exists($FilePath)) { throw 'no file' } }
function Test-Import([string] $Base64, [string] $Thumbprint, [string] $Sha256) {
    $script:fence++
    $ticket = @{ StepKey = "step-$script:fence"; Fence = $script:fence; NotAfterUtc = [DateTime]::UtcNow.AddMinutes(5).ToString('yyyy-MM-ddTHH:mm:ssZ') }
    $answer = Import-IncidentRootCertificate @ticket -Store Root -Thumbprint $Thumbprint -Sha256 $Sha256 -CertificateBase64 $Base64
    [Console]::Out.WriteLine("$($answer.outcome) $($answer.reason) $($answer.changed) $script:imported")
}
${cases.map((one) => call(...one)).join('\n')}
`,
  );
  const { executable, environment } = testPowerShell();
  const { stdout } = await promisify(execFile)(
    executable,
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script],
    { env: { ...environment, TMPDIR: folder, ProgramData: folder }, timeout: 2 * GENEROUS_MS },
  );
  expect(stdout.trim().split(/\r?\n/)).toEqual([
    // The only one that is imported; the store of this test never shows it, so it is not called done.
    'failed not-there True 1',
    'failed thumbprint-differs False 1',
    'failed sha256-differs False 1',
    'failed name-not-listed False 1',
    'failed not-self-signed False 1',
    'failed not-self-signed False 1',
    'failed not-an-authority False 1',
    'failed not-valid-now False 1',
    expect.stringMatching(/^failed not-a-(plain-)?certificate False 1$/) as unknown,
    'failed not-a-certificate False 1',
    'failed not-a-plain-certificate False 1',
  ]);
  expect(readdirSync(folder).filter((file) => file.endsWith('.cer'))).toEqual([]);
});
