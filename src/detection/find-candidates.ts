import { isSameNode } from '../incident/node-name';
import type { JudgedCheck } from '../incident/state';
import type { PowerShell } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import { findCallerCandidate } from '../powershell/operations/find-caller-candidate';
import type { CallerCandidates } from '../powershell/operations/find-caller-candidate';
import type { ClusterSettings, DetectionSettings } from '../runbook/settings';
import { reasonOf } from './check-cluster';
import type { Candidate } from './grade-candidate';
import { gradeCandidates, plainAddress } from './grade-candidate';
import type { DirectEvidence } from './direct-evidence';
import { withTrueAges } from './older-than-rotation';

export interface OldService {
  readonly node: string;
  readonly name: string;
  readonly processId: number;
  /** By the node's clock, epoch ms. */
  readonly startedAt: number;
  readonly isConnected: boolean;
}

export type FoundCandidates =
  | {
      readonly kind: 'found';
      readonly candidates: readonly Candidate[];
      /** Running platform services older than the rotation: a restart gives them the new certificate (mitigations 2 and 3). */
      readonly services: readonly OldService[];
      readonly blindNodes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly why: string };

/** How the search for direct evidence goes: by watching, or by what people have approved already. */
export type DirectSearch = (
  answers: CallerCandidates,
  candidates: readonly Candidate[],
) => Promise<DirectEvidence>;

/** Searches every node for whoever may still call with the old certificate, strongest evidence first. Read-only. */
export async function findCandidates(
  powershell: PowerShell,
  cluster: ClusterSettings,
  detection: DetectionSettings,
  latest: JudgedCheck | null,
  searchDirectly?: DirectSearch,
): Promise<FoundCandidates> {
  const result = await findCallerCandidate(powershell, {
    nodes: [...cluster.nodes],
    connection: connectionSchema.parse(cluster.connection),
    certificateSubject: [...cluster.certificateSubjects],
    nodeDeadlineMs: detection.nodeDeadlineMs,
  });
  if (result.kind !== 'reported') return { kind: 'failed', why: reasonOf(result) };
  const found = gradeAll(result.value, latest);
  if (!searchDirectly) return { kind: 'found', ...found };
  const direct = await searchDirectly(result.value, found.candidates);
  return { kind: 'found', ...found, candidates: withDirectEvidence(found.candidates, direct) };
}

/** Raises the one candidate that was seen directly to B; of the others says why there is nothing better. Pure. */
export function withDirectEvidence(
  candidates: readonly Candidate[],
  direct: DirectEvidence,
): readonly Candidate[] {
  const graded = candidates.map((candidate): Candidate => {
    if (direct.kind === 'seen')
      return candidate === direct.candidate
        ? { ...candidate, grade: 'B', seenDirectly: direct.because }
        : candidate;
    return candidate.grade === 'C'
      ? { ...candidate, because: [...candidate.because, `not seen directly: ${direct.why}`] }
      : candidate;
  });
  return graded.sort(strongestFirst);
}

function strongestFirst(a: Candidate, b: Candidate): number {
  return a.grade.localeCompare(b.grade) || a.node.localeCompare(b.node) || a.processId - b.processId;
}

/** Grades what all nodes listed. Pure. */
export function gradeAll(
  answers: CallerCandidates,
  latest: JudgedCheck | null,
): Omit<Extract<FoundCandidates, { kind: 'found' }>, 'kind'> {
  const found = { nodes: answers.nodes.map(withTrueAges) };
  const owner = latest?.report.group.owner ?? null;
  const addressesOf = (wanted: (node: string) => boolean): ReadonlySet<string> =>
    new Set(
      found.nodes
        .filter((node) => wanted(node.node))
        .flatMap((node) => node.candidates?.addresses ?? [])
        .map(plainAddress),
    );
  const update = latest?.report.update.state;
  const context = {
    orchestratorAddresses: addressesOf((node) => owner !== null && isSameNode(node, owner)),
    nodeAddresses: addressesOf(() => true),
    lacksAddresses: found.nodes.some((node) => (node.candidates?.addresses ?? []).length === 0),
    planMayRun: update !== 'none' && update !== 'succeeded' && update !== 'failed',
  };
  const candidates = found.nodes.flatMap((node) =>
    node.candidates ? gradeCandidates(node.node, node.candidates, context) : [],
  );
  const isBlind = (node: CallerCandidates['nodes'][number]): boolean =>
    isUnsearched(node) || isUndated(node, candidates);
  return {
    candidates: [...candidates].sort(strongestFirst),
    services: found.nodes.flatMap((node) => oldServices(node, context.orchestratorAddresses)),
    blindNodes: found.nodes.filter(isBlind).map((node) => node.node),
  };
}

function oldServices(
  { node, candidates }: NodeAnswer,
  orchestratorAddresses: ReadonlySet<string>,
): OldService[] {
  return (candidates?.services ?? []).flatMap(({ name, processId, startedAtUtc, startedBeforeRotation }) => {
    if (!startedBeforeRotation || startedAtUtc === null) return [];
    const isConnected = (candidates?.connections ?? []).some(
      (one) => one.processId === processId && orchestratorAddresses.has(plainAddress(one.remoteAddress)),
    );
    return [{ node, name, processId, startedAt: startedAtUtc, isConnected }];
  });
}

type NodeAnswer = CallerCandidates['nodes'][number];

/** A list that could not be read may hide the target. */
function isUnsearched({ status, candidates }: NodeAnswer): boolean {
  return (
    status !== 'ok' ||
    candidates?.processes == null ||
    candidates.shells === null ||
    candidates.connections === null
  );
}

/** Sessions were seen, but without the time of the rotation nobody can say which of them are older. */
function isUndated({ node, candidates }: NodeAnswer, graded: readonly Candidate[]): boolean {
  return candidates?.rotatedAtUtc == null && graded.some((candidate) => candidate.node === node);
}
