import { isSameNode } from '../incident/node-name';
import type { Step, StepEvidence } from '../incident/run';
import { actingNode } from '../incident/step-clock';
import type { StepEvidenceReport, StepJournal } from '../powershell/operations/get-step-evidence';
import { utcText } from '../incident/utc-text';

/** How long after a step's last moment an empty journal proves that it never began, ms: clocks are measured, not known. */
const CERTAIN_AFTER_MS = 60_000;
/** A skew below this is noise of the measurement, ms. */
const SKEW_NOISE_MS = 1000;

export interface StepLook {
  readonly step: Step;
  /** Last moment at which the node may have begun it, epoch ms by our clock. */
  readonly notAfter: number;
  readonly now: number;
  /** What the acting node told; null with why when it could not be asked at all. */
  readonly report: StepEvidenceReport | null;
  readonly why: string;
  /** Whether a session that was to be ended is gone; null: not asked or not known. */
  readonly callerGone: boolean | null;
}

/** Judges what read-only probes proved about a step whose outcome is unknown. It says what is known, never more. */
export function judgeStepEvidence(look: StepLook): StepEvidence {
  const { report, now, step } = look;
  const node = actingNode(step.plan);
  const read = report?.node.journal?.value ?? null;
  if (!report || !read?.entry) {
    const why = report ? (read?.problem ?? report.node.journal?.hint ?? report.node.hint) : look.why;
    const unread = `the journal of ${node} could not be read: ${why ?? 'no answer'}`;
    return { at: now, journal: 'unreadable', facts: [unread, ...seenFacts(look)] };
  }
  const toOurs = skewShift(report.node.skewMs);
  const { journal, fact } = judgeJournal(node, read, toOurs, look.notAfter);
  return { at: now, journal, facts: [fact, ...seenFacts(look)] };
}

function judgeJournal(
  node: string,
  read: StepJournal,
  toOurs: (at: number) => number,
  notAfter: number,
): { readonly journal: StepEvidence['journal']; readonly fact: string } {
  const begun = read.begunAtUtc === null ? 'at a time not noted' : `at ${utcText(toOurs(read.begunAtUtc))}`;
  if (read.entry === 'ended') {
    const ended = read.endedAtUtc === null ? '' : ` at ${utcText(toOurs(read.endedAtUtc))}`;
    const result = [read.outcome, read.reason].filter((word) => word).join(', ');
    return {
      journal: 'ended',
      fact: `the journal of ${node} says: begun ${begun}, ended${ended}: ${result}`,
    };
  }
  if (read.entry === 'begun')
    return { journal: 'begun', fact: `the journal of ${node} says: begun ${begun}; no end is noted` };
  return toOurs(read.readAtUtc) > notAfter + CERTAIN_AFTER_MS
    ? {
        journal: 'never-began',
        fact: `the journal of ${node} has no entry of it and its time is over: it did not begin and cannot begin any more`,
      }
    : {
        journal: 'none',
        fact: `the journal of ${node} has no entry of it so far; it could begin until ${utcText(notAfter)}`,
      };
}

/** What was seen of the thing itself. */
function seenFacts({ step, report, callerGone }: StepLook): readonly string[] {
  const { plan } = step;
  const facts: string[] = [];
  if (callerGone !== null)
    facts.push(callerGone ? 'the session is gone' : 'the session that was to be ended is still there');
  if (!report) return facts;
  const { node, services, groups, bootUtc, skewMs } = report.node;
  const toOurs = skewShift(skewMs);
  if (bootUtc !== null && step.startedAt !== null && toOurs(bootUtc) >= step.startedAt - SKEW_NOISE_MS)
    facts.push(`${node} was restarted: it runs since ${utcText(toOurs(bootUtc))}`);
  else if (plan.operation === 'Restart-Node' && bootUtc !== null)
    facts.push(`${node} was not restarted: it runs since ${utcText(toOurs(bootUtc))}`);
  for (const service of services?.value?.services ?? []) {
    const since =
      service.startedAtUtc === null ? '' : ` since ${utcText(toOurs(Date.parse(service.startedAtUtc)))}`;
    facts.push(
      `${service.name} on ${node} is ${service.installed ? (service.state ?? 'in a state not told') : 'not there'}${since}`,
    );
  }
  for (const group of groups?.value?.groups ?? [])
    if (group.name === plan.parameters.name)
      facts.push(
        `"${group.name}" is ${group.state ?? 'in a state not told'} on ${group.ownerNode ?? 'no node'}`,
      );
  for (const member of plan.through === undefined ? [] : (groups?.value?.nodes ?? []))
    if (isSameNode(member.name, plan.node))
      facts.push(`${plan.node} is ${member.state}, drain ${member.drainStatus}`);
  return facts;
}

function skewShift(skewMs: number | null): (at: number) => number {
  const skew = skewMs === null || Math.abs(skewMs) < SKEW_NOISE_MS ? 0 : Math.round(skewMs);
  return (at) => at - skew;
}
