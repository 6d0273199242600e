import type { Logger } from '../logger';
import type { NewId, Store } from '../ports';
import type { Settings } from '../runbook/settings';
import { behindAccount, mayUse } from './access';
import type { AccessNow } from './access-source';
import { answerIntent } from './answer-intent';
import type { AnswerParts } from './answer-intent';
import type { Incoming, IncomingAction, IncomingText, Receive, Reply } from './incoming';
import type { Intent, NotUnderstood, RefreshIntent } from './intent';
import { commandOf } from './intent';
import { parseAction } from './parse-action';
import { parseText } from './parse-text';
import { refuseByRoster } from './refuse-by-roster';
import { noteRefusal, subjectOf, subjectWithId } from './refused';
import { findChatCommand } from '../runbook/chat-commands';

export interface ReceiveParts extends AnswerParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly newId: NewId;
  readonly logger: Logger;
}

const SORRY = 'I could not store that, so nothing happened. Please try again in a moment.';

const IN_DOUBT =
  'The database went away while I stored that: I cannot tell whether it was stored. Look at "status", and say it again if need be: a repeat has no second effect.';

/** The store could not tell whether a commit happened. By the code, since the store's own errors are not known here. */
function isInDoubt(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'in-doubt';
}

/** The front door: text or button -> intent -> may this person? -> answer. Never throws, never waits for PowerShell. */
export function createReceive(parts: ReceiveParts): Receive {
  return async (incoming) => {
    try {
      return await receive(parts, incoming);
    } catch (error) {
      parts.logger.error({ error, activity: incoming.activityId }, 'could not answer');
      return { kind: 'text', text: isInDoubt(error) ? IN_DOUBT : SORRY };
    }
  };
}

async function receive(parts: ReceiveParts, incoming: Incoming): Promise<Reply> {
  if (incoming.kind === 'installed') {
    return {
      kind: 'text',
      text: `Hello, I am ${parts.settings.botName}. Say "help" to see what I can do.`,
    };
  }
  const intent = incoming.kind === 'text' ? parseText(incoming.text) : parseAction(incoming);
  if (intent.name === 'not-understood') return notUnderstood(parts, intent.advice, incoming);
  const access = await parts.access.now('recent');
  const from = { ...incoming, by: behindAccount(incoming.by, access), account: incoming.by };
  const refusal =
    (await refuseByRole(parts, access, intent, from)) ?? (await refuseByRoster(parts, intent, from));
  const reply = refusal ?? (await answerIntent(parts, intent, from));
  return incoming.kind === 'action' && incoming.via === 'submit' ? forSubmit(reply) : reply;
}

/** One table for everything; a refresh needs what "status" needs. */
async function refuseByRole(
  parts: ReceiveParts,
  access: AccessNow,
  intent: Exclude<Intent | RefreshIntent, NotUnderstood>,
  incoming: IncomingText | IncomingAction,
): Promise<Reply | null> {
  const command = intent.name === 'refresh' ? 'status' : commandOf(intent);
  if (mayUse(incoming.by, command, access)) return null;
  const roles = findChatCommand(command)?.roles ?? [];
  await noteRefusal(parts, incoming.by, await subjectOf(parts, intent), 'role');
  const needed = roles.join(' or ');
  const unread = access.unreadable ?? [];
  const advice =
    unread.length > 0
      ? `The members of ${unread.join(', ')} cannot be read just now, so try again in a moment.`
      : 'Ask an administrator of this bot if you should have it.';
  return {
    kind: 'text',
    text: `You may not use "${command}": it needs the role ${needed}, which you do not have here. Nothing was done. ${advice}`,
  };
}

/** What no card of ours offers was made by hand, or by a card of another version: it is noted without what it held. */
async function notUnderstood(
  parts: ReceiveParts,
  advice: string,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  if (incoming.kind === 'action' && incoming.trigger === 'manual') {
    const { request } = incoming.data;
    const subject = typeof request === 'string' ? await subjectWithId(parts, request) : null;
    const by = behindAccount(incoming.by, await parts.access.now('recent'));
    await noteRefusal(parts, by, subject ?? { cluster: '-', about: 'button' }, 'not-offered');
  }
  return { kind: 'text', text: advice };
}

/** Older clients send Action.Submit, which cannot show a card to one person: the shared card is edited instead. */
function forSubmit(reply: Reply): Reply {
  return reply.kind === 'card' ? { kind: 'none' } : reply;
}
