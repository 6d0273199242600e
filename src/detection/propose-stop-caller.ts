import { z } from 'zod';
import { unnamedMembers } from '../incident/evidence';
import type { JsonObject } from '../incident/json';
import type { ShownTarget } from '../incident/mitigation-request';
import type { StepPlan } from '../incident/run';
import type { DirectEvidence } from './direct-evidence';
import { findCandidates } from './find-candidates';
import type { OldService } from './find-candidates';
import type { Candidate } from './grade-candidate';
import type { Proposer } from './propose';
import { utcText } from '../incident/utc-text';
import { watchCalls } from './watch-calls';

const WAIT_SECONDS = 15;
const STEP_DEADLINE_MS = 90_000;
/** Named on the card, of perhaps four on each of sixteen nodes. */
const MOST_SERVICES = 8;

/**
 * Mitigation 1: every candidate seen directly or tied to the orchestrator by evidence; what merely is an old PowerShell is never a target.
 * One that was seen directly is ended without its owner's word, the others only with it.
 */
export const proposeStopCaller: Proposer = async (parts, cluster, state, { approved }) => {
  const { powershell, detection } = parts;
  const found = await findCandidates(
    powershell,
    cluster,
    detection,
    state.latest,
    async (answers, candidates) =>
      approved
        ? approvedEvidence(approved, candidates)
        : watchCalls(powershell, cluster, detection, state.latest, answers, candidates),
  );
  if (found.kind === 'failed') return found;
  const targets = found.candidates.filter((candidate) => candidate.grade !== 'D');
  const isFound = targets.length > 0;
  // "No target" is said of the whole cluster, also of the nodes that the configuration does not name.
  const unnamed = state.latest ? unnamedMembers(state.latest.report) : [];
  const blindNodes = isFound ? found.blindNodes : [...found.blindNodes, ...unnamed];
  return {
    kind: 'drafted',
    draft: {
      facts: { nodes: [...new Set(targets.map((target) => target.node))], targets: targets.map(identityOf) },
      steps: targets.map(stopStep),
      attestSteps: isFound ? targets.map(goneStep) : null,
      needsOwnerAgreement: targets.some((target) => target.grade === 'C'),
      shown: [
        ...found.candidates.map(shownTarget),
        ...(isFound ? [] : notSearched(blindNodes)),
        ...shownServices(found.services),
      ],
      blindNodes,
      summary: isFound
        ? `${targets.length} session(s) still poll the orchestrator with the old certificate`
        : `no session on a readable node is tied to the orchestrator by evidence${found.candidates.length > 0 ? `; ${found.candidates.length} PowerShell session(s) seen` : ''}`,
    },
  };
};

const approvedTargets = z.object({
  targets: z.array(
    z.object({
      node: z.string(),
      shellId: z.string().nullable(),
      processId: z.number(),
      startedAtUtc: z.string(),
      owner: z.string(),
      grade: z.string().optional(),
    }),
  ),
});

/**
 * At the recheck nobody watches again: what was seen was shown and approved, and it stays seen, however the log goes on. It stands for the
 * very same process of the same owner, and only while nothing else speaks against it; else the grade changes, and with it the digest.
 */
function approvedEvidence(facts: JsonObject, candidates: readonly Candidate[]): DirectEvidence {
  const approved = approvedTargets.safeParse(facts);
  const seen = (approved.data?.targets ?? []).filter(({ grade }) => grade === 'B');
  const candidate = candidates.find(
    (one) =>
      one.isSound &&
      seen.some(
        ({ node, shellId, processId, startedAtUtc, owner }) =>
          node === one.node &&
          shellId === one.shellId &&
          processId === one.processId &&
          startedAtUtc === one.startedAtUtc &&
          owner === one.owner,
      ),
  );
  return candidate
    ? { kind: 'seen', candidate, because: 'before it was approved' }
    : { kind: 'none', why: 'it was not when it was approved' };
}

/** The grade is bound too: it decides whether the owner has to agree. */
function identityOf(candidate: Candidate): JsonObject {
  const { node, shellId, processId, startedAtUtc, owner, grade } = candidate;
  return { node, shellId, processId, startedAtUtc, owner, grade };
}

/** By shell where there is one: it names the session exactly. */
function targetOf(candidate: Candidate): JsonObject {
  return candidate.shellId === null
    ? { processId: candidate.processId, startedAtUtc: candidate.startedAtUtc }
    : { shellId: candidate.shellId };
}

function stopStep(candidate: Candidate): StepPlan {
  return {
    operation: 'Stop-Caller',
    node: candidate.node,
    parameters: { target: targetOf(candidate), user: candidate.owner, waitSeconds: WAIT_SECONDS },
    title: `End the session of ${candidate.owner} on ${candidate.node} (process ${candidate.processId})`,
    deadlineMs: STEP_DEADLINE_MS,
  };
}

function goneStep(candidate: Candidate): StepPlan {
  return {
    operation: 'Test-CallerGone',
    node: candidate.node,
    parameters: { target: targetOf(candidate) },
    title: `See whether the session of ${candidate.owner} on ${candidate.node} is gone`,
    deadlineMs: STEP_DEADLINE_MS,
  };
}

function shownTarget(candidate: Candidate): ShownTarget {
  const facts = [
    { name: 'Owner', value: candidate.owner },
    { name: 'Node', value: candidate.node },
    { name: 'From', value: candidate.clientAddress ?? 'local' },
    { name: 'Process', value: `${candidate.processId}, since ${candidate.startedAtUtc}` },
    ...(candidate.seenDirectly === null ? [] : [{ name: 'Seen directly', value: candidate.seenDirectly }]),
    { name: 'Evidence', value: candidate.because.join('; ') },
  ];
  const isTarget = candidate.grade !== 'D';
  return {
    title: candidate.shellId === null ? 'PowerShell process' : 'Remote PowerShell session',
    grade: candidate.grade,
    ...(isTarget ? { ownerMessage: messageTo(candidate) } : {}),
    facts:
      candidate.commandLine === ''
        ? facts
        : [...facts, { name: 'Command', value: candidate.commandLine.slice(0, 300) }],
  };
}

/** What to write to the owner: which session, why it matters, what to do. Nothing of its command line, which may hold a secret. */
function messageTo({ owner, node, processId, startedAtUtc, clientAddress, grade }: Candidate): string {
  const from = clientAddress === null ? '' : ` opened from ${clientAddress}`;
  return (
    `${owner}: your PowerShell session on ${node}${from} (process ${processId}, since ${utcText(Date.parse(startedAtUtc))}) is older than the secret rotation and ` +
    `${grade === 'B' ? 'was seen calling' : 'still seems to call'} the HCI Orchestrator with the old certificate, which ends the orchestrator each ` +
    'time. Please close that session, or say why it has to stay.'
  );
}

/** Services that may be the caller as well: not ended here, but named, so that nobody is surprised by the next mitigation. */
function shownServices(services: readonly OldService[]): readonly ShownTarget[] {
  if (services.length === 0) return [];
  const facts = services.slice(0, MOST_SERVICES).map(({ node, name, processId, startedAt, isConnected }) => ({
    name: `${name} on ${node}`,
    value: `process ${processId}, since ${utcText(startedAt)}${isConnected ? ", connected to the orchestrator's node" : ''}`,
  }));
  const rest = services.length - facts.length;
  const more = rest > 0 ? [{ name: 'More', value: `${rest} further services` }] : [];
  return [
    {
      title: 'Services older than the rotation: not touched here, mitigations 2 and 3 restart them',
      grade: null,
      facts: [...facts, ...more],
    },
  ];
}

/** Without a target, silence of a node that could not be searched proves nothing: a person has to vouch for it. */
function notSearched(blindNodes: readonly string[]): readonly ShownTarget[] {
  if (blindNodes.length === 0) return [];
  return [
    {
      title: 'No target on the nodes that could be searched',
      grade: null,
      facts: [
        { name: 'Not searched', value: blindNodes.join(', ') },
        {
          name: 'Approving means',
          value: 'you attest that no such session is left there; nothing is changed',
        },
      ],
    },
  ];
}
