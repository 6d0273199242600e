import { botIdOf, installActivities } from './activities';
import { createBotLink } from './bot-link';
import type { BotLink, Delivery } from './bot-link';
import { connectorRoutes } from './connector';
import { createConnectorRecord } from './connector-record';
import type { ConnectorCall } from './connector-record';
import { createFaults } from './faults';
import type { Faults } from './faults';
import { issuerRoutes } from './issuer-routes';
import { assertLoopback, createLoopbackServer } from './loopback-server';
import { createMessageStore } from './message-store';
import type { MessageStore } from './message-store';
import { pageRoutes } from './page-routes';
import type { ScenarioPanel } from './page-state';
import { INCIDENT_CHANNEL, LAB_PEOPLE, LAB_TENANT_ID, personalChatOf, personByKey } from './people';
import { createPersonActions } from './person-actions';
import type { PersonActions } from './person-actions';
import { createSendLimiter, TEAMS_SEND_LIMITS } from './send-limits';
import type { SendLimit } from './send-limits';
import { createTokenIssuer, LAB_ISSUER } from './token-issuer';
import type { TokenOverrides } from './token-issuer';

/** Where the connector answers, below the channel's address; Teams' service URLs have a path and end in a slash too. */
const CONNECTOR_PATH = '/teams';

export interface LabChannelOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The bot's messaging endpoint on loopback, or how to get it once the bot listens. */
  readonly botEndpoint: string | (() => string);
  readonly appId: string;
  readonly appPassword: string;
  readonly newId: () => string;
  /** Epoch ms UTC. */
  readonly now: () => number;
  /** The issuer of the tokens to the bot. */
  readonly issuer?: string;
  /** Whether the page and its API are served; yes by default. */
  readonly page?: boolean;
  /** The simulated cluster's controls, shown on the page when present. */
  readonly extras?: ScenarioPanel;
  /** How much the bot may send to one conversation; as Teams by default, `[]` for no limit. */
  readonly sendLimits?: readonly SendLimit[];
  /** How long the bot may take to answer, in ms; as Teams by default. */
  readonly botPatienceMs?: number;
}

/** What a bot has to be configured with to work with this channel instead of Teams. */
export interface LabChannelAddresses {
  /** The page, and the base of everything else. */
  readonly url: string;
  readonly serviceUrl: string;
  /** The value of the `iss` claim of the channel's tokens. */
  readonly issuer: string;
  readonly openIdMetadataUrl: string;
  /** The login address `<url>/<tenant>`; the token endpoint is `/oauth2/v2.0/token` below it. */
  readonly loginUrl: string;
}

export interface LabChannel extends PersonActions {
  /** @throws Error before start. */
  addresses(): LabChannelAddresses;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Tells the bot it was added to the team and to each personal chat, as Teams does when the app is installed. */
  install(): Promise<readonly Delivery[]>;
  readonly botId: string;
  readonly store: MessageStore;
  readonly faults: Faults;
  readonly link: BotLink;
  /** Every request of the bot to the connector, oldest first. */
  calls(): readonly ConnectorCall[];
  /** A connector token, with claims replaced for hostile ones. */
  token(overrides?: TokenOverrides): Promise<string>;
  /** Calls the listener after every change; gives the function that ends it. */
  onChange(listener: () => void): () => void;
}

/**
 * A Teams of our own on loopback: token issuer, Bot Connector and page, for one bot. Messages and keys live in memory.
 * @throws Error when app id or password are missing (there is no anonymous mode), or the bot is not on loopback.
 */
export async function createLabChannel(options: LabChannelOptions): Promise<LabChannel> {
  const { appId, appPassword, newId, now, botEndpoint, issuer: issuerName = LAB_ISSUER } = options;
  if (typeof botEndpoint === 'string') assertLoopback(botEndpoint, 'the address of the bot');
  const listeners = new Set<() => void>();
  const changed = () => listeners.forEach((listener) => listener());
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  const issuer = await createTokenIssuer({
    issuer: issuerName,
    appId,
    appPassword,
    tenantId: LAB_TENANT_ID,
    newId,
    now,
  });
  const store = createMessageStore(now, changed);
  const faults = createFaults();
  const record = createConnectorRecord(now);
  const botId = botIdOf(appId);
  const url = () => server.url();
  const serviceUrl = () => `${url()}${CONNECTOR_PATH}/`;
  const link = createBotLink({
    botEndpoint: typeof botEndpoint === 'string' ? () => botEndpoint : botEndpoint,
    ...{ serviceUrl, issuer, faults, newId, changed },
    ...(options.botPatienceMs === undefined ? {} : { patienceMs: options.botPatienceMs }),
  });
  const actions = createPersonActions({ store, link, botId, serviceUrl, newId, now });
  const pageParts = { actions, store, link, faults, onChange, changed, url, newId };
  const page = pageRoutes({ ...pageParts, ...pick(options.extras) });
  const limiter = createSendLimiter(options.sendLimits ?? TEAMS_SEND_LIMITS, now);
  const server = createLoopbackServer(options.port ?? 0, [
    ...issuerRoutes(issuer, url),
    ...connectorRoutes(CONNECTOR_PATH, {
      ...{ store, faults, issuer, botId, serviceUrl, newId, limiter, record },
    }),
    ...(options.page === false ? [] : page),
  ]);

  return {
    ...actions,
    ...{ botId, store, faults, link, onChange },
    calls: () => record.calls(),
    start: () => server.start(),
    stop: () => server.stop(),
    token: (overrides) => issuer.connectorToken(serviceUrl(), overrides),
    install: () => install(link, { botId, serviceUrl: serviceUrl(), newId, at: now() }),
    addresses: () => addressesOf(url(), serviceUrl(), issuerName),
  };
}

function pick(extras: ScenarioPanel | undefined): { readonly extras?: ScenarioPanel } {
  return extras ? { extras } : {};
}

function addressesOf(url: string, serviceUrl: string, issuer: string): LabChannelAddresses {
  const openIdMetadataUrl = `${url}/.well-known/openidconfiguration`;
  return { url, serviceUrl, issuer, openIdMetadataUrl, loginUrl: `${url}/${LAB_TENANT_ID}` };
}

interface InstallSource {
  readonly botId: string;
  readonly serviceUrl: string;
  readonly newId: () => string;
  readonly at: number;
}

async function install(link: BotLink, { newId, ...rest }: InstallSource): Promise<readonly Delivery[]> {
  const admin = { person: personByKey('admin'), place: INCIDENT_CHANNEL };
  const chats = LAB_PEOPLE.filter((person) => person.member).map((person) => ({
    person,
    place: personalChatOf(person),
  }));
  const deliveries: Delivery[] = [];
  for (const where of [admin, ...chats]) {
    const source = { ...rest, ...where, threadId: null, activityId: `f:${newId()}` };
    for (const activity of installActivities(source, () => `f:${newId()}`))
      deliveries.push(await link.deliver(activity));
  }
  return deliveries;
}
