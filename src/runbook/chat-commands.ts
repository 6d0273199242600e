/** Roles, from the least to the most; a person may have several. */
export const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export type CommandName =
  | 'help'
  | 'status'
  | 'incidents'
  | 'history'
  | 'analyze'
  | 'check'
  | 'plan'
  | 'bundle'
  | 'ask'
  | 'owner'
  | 'attest'
  | 'stop'
  | 'withdraw'
  | 'approve'
  | 'deny'
  | 'freeze'
  | 'unfreeze'
  | 'settle'
  | 'bind';

/** One chat command. Help, authorisation and the app manifest are derived from these rows. */
export interface ChatCommand {
  readonly name: CommandName;
  readonly usage: string;
  readonly help: string;
  /** Holding any one of these roles is enough. Default is deny. */
  readonly roles: readonly Role[];
}

const EVERY_ROLE: readonly Role[] = ROLES;

/** The one table of who may do what (design section 3). */
export const CHAT_COMMANDS: readonly ChatCommand[] = [
  { name: 'help', usage: 'help', help: 'What I can do, and what you may do.', roles: EVERY_ROLE },
  {
    name: 'check',
    usage: 'check [cluster]',
    help: 'Look for the crash loop on every node, now.',
    roles: ['operator'],
  },
  {
    name: 'status',
    usage: 'status [cluster]',
    help: 'Where things stand, and when it was last checked.',
    roles: EVERY_ROLE,
  },
  {
    name: 'bundle',
    usage: 'bundle [cluster]',
    help: 'Redacted evidence for support, as one zip file on my host.',
    roles: ['operator'],
  },
  { name: 'incidents', usage: 'incidents', help: 'Open and recently closed incidents.', roles: EVERY_ROLE },
  { name: 'history', usage: 'history [cluster]', help: 'What happened, step by step.', roles: EVERY_ROLE },
  {
    name: 'analyze',
    usage: 'analyze <pasted trace>',
    help: 'Tell whether a pasted stack trace is this issue.',
    roles: EVERY_ROLE,
  },
  {
    name: 'approve',
    usage: 'approve <id> [owner-agrees] [node:] [reason]',
    help: 'Approve a request. Same as the button.',
    roles: ['approver'],
  },
  {
    name: 'deny',
    usage: 'deny <id> <reason>',
    help: 'Deny a request; one deny ends it.',
    roles: ['approver'],
  },
  {
    name: 'plan',
    usage: 'plan <mitigation> [cluster]',
    help: 'Each exact call it would make on which node, without making one.',
    roles: ['operator'],
  },
  {
    name: 'ask',
    usage: 'ask <mitigation> [cluster] [node]',
    help: 'Ask for a mitigation.',
    roles: ['operator'],
  },
  {
    name: 'owner',
    usage: 'owner <id>',
    help: "The message to the session's owner, ready to send.",
    roles: ['operator', 'approver'],
  },
  {
    name: 'attest',
    usage: 'attest <id>',
    help: 'Say that the owner ended the session; I check it.',
    roles: ['operator'],
  },
  { name: 'stop', usage: 'stop [cluster]', help: 'Stop a run after the step it is in.', roles: ['operator'] },
  {
    name: 'withdraw',
    usage: 'withdraw <id>',
    help: 'Take your own request, or your own vote, back.',
    roles: ['operator', 'approver'],
  },
  {
    name: 'freeze',
    usage: 'freeze [cluster] <reason>',
    help: 'Nothing runs until unfreeze.',
    roles: ['admin'],
  },
  { name: 'unfreeze', usage: 'unfreeze [cluster]', help: 'Lift a freeze.', roles: ['admin'] },
  {
    name: 'settle',
    usage: 'settle <cluster> happened|did-not-happen|fixed|not-fixed <reason>',
    help: 'Settle what I cannot tell: an unknown step, or a validation.',
    roles: ['admin'],
  },
  {
    name: 'bind',
    usage: 'bind <cluster>',
    help: 'Make this channel the incident channel of a cluster.',
    roles: ['admin'],
  },
];

/** The row of a command; undefined when there is none. */
export function findChatCommand(name: string): ChatCommand | undefined {
  return CHAT_COMMANDS.find((command) => command.name === name.toLowerCase());
}
