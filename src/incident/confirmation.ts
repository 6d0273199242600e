import { countingApprovals, termsInForce } from './approval';
import type { CastVote } from './commands';
import { isSameNode } from './node-name';
import type { MitigationRequest, Vote } from './mitigation-request';

type Confirming = Pick<CastVote, 'decision' | 'confirmation' | 'policy'>;

/**
 * Whether an approval that misses its typed confirmation, or has a wrong one, may not be cast; null when it may. Only the vote that
 * completes the grant has to be confirmed; what is typed has to be right in any case.
 */
export function refuseConfirmation(
  request: MitigationRequest,
  vote: Confirming,
): 'confirmation-missing' | 'confirmation-wrong' | null {
  if (!request.terms.confirm || vote.decision !== 'approve') return null;
  const names = typedNames(vote.confirmation);
  if (names.length === 0) return isCompletedByOneMore(request, vote.policy) ? 'confirmation-missing' : null;
  return areAllOf(names, request.coveredNodes ?? []) ? null : 'confirmation-wrong';
}

/** Whether one more approval by somebody else completes the grant: then its voter has to confirm. */
export function isConfirmationDue(request: MitigationRequest, policy: CastVote['policy']): boolean {
  return (
    request.terms.confirm !== undefined &&
    request.status === 'pending' &&
    isCompletedByOneMore(request, policy)
  );
}

/** Typed in one line, the names come before the reason: they are no part of it. */
export function withoutNames(request: MitigationRequest, vote: CastVote): CastVote {
  const { confirmation, reason, decision } = vote;
  const isOneLine = decision === 'approve' && confirmation !== null && reason?.startsWith(confirmation);
  if (!request.terms.confirm || !isOneLine) return vote;
  const rest = reason?.slice(confirmation.length).replace(/^\s*:/, '').trim();
  return { ...vote, reason: rest || null };
}

/** What belongs into the vote. */
export function confirmedBy(
  request: MitigationRequest,
  { decision, confirmation }: Confirming,
): Pick<Vote, 'confirmed'> {
  const names = typedNames(confirmation);
  const counts = request.terms.confirm !== undefined && decision === 'approve' && names.length > 0;
  return counts ? { confirmed: names.join(' ') } : {};
}

/** Nobody's approval is taken twice: one more comes from somebody else, or everything needed is there already. */
function isCompletedByOneMore(request: MitigationRequest, policy: CastVote['policy']): boolean {
  return countingApprovals(request, policy).length + 1 >= termsInForce(request, policy).votesNeeded;
}

function typedNames(confirmation: string | null): readonly string[] {
  return (confirmation ?? '').split(/[\s,;]/).filter((name) => name !== '');
}

/** Exactly the covered nodes, in any order, by their short or their full names; a full name has to be right as a whole. `names` is not empty. */
function areAllOf(names: readonly string[], covered: readonly string[]): boolean {
  const isMeant = (name: string, node: string): boolean =>
    name.includes('.') && node.includes('.')
      ? name.toLowerCase() === node.toLowerCase()
      : isSameNode(name, node);
  return (
    covered.every((node) => names.some((name) => isMeant(name, node))) &&
    names.every((name) => covered.some((node) => isMeant(name, node)))
  );
}
