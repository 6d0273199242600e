import { analyzeRecords } from '../crash/analyze-records';
import type { CertificateCalls } from '../powershell/operations/find-certificate-call';
import { ORCHESTRATOR_CRASH } from '../runbook/signature';
import { clockShift } from './clock-shift';

type Look = CertificateCalls['nodes'][number];
type Calls = NonNullable<Look['calls']>;
type Connection = NonNullable<Calls['connections']>[number];

/** A chain record is read this far back from the beginning of a look, ms: what Get-IncidentCertificateCall asks for. */
const READ_BACK_MS = 30_000;

/** What all looks at one node together show. Times are by the node's clock, epoch ms. */
export interface NodeTrace {
  readonly node: string;
  /** What to take off its times to have them by our clock; null: not measured. */
  readonly shift: number | null;
  readonly startedAt: number | null;
  readonly certificates: Calls['certificates'];
  readonly connections: readonly Connection[];
  readonly processes: NonNullable<Calls['processes']>;
  readonly listeners: NonNullable<Calls['listeners']>;
  readonly logEnabled: boolean | null;
  readonly chains: NonNullable<Calls['chains']>;
  /** Spans in which no record of the log can have been missed. */
  readonly read: readonly { readonly from: number; readonly to: number }[];
  readonly crashes: readonly { readonly at: number; readonly processId: number | null }[];
  /** A list was cut, so that it proves nothing. */
  readonly isCut: boolean;
}

/** Puts the looks at each node together. Pure. */
export function tracesOf(looks: readonly CertificateCalls[]): readonly NodeTrace[] {
  const names = [...new Set(looks.flatMap(({ nodes }) => nodes.map(({ node }) => node)))];
  return names.map((name) =>
    traceOf(
      name,
      looks.flatMap(({ nodes }) => nodes.filter(({ node }) => node === name)),
    ),
  );
}

function traceOf(node: string, looks: readonly Look[]): NodeTrace {
  const calls = looks.flatMap((look) => look.calls ?? []);
  const records = looks.flatMap(({ crashRecords }) => crashRecords?.records ?? []);
  const skewMs = looks.findLast((look) => look.skewMs !== null)?.skewMs ?? null;
  return {
    node,
    shift: skewMs === null ? null : clockShift(skewMs),
    startedAt: calls[0]?.startedAtUtc ?? null,
    certificates: calls.findLast(({ certificates }) => certificates !== null)?.certificates ?? null,
    connections: mergeConnections(calls.flatMap(({ connections }) => connections ?? [])),
    processes: calls.flatMap(({ processes }) => processes ?? []),
    listeners: calls.flatMap(({ listeners }) => listeners ?? []),
    logEnabled: calls.findLast(({ logEnabled }) => logEnabled !== null)?.logEnabled ?? null,
    chains: [
      ...new Map(
        calls.flatMap(({ chains }) => chains ?? []).map((chain) => [chain.recordId, chain]),
      ).values(),
    ],
    read: calls.flatMap((one) => readSpan(one) ?? []),
    crashes: analyzeRecords(records, ORCHESTRATOR_CRASH).crashes.flatMap(({ finding, atMs, processId }) =>
      finding === 'matches' ? [{ at: atMs, processId }] : [],
    ),
    isCut: calls.some(({ more }) => more) || looks.some(({ crashRecords }) => crashRecords?.more),
  };
}

/** Null when the log was not read, or nobody can say how far back it reaches. */
function readSpan({ chains, oldestUtc, startedAtUtc, endedAtUtc }: Calls): NodeTrace['read'][number] | null {
  if (chains === null || oldestUtc === null) return null;
  return { from: Math.max(oldestUtc, startedAtUtc - READ_BACK_MS), to: endedAtUtc };
}

function mergeConnections(seen: readonly Connection[]): readonly Connection[] {
  const merged = new Map<string, Connection>();
  for (const one of seen) {
    const { processId, localAddress, localPort, remoteAddress, remotePort, createdAtUtc } = one;
    const key = [processId, localAddress, localPort, remoteAddress, remotePort, createdAtUtc].join('/');
    const known = merged.get(key) ?? one;
    merged.set(key, { ...one, lastSeenUtc: Math.max(known.lastSeenUtc, one.lastSeenUtc) });
  }
  return [...merged.values()];
}
