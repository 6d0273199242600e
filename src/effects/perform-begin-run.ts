import { propose } from '../detection/propose';
import { mayAskUpdate } from '../incident/decide-check';
import { backoffMs } from './backoff';
import { checkAndRecord, settingsOf } from './check-and-record';
import type { ProbeParts } from './check-and-record';
import type { Performed, Performers, Work } from './run-effects';

/** The recheck before a run. It only looks, so it may be repeated. */
export function createBeginRunPerformer(parts: ProbeParts): Pick<Performers, 'begin-run'> {
  return { 'begin-run': (work) => beginRun(parts, work) };
}

const SOONEST_MS = 5_000;
const LATEST_MS = 30_000;

/** When a grant that waits is looked at again, ms: each time is a look at every node, so one that waits long is looked at less often. */
export function heldRecheckMs(attempts: number): number {
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, backoffMs(attempts)));
}

/** Everything is looked at again; only then the core may start the run (invariant 6). */
async function beginRun(parts: ProbeParts, work: Work<'begin-run'>): Promise<Performed> {
  const { requestId } = work.effect;
  const before = await parts.handler.load(work.cluster);
  if (before.incident?.request?.id !== requestId || before.incident.request.status !== 'granted')
    return { kind: 'completed' };
  const rung = before.incident.request.terms.id;
  const { updateQueryMs } = parts.settings.rules.timing;
  const mayAsk = mayAskUpdate(before, parts.clock.now(), updateQueryMs);
  const checked = await checkAndRecord(parts, work.cluster, {
    checkId: parts.newId(),
    reason: 'recheck',
    mayAskUpdate: mayAsk,
  });
  const policy = await parts.situation.policyOn(rung, 'fresh');
  // The policy is compared by the rule that the stricter one counts, not by its hash.
  const bound = { ...policy, hash: before.incident.request.policy?.hash ?? policy.hash };
  const cluster = settingsOf(parts.settings, work.cluster);
  const { coveredNodes = [], facts: approved } = before.incident.request;
  const wanted = { nodes: coveredNodes, approved };
  const proposed = await propose(parts, cluster, checked.state, rung, bound, wanted);
  if (proposed.kind === 'failed')
    return { kind: 'again', inMs: heldRecheckMs(work.attempts), why: proposed.why };
  const { facts, digest, blindNodes, unread = [] } = proposed.proposal;
  // What cannot be seen now has not changed: what was approved is unknown there, so it waits.
  const unseen = [...blindNodes.map((node) => `could not look again at ${node}`), ...unread];
  if (digest !== before.incident.request.digest && unseen.length > 0)
    return { kind: 'again', inMs: heldRecheckMs(work.attempts), why: unseen.join('; ') };
  const handled = await parts.handler.handle(work.cluster, {
    kind: 'BeginRun',
    at: parts.clock.now(),
    requestId,
    runId: parts.newId(),
    facts,
    digest,
    policy,
  });
  const request = handled.state.incident?.request;
  const waits = request?.id === requestId && request.status === 'granted';
  return waits
    ? { kind: 'again', inMs: heldRecheckMs(work.attempts), why: request.held ?? 'the grant waits' }
    : { kind: 'completed' };
}
