import type { IncidentEvent } from './events';
import type { RungTerms } from './rules';
import { findRung } from './rules';
import type { ClusterState, Incident, RungRecord } from './state';
import { isRequestOpen, isRunOpen } from './state';

/** Results since the incident was last (re-)opened: the ladder starts anew then, earlier results stay shown. */
export function rungsOfThisRound(incident: Incident): readonly RungRecord[] {
  const since = incident.reopenedAt ?? incident.openedAt;
  return incident.rungs.filter((record) => record.at >= since);
}

function nextRung(incident: Incident): RungTerms | undefined {
  const tried = new Set(rungsOfThisRound(incident).map((record) => record.rung));
  return incident.rules.ladder.find((rung) => !tried.has(rung.id));
}

/** Offers the next rung of the ladder, or says that there is none (invariant 11). */
export function offerNext(state: ClusterState, at: number, why: string): readonly IncidentEvent[] {
  const { incident } = state;
  if (incident?.status !== 'open') return [];
  const rung = nextRung(incident);
  return rung
    ? [{ kind: 'OfferMade', at, rung: rung.id, why }]
    : [
        {
          kind: 'LadderExhausted',
          at,
          why: 'every mitigation was tried; collect the evidence and contact Microsoft Support',
        },
      ];
}

/** Offers the recovery of a silent orchestrator, once in a row; a second failure needs a person. */
export function offerRecovery(state: ClusterState, at: number, why: string): readonly IncidentEvent[] {
  const { incident } = state;
  const recovery = incident?.rules.recoveries[0];
  if (!incident || !recovery || incident.offered === recovery.id || isRequestOpen(incident.request))
    return [];
  if (incident.validation?.rung === recovery.id) {
    return incident.offered === null && rungsOfThisRound(incident).at(-1)?.rung === recovery.id
      ? []
      : [
          { kind: 'RungEnded', at, record: { rung: recovery.id, at, result: 'not-fixed', why } },
          {
            kind: 'LadderExhausted',
            at,
            why: `bringing the group online did not last: ${why}; look at its resources and the service account`,
          },
        ];
  }
  return [{ kind: 'OfferMade', at, rung: recovery.id, why }];
}

/** What follows from the present result of the validation. An unsettled unknown run holds everything back. */
export function followValidation(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident } = state;
  if (incident?.status !== 'open' || !incident.validation || isRunOpen(incident.run)) return [];
  const { validation } = incident;
  const isRecovery = findRung(incident.rules, validation.rung)?.recovery ?? false;
  switch (validation.result) {
    case 'fixed':
      return [
        {
          kind: 'RungEnded',
          at,
          record: {
            rung: validation.rung,
            at,
            result: isRecovery ? 'recovered' : 'fixed',
            why: validation.why,
          },
        },
        { kind: 'IncidentClosed', at, incidentId: incident.id, why: validation.why },
      ];
    case 'not-fixed': {
      const ended: IncidentEvent = {
        kind: 'RungEnded',
        at,
        record: { rung: validation.rung, at, result: 'not-fixed', why: validation.why },
      };
      return [ended];
    }
    case 'down':
      return offerRecovery(state, at, validation.why);
    case 'soaking':
    case 'waiting':
    case 'cannot-tell':
      return [];
  }
}
