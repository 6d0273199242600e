import { mayStillApprove } from '../incident/approval';
import type { Approver } from '../incident/approval';
import type { NoticeKind } from '../incident/effects';
import { personKey } from '../incident/person';
import type { ClusterState } from '../incident/state';
import type { CardContext, Mention } from '../ports';
import { escapeMarkdown } from './escape-markdown';

/** More people than these are not called in one message: somebody of them will look. */
const MOST_MENTIONS = 10;
const LONGEST_NAME = 80;

/**
 * Whom a notice calls by name. Teams alerts those who are mentioned, and else only who follows the channel: so whoever may vote on a request is
 * mentioned when it is asked and when it is still open, and every approver when a run has left something half-done.
 */
export function mentionsOf(
  kind: NoticeKind,
  detail: string,
  { incident }: ClusterState,
  context: CardContext,
): readonly Mention[] {
  const { policy, approverNames, now } = context;
  const request = incident?.request;
  const isOpen = request?.status === 'pending' && request.lacking === undefined;
  const isMeant = kind === 'reminder' || (kind === 'asked' && request?.terms.id === detail);
  const called = isOpen && isMeant ? mayStillApprove(request, policy, now) : [];
  const people = kind === 'half-done' ? policy.approvers : called;
  const mentions = new Map(people.map((person) => [personKey(person), mentionOf(person, approverNames)]));
  return [...mentions.values()].slice(0, MOST_MENTIONS);
}

function mentionOf(person: Approver, names: CardContext['approverNames']): Mention {
  const name = names[personKey(person)] ?? person.name ?? '';
  return { objectId: person.objectId, name: escapeMarkdown(name, LONGEST_NAME) };
}
