import { isSameNode } from '../incident/node-name';
import { utcText } from '../incident/utc-text';
import type { NodeTrace } from './call-trace';
import { judgeAges } from './certificate-age';
import { joinCrash } from './join-crash';
import type { Joined } from './join-crash';
import type { Candidate } from './grade-candidate';

/**
 * Grade B (docs/decisions/0023-how-a-candidate-earns-b.md): one candidate that was seen to show an old certificate on the connection that a crash
 * followed; or why there is none.
 */
export type DirectEvidence =
  | {
      readonly kind: 'seen';
      readonly candidate: Candidate;
      /** For people: what was seen, when and where. */
      readonly because: string;
    }
  | { readonly kind: 'none'; readonly why: string };

export interface WatchedCluster {
  /** The node that runs the orchestrator, as the configuration names it. */
  readonly orchestratorNode: string;
  readonly subjects: readonly string[];
  readonly traces: readonly NodeTrace[];
  /** Nodes that should have been looked at: the configuration's and the cluster's. */
  readonly nodes: readonly string[];
  readonly candidates: readonly Candidate[];
}

/** One coincidence of a second is thinkable; two at two crashes, with the same process, are not. */
const CRASHES_NEEDED = 2;

/** Joins what was watched into evidence against exactly one candidate, or says what is missing. Pure. */
export function findDirectEvidence(watched: WatchedCluster): DirectEvidence {
  const { orchestratorNode, traces, subjects } = watched;
  const orchestrator = traces.find(({ node }) => isSameNode(node, orchestratorNode));
  const missing = whatIsMissing(watched, orchestrator);
  if (missing !== null || !orchestrator) return none(missing ?? `${orchestratorNode} could not be read`);
  const ageOf = judgeAges(traces, subjects);
  const crashes = orchestrator.crashes.filter(({ at }) => at >= (orchestrator.startedAt ?? at));
  if (crashes.length === 0) return none('no crash of the issue was seen while it was watched');
  const joins = crashes.map((crash) => joinCrash(crash, orchestrator, traces, ageOf));
  return judgeJoins(joins, watched);
}

/** What has to hold before any crash is looked at. */
function whatIsMissing(
  { nodes, traces, orchestratorNode }: WatchedCluster,
  orchestrator: NodeTrace | undefined,
): string | null {
  if (orchestrator?.logEnabled === false) return logIsOff(orchestratorNode);
  if (orchestrator?.logEnabled == null) return `the CAPI2 log of ${orchestratorNode} could not be read`;
  const unread = nodes.filter(
    (name) => !traces.some(({ node, certificates }) => isSameNode(node, name) && certificates !== null),
  );
  if (unread.length > 0)
    return `the certificates of ${unread.join(', ')} could not be read, so nobody can say which one is old`;
  if (traces.some(({ isCut }) => isCut)) return 'there was more to read than could be read';
  return null;
}

export function logIsOff(node: string): string {
  return `the CAPI2 log of ${node} is off, so no direct evidence can be had`;
}

function judgeJoins(
  joins: readonly Joined[],
  { candidates, orchestratorNode }: WatchedCluster,
): DirectEvidence {
  const joined = joins.flatMap((join) => (join.kind === 'joined' ? [join] : []));
  const furthest = joins
    .flatMap((join) => (join.kind === 'not' ? [join] : []))
    .sort((a, b) => b.stage - a.stage);
  if (joined.length === 0) return none(furthest[0]?.why ?? 'nothing was seen');
  const [first] = joined;
  const isOne = joined.every(
    ({ caller }) =>
      caller.node === first?.caller.node &&
      caller.processId === first.caller.processId &&
      caller.startedAtUtc === first.caller.startedAtUtc,
  );
  if (!isOne) return none('more than one process was seen with an old certificate');
  if (joined.length < CRASHES_NEEDED)
    return none(`it was seen at one crash only; it takes ${CRASHES_NEEDED}`);
  const fitting = candidates.filter(
    ({ node, processId, startedAtUtc, isSound }) =>
      isSound &&
      node === first?.caller.node &&
      processId === first.caller.processId &&
      startedAtUtc === first.caller.startedAtUtc,
  );
  const [candidate] = fitting;
  if (!candidate || fitting.length !== 1)
    return none('the process that was seen is none that may be ended, or it is not older than the rotation');
  return { kind: 'seen', candidate, because: wordsOf(joined, orchestratorNode) };
}

/** Short enough to stand on a card as a whole. */
function wordsOf(joined: readonly Extract<Joined, { kind: 'joined' }>[], node: string): string {
  const times = joined.slice(-CRASHES_NEEDED).map(({ crashAt }) => utcText(crashAt));
  const thumbprint = joined.at(-1)?.thumbprint ?? '';
  return (
    `just before crashes on ${node} (${times.join(' and ')}, by its clock) the orchestrator was shown the certificate ${thumbprint}, older than ` +
    "the rotation, on this process's connection, the only one made then"
  );
}

function none(why: string): DirectEvidence {
  return { kind: 'none', why };
}
