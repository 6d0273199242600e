import type { Standing } from '../ports';
import { findChatCommand, ROLES } from '../runbook/chat-commands';
import type { AnswerParts } from './answer-intent';
import type { IncomingAction, IncomingText, Reply } from './incoming';
import type { Intent, RefreshIntent } from './intent';
import { commandOf } from './intent';
import { noteRefusal, subjectOf } from './refused';

const WORDS: Readonly<Record<Exclude<Standing, 'member'>, string>> = {
  guest: 'Guests cannot use this bot. Nothing was done. Please ask a member of the organisation.',
  stranger:
    'You are not a member of this conversation as Teams lists it, so nothing was done. Please sign in to Teams again.',
  unreadable:
    'Teams could not be asked whether you are a member here, so nothing was done. Please try again in a moment.',
};

/** A guest is told apart only by the platform's own list of members; who cannot be looked up decides nothing. */
export async function refuseByRoster(
  parts: AnswerParts,
  intent: Intent | RefreshIntent,
  incoming: IncomingText | IncomingAction,
): Promise<Reply | null> {
  const { conversation, memberId, account, by } = incoming;
  const standing = await parts.roster.standingOf({
    serviceUrl: conversation.serviceUrl,
    conversationId: conversation.id,
    teamId: conversation.teamId,
    memberId,
    person: account ?? by,
  });
  if (standing === 'member' || (standing === 'unreadable' && isOnlyReading(intent))) return null;
  await noteRefusal(parts, by, await subjectOf(parts, intent), `roster-${standing}`);
  return { kind: 'text', text: WORDS[standing] };
}

/** What every role may do changes nothing. */
function isOnlyReading(intent: Intent | RefreshIntent): boolean {
  if (intent.name === 'refresh') return true;
  return findChatCommand(commandOf(intent))?.roles.length === ROLES.length;
}
