import { createHash } from 'node:crypto';
import type { VotingPolicy } from '../incident/approval';
import { canonicalJson } from '../incident/canonical-json';
import type { Proposal } from '../incident/commands';
import type { JsonObject } from '../incident/json';
import type { ClusterState } from '../incident/state';
import type { PowerShell } from '../ports';
import { keepFor } from '../powershell/keep-for';
import { refuseBySsh } from '../runbook/changes-by-ssh';
import { ORCHESTRATOR_CRASH } from '../runbook/signature';
import type { ClusterSettings, DetectionSettings } from '../runbook/settings';
import { proposeImportRoots } from './propose-import-roots';
import { proposeMoveServices } from './propose-move-services';
import { proposeRestartLcm } from './propose-restart-lcm';
import { proposeRestartNode } from './propose-restart-node';
import { proposeResumeNode } from './propose-resume-node';
import { proposeStartGroup } from './propose-start-group';
import { proposeStartService } from './propose-start-service';
import { proposeStopCaller } from './propose-stop-caller';

/** Everything a proposer may look at. */
export interface ProposeParts {
  readonly powershell: PowerShell;
  readonly detection: DetectionSettings;
  /** SHA-256 over the product's PowerShell module: what would run. */
  readonly scriptHash: string;
}

/** What a rung would do here and now, before the digest is taken over its facts. */
export type Draft = Omit<Proposal, 'digest'>;

/** What a person may say of the targets, or has said. */
export interface Wanted {
  /** Nodes that are to be covered; empty: the proposer chooses. */
  readonly nodes: readonly string[];
  /** At the recheck before a run: the facts that people approved. Absent: it is asked anew. */
  readonly approved?: JsonObject;
}

export type Proposed =
  /** `obstacles`: why it must not be asked for now, one line each; the facts are bound all the same, so that a recheck can compare them. */
  | { readonly kind: 'proposed'; readonly proposal: Proposal; readonly obstacles: readonly string[] }
  | { readonly kind: 'failed'; readonly why: string };

export type Proposer = (
  parts: ProposeParts,
  cluster: ClusterSettings,
  state: ClusterState,
  wanted: Wanted,
) => Promise<
  | { readonly kind: 'drafted'; readonly draft: Draft; readonly obstacles?: readonly string[] }
  | { readonly kind: 'failed'; readonly why: string }
>;

/** One proposer per rung: read-only probes that find the exact targets. */
const PROPOSERS: ReadonlyMap<string, Proposer> = new Map([
  ['ROOTS', proposeImportRoots],
  ['1', proposeStopCaller],
  ['2', proposeRestartLcm],
  ['3', proposeMoveServices],
  ['4', proposeRestartNode],
  ['R1', proposeStartGroup],
  ['R2', proposeStartService],
  ['R3', proposeResumeNode],
]);

/** Finds the targets of a rung and binds the facts a request stands on. The same call serves the ask and the recheck before the run. */
export async function propose(
  parts: ProposeParts,
  cluster: ClusterSettings,
  state: ClusterState,
  rung: string,
  policy: VotingPolicy,
  wanted: Wanted = { nodes: [] },
): Promise<Proposed> {
  const proposer = PROPOSERS.get(rung);
  if (!proposer) return { kind: 'failed', why: `this version cannot run mitigation ${rung}` };
  const refused = refuseBySsh(cluster, rung);
  if (refused !== null) return { kind: 'failed', why: refused };
  const groupOwner = state.latest?.report.group.owner ?? null;
  // An unknown owner can neither be bound nor compared: look again rather than call it a change.
  if (groupOwner === null)
    return { kind: 'failed', why: "it is not known now which node owns the orchestrator's group" };
  const powershell = keepFor(parts.powershell, cluster.name);
  const drafted = await proposer({ ...parts, powershell }, cluster, state, wanted);
  if (drafted.kind === 'failed') return drafted;
  const facts: JsonObject = {
    ...drafted.draft.facts,
    cluster: cluster.name,
    mitigation: rung,
    signature: ORCHESTRATOR_CRASH.id,
    groupOwner,
    script: parts.scriptHash,
    policy: policy.hash,
    steps: drafted.draft.steps.map(({ operation, node, parameters }) => ({ operation, node, parameters })),
  };
  return {
    kind: 'proposed',
    proposal: { ...drafted.draft, facts, digest: digestOf(facts) },
    obstacles: drafted.obstacles ?? [],
  };
}

/** SHA-256 over the canonical JSON (RFC 8785) of the bound facts, hex. */
export function digestOf(facts: JsonObject): string {
  return createHash('sha256').update(canonicalJson(facts)).digest('hex');
}
