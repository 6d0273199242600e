import { CHAT_COMMANDS, findChatCommand } from '../runbook/chat-commands';
import type { CommandName } from '../runbook/chat-commands';
import type { Intent, NotUnderstood, SettleAs } from './intent';

const SETTLE_AS: readonly SettleAs[] = ['happened', 'did-not-happen', 'fixed', 'not-fixed'];

/** Turns a line of chat into an intent. Pure; what is not understood says what would be. */
export function parseText(text: string): Intent | NotUnderstood {
  const trimmed = text.trim();
  const [word = '', ...words] = trimmed.split(/\s+/);
  if (word === '') return { name: 'help' };
  const command = findChatCommand(word);
  if (!command)
    return notUnderstood(
      `I do not know "${word.slice(0, 40)}". I know: ${CHAT_COMMANDS.map(({ name }) => name).join(', ')}.`,
    );
  const rest = trimmed.slice(word.length).trim();
  return parseArguments(command.name, words, rest);
}

function parseArguments(name: CommandName, words: readonly string[], rest: string): Intent | NotUnderstood {
  const [first = null, second = null] = words;
  switch (name) {
    case 'help':
    case 'incidents':
      return { name };
    case 'check':
    case 'status':
    case 'history':
    case 'bundle':
    case 'stop':
    case 'unfreeze':
    case 'bind':
      return { name, cluster: first };
    case 'freeze':
      return { name, cluster: null, reason: rest };
    case 'analyze':
      return rest === '' ? usage(name) : { name, text: rest };
    case 'ask':
      return first === null
        ? usage(name)
        : { name, rung: first.toUpperCase(), cluster: second, nodes: words.slice(2) };
    case 'plan':
      return first === null ? usage(name) : { name, rung: first.toUpperCase(), cluster: second };
    case 'approve':
      return first === null
        ? usage(name)
        : { name, request: first, ...approvalWords(restAfter(rest, first)), digestPrefix: null };
    case 'deny':
      return first === null
        ? usage(name)
        : { name, request: first, reason: restAfter(rest, first) || null, digestPrefix: null };
    case 'attest':
    case 'owner':
    case 'withdraw':
      return first === null ? usage(name) : { name, request: first };
    case 'settle': {
      const as = SETTLE_AS.find((word) => word === second?.toLowerCase());
      if (first === null || second === null || !as) return usage(name);
      return { name, cluster: first, as, reason: restAfter(restAfter(rest, first), second) };
    }
  }
}

/**
 * `owner-agrees` when it is the first word. What follows is the reason, after the names of the nodes and a colon where those are wanted: what
 * is wanted is known only where the request is, so the reason still has all of it.
 */
function approvalWords(
  text: string,
): Pick<Extract<Intent, { name: 'approve' }>, 'ownerAgrees' | 'reason' | 'confirmation'> {
  const [word = ''] = text.split(/\s+/);
  const ownerAgrees = word.toLowerCase() === 'owner-agrees';
  const words = ownerAgrees ? restAfter(text, word) : text;
  const colon = words.search(/:\s/);
  const names = colon < 0 ? words : words.slice(0, colon);
  return { ownerAgrees, reason: words || null, confirmation: names || null };
}

function restAfter(text: string, word: string): string {
  return text.slice(text.indexOf(word) + word.length).trim();
}

function usage(name: CommandName): NotUnderstood {
  return notUnderstood(`Say it like this: ${findChatCommand(name)?.usage ?? name}`);
}

function notUnderstood(advice: string): NotUnderstood {
  return { name: 'not-understood', advice };
}
