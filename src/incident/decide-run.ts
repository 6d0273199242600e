import { isApproved, termsInForce, voidVoters } from './approval';
import type { BeginRun, IncidentCommand } from './commands';
import type { Decision } from './decision';
import { inOrder } from './decision';
import { requestOf } from './decide-vote';
import { offerAgain, rootObstacle } from './offers';
import { reject } from './rejection';
import { startRun } from './run-start';
import { differencesOf } from './same-json';
import type { MitigationRequest } from './mitigation-request';
import type { ClusterState } from './state';
import { isRunOpen } from './run';
import { clockObstacle } from './step-clock';

/** The recheck: everything is looked at again, and only then the run starts (invariant 6). */
export function decideBeginRun(command: BeginRun, state: ClusterState): Decision {
  const request = requestOf(state, command.requestId);
  if (!request) return reject('no-such-request');
  if (request.status !== 'granted') return reject('not-granted');
  const { at } = command;
  const obstacle = findObstacle(command, request, state);
  if (!obstacle)
    return startRun(state, request, { at, runId: command.runId, attestedBy: null, steps: request.steps });
  switch (obstacle.kind) {
    case 'end':
      return [
        { kind: 'RequestEnded', at, requestId: request.id, as: obstacle.as, why: obstacle.why },
        ...(obstacle.as === 'superseded' ? offerAgain(request, at, 'asked again with the new facts') : []),
      ];
    case 'revoke':
      return [{ kind: 'GrantRevoked', at, requestId: request.id, why: obstacle.why }];
    case 'hold':
      return request.held === obstacle.why
        ? []
        : [{ kind: 'GrantHeld', at, requestId: request.id, why: obstacle.why }];
  }
}

type Obstacle =
  | { readonly kind: 'end'; readonly as: 'expired' | 'superseded' | 'no-longer-needed'; readonly why: string }
  | { readonly kind: 'revoke'; readonly why: string }
  | { readonly kind: 'hold'; readonly why: string };

function findObstacle(command: BeginRun, request: MitigationRequest, state: ClusterState): Obstacle | null {
  if (command.at >= expiryInForce(request, command))
    return { kind: 'end', as: 'expired', why: 'approved, but the time to run it is over' };
  if (!isApproved(request, command.policy)) return votesObstacle(command, request);
  if (command.policy.forbidden) return { kind: 'hold', why: command.policy.forbidden };
  if (isRunOpen(state.incident?.run ?? null))
    return { kind: 'hold', why: 'another run on this cluster is not settled' };
  if (state.freeze) return { kind: 'hold', why: `frozen by ${state.freeze.by.name}: ${state.freeze.reason}` };
  const root = rootObstacle(state, request.terms);
  return (
    presenceObstacle(request, state) ??
    (root === null ? null : { kind: 'hold', why: root }) ??
    factsObstacle(command, request) ??
    clocksObstacle(request, state)
  );
}

/** A grant whose life the configuration has shortened since ends sooner. */
function expiryInForce(request: MitigationRequest, { policy }: BeginRun): number {
  const { grantLifetimeMs } = termsInForce(request, policy);
  const grantEnds = grantLifetimeMs === undefined ? Infinity : (request.grantedAt ?? 0) + grantLifetimeMs;
  return Math.min(request.expiresAt, grantEnds);
}

function votesObstacle({ policy }: BeginRun, request: MitigationRequest): Obstacle {
  const unreadable = policy.unreadable ?? [];
  // A directory that is silent has taken nobody's role away: it waits, and nothing runs meanwhile.
  if (unreadable.length > 0)
    return { kind: 'hold', why: `the members of ${unreadable.join(', ')} cannot be read now` };
  const gone = voidVoters(request, policy);
  if (gone.length > 0)
    return {
      kind: 'revoke',
      why: `no longer among the approvers: ${gone.join(', ')}; that approval is void`,
    };
  return { kind: 'revoke', why: `it needs ${termsInForce(request, policy).votesNeeded} approvals now` };
}

function presenceObstacle(request: MitigationRequest, state: ClusterState): Obstacle | null {
  const { latest } = state;
  if (!latest || latest.report.startedAt < (request.grantedAt ?? 0))
    return { kind: 'hold', why: 'waiting for fresh evidence' };
  // What was left half-done has to be put right, whether or not it still crashes.
  if (request.terms.mends !== undefined) return null;
  if (latest.presence === 'gone') return { kind: 'end', as: 'no-longer-needed', why: 'the issue is gone' };
  if (latest.presence === 'quiet')
    return { kind: 'hold', why: 'the issue is quiet now: nothing runs unless it shows again' };
  return null;
}

function factsObstacle(command: BeginRun, request: MitigationRequest): Obstacle | null {
  if (command.digest === request.digest) return null;
  const changed = differencesOf(request.facts, command.facts);
  return {
    kind: 'end',
    as: 'superseded',
    why: `what was approved is not what is there now: ${changed.join('; ')}`,
  };
}

/** A clock that is too far off is set right first; the grant waits for that. */
function clocksObstacle({ steps }: MitigationRequest, { latest }: ClusterState): Obstacle | null {
  const why = steps.map((plan) => clockObstacle(latest, plan)).find((one) => one !== null);
  return why === undefined ? null : { kind: 'hold', why };
}

/** Somebody wants the run to end after the step it is in. */
export function decideStopRun(
  command: Extract<IncidentCommand, { kind: 'StopRun' }>,
  state: ClusterState,
): Decision {
  const run = state.incident?.run;
  if (!run || run.endedAt !== null) return reject('nothing-to-stop');
  return run.stopRequestedBy
    ? []
    : [{ kind: 'StopRequested', at: command.at, runId: run.id, by: command.by }];
}

/** Time passed: what has expired, expires. */
export function decideTick(at: number, state: ClusterState): Decision {
  return inOrder(state, (now) => {
    const request = now.incident?.request;
    const waits = request?.status === 'pending' || request?.status === 'granted';
    if (!request || !waits || at < request.expiresAt) return [];
    const why =
      request.status === 'granted' ? 'approved, but it could not run in time' : 'not decided in time';
    return [{ kind: 'RequestEnded', at, requestId: request.id, as: 'expired', why }];
  });
}
