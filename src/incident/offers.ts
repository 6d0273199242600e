import { endOpenRequest } from './end-request';
import type { IncidentEvent } from './events';
import { missingRootsOf, missingRootsText } from './roots';
import { isKeptOpen } from './half-done';
import type { RungTerms } from './rules';
import { findRung, groupRecovery } from './rules';
import type { MitigationRequest } from './mitigation-request';
import type { ClusterState, Incident, RungRecord, RungResult } from './state';
import { isRequestOpen } from './mitigation-request';
import { isRunOpen } from './run';

/** Why a mitigation with production impact is not given yet (invariant 11). */
export const NEEDS_NEW_CRASH = 'it needs a matching crash newer than the last run';

function roundStartedAt(incident: Incident): number {
  return incident.reopenedAt ?? incident.openedAt;
}

/** Results since the incident was last (re-)opened: the ladder starts anew then, earlier results stay shown. */
export function rungsOfThisRound(incident: Incident): readonly RungRecord[] {
  return incident.rungs.filter((record) => record.at >= roundStartedAt(incident));
}

function nextRung(incident: Incident, latest: ClusterState['latest']): RungTerms | undefined {
  const tried = new Set(rungsOfThisRound(incident).map((record) => record.rung));
  return incident.rules.ladder.find((rung) => !tried.has(rung.id) && isItsTurn(rung, latest));
}

function isItsTurn({ onlyWhile }: RungTerms, latest: ClusterState['latest']): boolean {
  return onlyWhile !== 'root-missing' || missingRootsOf(latest?.report).length > 0;
}

/** Why production impact is no cure while a root certificate is missing; null when none is known to be, or the rung has no such impact. */
export function rootObstacle({ latest }: ClusterState, { impact }: RungTerms): string | null {
  const missing = missingRootsOf(latest?.report);
  return impact === 'production' && missing.length > 0
    ? `${missingRootsText(missing)}: that is to be put right first, no restart does it`
    : null;
}

/** Whether every rung above this one that had its turn was tried in this round. */
export function wereTriedBefore({ incident, latest }: ClusterState, terms: RungTerms): boolean {
  if (!incident) return false;
  const tried = new Set(rungsOfThisRound(incident).map((record) => record.rung));
  const at = incident.rules.ladder.findIndex(({ id }) => id === terms.id);
  return incident.rules.ladder.slice(0, at).every((rung) => tried.has(rung.id) || !isItsTurn(rung, latest));
}

/** Whether production impact would rest on nothing but a person's word: no matching crash since the last run. */
export function lacksNewCrash({ incident, latest }: ClusterState, terms: RungTerms): boolean {
  const ranUntil = incident?.run?.endedAt ?? null;
  return terms.impact === 'production' && ranUntil !== null && (latest?.lastCrashAt ?? 0) <= ranUntil;
}

/** Records what came of a rung, in this round even when the clock went back. */
export function endRung(
  { incident }: ClusterState,
  at: number,
  rung: string,
  result: RungResult,
  why: string,
  ranAt?: number,
): readonly IncidentEvent[] {
  if (!incident) return [];
  const ran = ranAt === undefined ? {} : { ranAt };
  return [
    {
      kind: 'RungEnded',
      at,
      record: { rung, at: Math.max(at, roundStartedAt(incident)), result, why, ...ran },
    },
  ];
}

/** Offers the next rung of the ladder, or says that there is none (invariant 11). */
export function offerNext(state: ClusterState, at: number, why: string): readonly IncidentEvent[] {
  const { incident } = state;
  if (incident?.status !== 'open') return [];
  const rung = nextRung(incident, state.latest);
  if (!rung) {
    const missing = missingRootsOf(state.latest?.report);
    const root = missing.length > 0 ? `${missingRootsText(missing)}; import it, and ` : '';
    const over = `every mitigation was tried; ${root}collect the evidence (say "bundle") and contact Microsoft Support`;
    return [{ kind: 'LadderExhausted', at, why: over }];
  }
  const obstacle = rootObstacle(state, rung);
  if (obstacle !== null) {
    return [{ kind: 'LadderExhausted', at, why: `mitigation ${rung.id} is next, but ${obstacle}` }];
  }
  return lacksNewCrash(state, rung)
    ? [{ kind: 'LadderExhausted', at, why: `mitigation ${rung.id} is next, but ${NEEDS_NEW_CRASH}` }]
    : [{ kind: 'OfferMade', at, rung: rung.id, why }];
}

/** What the bot asked for by itself it asks for again; a person asks again by choice. */
export function offerAgain(request: MitigationRequest, at: number, why: string): readonly IncidentEvent[] {
  return request.requester === null ? [{ kind: 'OfferMade', at, rung: request.terms.id, why }] : [];
}

/** Offers the recovery of a silent orchestrator, once in a row; a second failure needs a person. */
export function offerRecovery(state: ClusterState, at: number, why: string): readonly IncidentEvent[] {
  const { incident } = state;
  const recovery = incident ? groupRecovery(incident.rules) : undefined;
  if (!incident || !recovery || incident.offered === recovery.id || isRequestOpen(incident.request))
    return [];
  const { run, validation } = incident;
  if (run?.rung !== recovery.id || validation?.runId !== run.id)
    return [{ kind: 'OfferMade', at, rung: recovery.id, why }];
  if (isRecorded(incident, recovery.id)) return [];
  const over = `bringing the group online did not last: ${why}; look at its resources and the service account`;
  return [...endRung(state, at, recovery.id, 'not-fixed', why), { kind: 'LadderExhausted', at, why: over }];
}

/** Whether this validation's rung already has its result. */
function isRecorded(incident: Incident, rung: string): boolean {
  const since = incident.validation?.since ?? 0;
  return rungsOfThisRound(incident).some((record) => record.rung === rung && record.at >= since);
}

/** Closes the incident, and first what is still asked in it (invariant 6). */
export function closeIncident(incident: Incident, at: number, why: string): readonly IncidentEvent[] {
  return [...endOpenRequest(incident, at, why), { kind: 'IncidentClosed', at, incidentId: incident.id, why }];
}

/** What follows from the present result of the validation. An unsettled unknown run holds everything back. */
export function followValidation(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident } = state;
  if (incident?.status !== 'open' || !incident.validation || isRunOpen(incident.run)) return [];
  const { validation } = incident;
  switch (validation.result) {
    case 'fixed':
      // Not over while a node that the bot paused is out of the cluster, or a service that it stopped is down.
      return [
        ...endJudged(state, at, 'fixed'),
        ...(isKeptOpen(incident) ? [] : closeIncident(incident, at, validation.why)),
      ];
    case 'not-fixed':
      return [
        // What puts something half-done right, or a root back, is needed all the same.
        ...(isForRoots(incident) || incident.request?.terms.mends
          ? []
          : endOpenRequest(incident, at, validation.why)),
        ...endJudged(state, at, 'not-fixed'),
      ];
    case 'down':
      return offerRecovery(state, at, validation.why);
    case 'cannot-tell':
      return offerRoots(state, at);
    case 'soaking':
    case 'waiting':
      return [];
  }
}

/** It is silent, and a root certificate is missing: the rung before is no cure, and the certificate's own rung is offered. */
function offerRoots(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident, latest } = state;
  if (!incident || isRequestOpen(incident.request)) return [];
  const rung = nextRung(incident, latest);
  if (rung?.onlyWhile !== 'root-missing' || incident.offered === rung.id) return [];
  return [
    ...endJudged(state, at, 'not-fixed'),
    { kind: 'OfferMade', at, rung: rung.id, why: missingRootsText(missingRootsOf(latest?.report)) },
  ];
}

/** What is asked for puts a missing root certificate back: a crash meanwhile makes that no less needed. */
function isForRoots({ request }: Incident): boolean {
  return isRequestOpen(request) && request.terms.onlyWhile === 'root-missing';
}

/** The result of the judged rung, and of the recovery that was run for it. */
function endJudged(state: ClusterState, at: number, as: 'fixed' | 'not-fixed'): readonly IncidentEvent[] {
  const { incident } = state;
  if (!incident?.validation) return [];
  const { validation, run, rules } = incident;
  const rungs = new Set([...(run?.id === validation.runId ? [run.rung] : []), validation.rung]);
  return [...rungs]
    .filter((rung) => !isRecorded(incident, rung))
    .flatMap((rung) => {
      const isRecovery = findRung(rules, rung)?.recovery ?? false;
      const result = as === 'fixed' && isRecovery ? 'recovered' : as;
      return endRung(state, at, rung, result, validation.why, validation.since);
    });
}
