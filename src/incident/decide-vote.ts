import type { VotingPolicy } from './approval';
import { countingApprovals, isApproved, refuseVote, termsInForce } from './approval';
import type { CastVote, IncidentCommand } from './commands';
import { confirmedBy, refuseConfirmation, withoutNames } from './confirmation';
import type { Decision } from './decision';
import { inOrder } from './decision';
import type { IncidentEvent } from './events';
import { isSamePerson } from './person';
import { reject } from './rejection';
import { startRun } from './run-start';
import type { MitigationRequest } from './mitigation-request';
import type { ClusterState } from './state';
import { isRunOpen } from './run';

type Command<K extends IncidentCommand['kind']> = Extract<IncidentCommand, { kind: K }>;

/** The request with this id, when it is the newest one. */
export function requestOf(state: ClusterState, requestId: string): MitigationRequest | null {
  const request = state.incident?.request ?? null;
  return request?.id === requestId ? request : null;
}

/** One person approves or denies. One deny ends the request; enough approvals grant it. */
export function decideVote(given: CastVote, state: ClusterState): Decision {
  const request = requestOf(state, given.requestId);
  if (!request) return reject('no-such-request');
  const command = withoutNames(request, given);
  const refusal =
    refuseVote(request, command, command.policy, command.at) ?? refuseConfirmation(request, command);
  if (refusal === 'already-voted') return reject(refusal, countText(request, command.policy));
  if (refusal) return reject(refusal);
  const { at, by, decision, reason, ownerAgrees } = command;
  const cast: IncidentEvent = {
    kind: 'VoteCast',
    at,
    requestId: request.id,
    vote: {
      by,
      decision,
      at,
      reason,
      ownerAgrees: ownerAgrees && decision === 'approve',
      withdrawn: false,
      ...(command.shown === undefined ? {} : { shown: command.shown }),
      ...confirmedBy(request, command),
    },
  };
  if (decision === 'deny') {
    return [
      cast,
      {
        kind: 'RequestEnded',
        at,
        requestId: request.id,
        as: 'denied',
        why: `${by.name} denied it${reason ? `: ${reason}` : ''}`,
      },
    ];
  }
  return inOrder(
    state,
    () => [cast],
    (now) => grantWhenComplete(now, command),
  );
}

function countText(request: MitigationRequest, policy: VotingPolicy): string {
  const counted = countingApprovals(request, policy).length;
  return `${counted} of ${termsInForce(request, policy).votesNeeded} approvals so far`;
}

function grantWhenComplete(state: ClusterState, command: CastVote): readonly IncidentEvent[] {
  const request = requestOf(state, command.requestId);
  if (request?.status !== 'pending') return [];
  if (!isApproved(request, command.policy)) return [];
  return [{ kind: 'RequestGranted', at: command.at, requestId: request.id, ...grantLife(request, command) }];
}

function grantLife(request: MitigationRequest, { at, policy }: CastVote): { readonly expiresAt?: number } {
  const { grantLifetimeMs } = termsInForce(request, policy);
  return grantLifetimeMs === undefined ? {} : { expiresAt: at + grantLifetimeMs };
}

/** A voter takes the own approval back before the run; it is not cast again. */
export function decideWithdrawVote(command: Command<'WithdrawVote'>, state: ClusterState): Decision {
  const request = requestOf(state, command.requestId);
  if (!request) return reject('no-such-request');
  if (request.status === 'ended') return reject('ended');
  if (request.status === 'running') return reject('already-running');
  const vote = request.votes.find((cast) => isSamePerson(cast.by, command.by));
  if (!vote) return reject('nothing-to-withdraw');
  if (vote.withdrawn) return [];
  return inOrder(
    state,
    () => [{ kind: 'VoteWithdrawn', at: command.at, requestId: request.id, by: command.by }],
    (now) => revokeWhenIncomplete(now, command),
  );
}

function revokeWhenIncomplete(
  state: ClusterState,
  command: Command<'WithdrawVote'>,
): readonly IncidentEvent[] {
  const request = requestOf(state, command.requestId);
  if (request?.status !== 'granted') return [];
  return isApproved(request, command.policy)
    ? []
    : [
        {
          kind: 'GrantRevoked',
          at: command.at,
          requestId: request.id,
          why: `${command.by.name} withdrew the vote`,
        },
      ];
}

/** The requester takes the own request back. */
export function decideWithdrawRequest(command: Command<'WithdrawRequest'>, state: ClusterState): Decision {
  const request = requestOf(state, command.requestId);
  if (!request) return reject('no-such-request');
  if (request.status === 'ended') return reject('ended');
  if (request.status === 'running') return reject('already-running');
  if (!request.requester || !isSamePerson(request.requester, command.by)) return reject('not-yours');
  return [
    {
      kind: 'RequestEnded',
      at: command.at,
      requestId: request.id,
      as: 'withdrawn',
      why: `${command.by.name} withdrew the request`,
    },
  ];
}

/** Somebody says that the owner ended it: nothing is changed, it is only checked whether it is really gone. */
export function decideAttest(command: Command<'Attest'>, state: ClusterState): Decision {
  const request = requestOf(state, command.requestId);
  if (!request) return reject('no-such-request');
  if (request.status === 'ended') return reject(request.end?.as === 'expired' ? 'expired' : 'ended');
  if (request.status === 'running') return reject('already-running');
  if (command.at >= request.expiresAt) return reject('expired');
  if (!request.attestSteps) return reject('nothing-to-attest');
  if (isRunOpen(state.incident?.run ?? null)) return reject('run-open');
  if (state.freeze) return reject('frozen');
  return startRun(state, request, {
    at: command.at,
    runId: command.runId,
    attestedBy: command.by,
    steps: request.attestSteps,
  });
}
