import type { ChatCommand } from '../../runbook/chat-commands';
import { CHAT_COMMANDS } from '../../runbook/chat-commands';
import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, joinMarkdown, line } from '../escape-markdown';
import type { PlainText } from '../plain-text';
import { plainLine } from '../plain-text';
import type { HeadView } from './view-parts';
import { headOf } from './view-parts';

export interface CommandView {
  readonly usage: PlainText;
  readonly help: Markdown;
}

export interface HelpView {
  readonly head: HeadView;
  readonly yours: readonly CommandView[];
  readonly others: readonly { readonly rows: readonly CommandView[] }[];
  readonly foot: Markdown;
  readonly summary: Markdown;
}

/** What the bot can do and what this viewer may do; without a viewer every command is shown with its roles. */
export function helpView(context: CardContext): HelpView {
  const roles = context.viewer?.roles ?? [];
  const isYours = (command: ChatCommand): boolean =>
    context.viewer === null || command.roles.some((role) => roles.includes(role));
  const others = CHAT_COMMANDS.filter((command) => !isYours(command)).map((command) =>
    commandView(command, true),
  );
  const who =
    context.viewer === null
      ? line`Mention me and type one of these`
      : roles.length === 0
        ? line`You have no role here, so I answer nothing else. An admin can give you one in the configuration.`
        : line`Your roles: ${joinMarkdown(
            roles.map((role) => escapeMarkdown(role)),
            ', ',
          )}`;
  return {
    head: headOf('emphasis', line`What ${escapeMarkdown(context.botName, 40)} can do`, who, context),
    yours: CHAT_COMMANDS.filter(isYours).map((command) => commandView(command, context.viewer === null)),
    others: others.length === 0 ? [] : [{ rows: others }],
    foot: line`In a channel mention me first: @${escapeMarkdown(context.botName, 40)} status`,
    summary: line`What ${escapeMarkdown(context.botName, 40)} can do`,
  };
}

function commandView({ usage, help, roles }: ChatCommand, withRoles: boolean): CommandView {
  const who = withRoles
    ? line` (${joinMarkdown(
        roles.map((role) => escapeMarkdown(role)),
        ', ',
      )})`
    : line``;
  return { usage: plainLine(usage, 100), help: line`${escapeMarkdown(help)}${who}` };
}
