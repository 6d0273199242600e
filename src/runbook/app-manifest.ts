import { CHAT_COMMANDS } from './chat-commands';
import type { ChatCommand, CommandName } from './chat-commands';

/** The version of Microsoft's manifest schema this is written in: new enough for the channel features, older than what portals lag behind. */
export const MANIFEST_VERSION = '1.28';

/** What only the one who installs the bot knows. */
export interface AppManifestOptions {
  /** Application (client) id of the bot's registration, a GUID. */
  readonly botId: string;
  /** Id of the app in the Teams catalogue, a GUID; has to stay the same for an update. */
  readonly appId: string;
  /** MAJOR.MINOR.PATCH; Teams takes an update only when it is higher. */
  readonly version: string;
  /** What people mention, at most 30 characters. */
  readonly name: string;
  readonly developer: Developer;
  /** Hosts that pages of the app may be on. The bot has no page, so there may be none. */
  readonly domains: readonly string[];
}

/** Who offers the app. Teams shows it to whoever installs it. */
export interface Developer {
  readonly name: string;
  readonly websiteUrl: string;
  readonly privacyUrl: string;
  readonly termsOfUseUrl: string;
}

export type BotScope = 'team' | 'personal';

export interface CommandList {
  readonly scopes: readonly BotScope[];
  readonly commands: readonly { readonly title: string; readonly description: string }[];
}

/** The part of Microsoft's manifest that this app needs. */
export interface AppManifest {
  readonly $schema: string;
  readonly manifestVersion: typeof MANIFEST_VERSION;
  readonly version: string;
  readonly id: string;
  readonly developer: Developer;
  readonly name: { readonly short: string; readonly full: string };
  readonly description: { readonly short: string; readonly full: string };
  readonly icons: { readonly color: string; readonly outline: string };
  readonly accentColor: string;
  readonly bots: readonly [
    {
      readonly botId: string;
      readonly scopes: readonly BotScope[];
      readonly supportsFiles: boolean;
      readonly isNotificationOnly: boolean;
      readonly commandLists: readonly CommandList[];
    },
  ];
  readonly supportsChannelFeatures: 'tier1';
  readonly validDomains: readonly string[];
}

/**
 * What Teams suggests while one types, the most useful first. A list has room for 12, so the rare ones are left out;
 * they work all the same, and `help` names them.
 */
const SUGGESTED: Readonly<Record<BotScope, readonly CommandName[]>> = {
  team: [
    'status',
    'check',
    'help',
    'approve',
    'deny',
    'incidents',
    'history',
    'ask',
    'stop',
    'withdraw',
    'freeze',
    'unfreeze',
  ],
  personal: [
    'status',
    'check',
    'help',
    'incidents',
    'history',
    'analyze',
    'approve',
    'deny',
    'ask',
    'stop',
    'freeze',
    'unfreeze',
  ],
};
const SCOPES: readonly BotScope[] = ['team', 'personal'];

/** The bare word is the title, because Teams puts it into the message as it is. */
const suggestion = ({ name, usage, help }: ChatCommand) => ({
  title: name,
  description: usage === name ? help : `${help} Say: ${usage}`,
});

/** The suggestions of one scope, in their order, with the words of the chat commands. */
export function commandList(scope: BotScope): CommandList {
  const commands = SUGGESTED[scope].flatMap((name) =>
    CHAT_COMMANDS.filter((command) => command.name === name),
  );
  return { scopes: [scope], commands: commands.map(suggestion) };
}

/** The Teams app manifest. It asks for no permission: the bot sees only messages that mention it or are sent to it. */
export function appManifest(options: AppManifestOptions): AppManifest {
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${MANIFEST_VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: MANIFEST_VERSION,
    version: options.version,
    id: options.appId,
    developer: options.developer,
    name: { short: options.name, full: `${options.name} for Azure Local` },
    description: {
      short: 'Finds the orchestrator crash loop on Azure Local; asks before it acts.',
      full: [
        'Watches Azure Local clusters for the crash loop of the HCI Orchestrator service that stalls an update after secret',
        'rotation. Shows it in the incident channel, asks the approvers, ends its cause at most once, and then checks that the',
        'crashes have stopped. Nothing is changed on a cluster without an approval. Who may do what is in the configuration of',
        'the bot; to have this app, or to be in its team, gives nobody a right.',
      ].join(' '),
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#2B5C8A',
    bots: [
      {
        botId: options.botId,
        scopes: SCOPES,
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: SCOPES.map(commandList),
      },
    ],
    // Not demanded by the schema, but Teams refuses an app for teams without it (from manifest version 1.25).
    supportsChannelFeatures: 'tier1',
    validDomains: options.domains,
  };
}
