import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { createCardPainter } from '../../../src/cards/card-painter';
import { createAccessSource } from '../../../src/commands/access-source';
import { createCommandHandler, streamOf } from '../../../src/commands/handle-command';
import type { CommandHandler } from '../../../src/commands/handle-command';
import { createShownCards } from '../../../src/commands/shown-cards';
import { createSituation } from '../../../src/commands/situation';
import type { Situation } from '../../../src/commands/situation';
import { createMessagePerformers } from '../../../src/effects/post-messages';
import type { Performed, Work } from '../../../src/effects/run-effects';
import type { NoticeKind } from '../../../src/incident/effects';
import type { IncidentCommand } from '../../../src/incident/commands';
import type { ConnectorOperation } from '../../../src/lab/channel/faults';
import { INCIDENT_CHANNEL, LAB_TENANT_ID } from '../../../src/lab/channel/people';
import { currentRevision } from '../../../src/lab/channel/shapes';
import type { LabMessage } from '../../../src/lab/channel/shapes';
import type { CardSlot, LogEntry, Messenger, Place, Store } from '../../../src/ports';
import type { Member } from '../../../src/runbook/settings';
import { openStore } from '../../../src/store/open-store';
import { botIdentitySchema } from '../../../src/teams/bot-identity';
import { createMessenger } from '../../../src/teams/messenger';
import { handClock, settingsFor } from '../../commands/support/bench';
import type { HandClock } from '../../commands/support/bench';
import { check, crashing, T0 } from '../../incident/support/builders';
import { newStoreFile } from '../../store/support/folders';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { startBotFrameworkClient, TEST_APP } from '../../support/bot-framework-client';

const CLUSTER = 'cluster-1';

/** One process that speaks: what it does with its work, told to do it by the test. */
export interface Speaker {
  card(attempts?: number): Promise<Performed>;
  notice(attempts?: number, notice?: NoticeKind): Promise<Performed>;
  tell(text: string, attempts?: number): Promise<Performed>;
}

export interface SpeakerOptions {
  readonly owner?: string;
  readonly timeoutMs?: number;
  /** Puts something between the performers and the connector. */
  readonly around?: (messenger: Messenger) => Messenger;
}

/** The real performers, messenger, painter and SQLite store against the lab's connector over HTTP. The runner that repeats them is left out. */
export interface DeliveryBench {
  readonly client: BotFrameworkClient;
  readonly clock: HandClock;
  readonly store: Store;
  readonly handler: CommandHandler;
  readonly situation: Situation;
  readonly said: string[];
  speaker(options?: SpeakerOptions): Speaker;
  handle(command: IncidentCommand): Promise<void>;
  slot(): Promise<CardSlot | null>;
  facts(kind: string): Promise<readonly LogEntry[]>;
  /** Messages of the bot that show a card. */
  cards(): readonly LabMessage[];
  /** How often the bot asked for that. */
  asked(operation: ConnectorOperation): number;
  stop(): Promise<void>;
}

/**
 * Starts with an incident open and nothing posted.
 * @param members who has which roles
 */
export async function startDeliveryBench(
  members: readonly Member[] = [],
  mentionsVoters = true,
): Promise<DeliveryBench> {
  const client = await startBotFrameworkClient('http://127.0.0.1:9/never-called');
  const addresses = client.channel.addresses();
  const clock = handClock();
  const store = await openStore({ file: newStoreFile() });
  const place: Place = { serviceUrl: addresses.serviceUrl, conversationId: INCIDENT_CHANNEL.id };
  const base = settingsFor(members, { mentionsVoters });
  const channel = { serviceUrl: place.serviceUrl, channelId: place.conversationId };
  const settings = { ...base, clusters: base.clusters.map((cluster) => ({ ...cluster, channel })) };
  const said: string[] = [];
  const say = (_fields: object, message: string): void => void said.push(message);
  const logger = { info: say, warn: say, error: say };
  const identity = botIdentitySchema.parse({
    ...TEST_APP,
    tenantId: LAB_TENANT_ID,
    issuer: addresses.issuer,
    openIdMetadataUrl: addresses.openIdMetadataUrl,
    loginUrl: addresses.loginUrl,
    allowedServiceUrls: [addresses.serviceUrl],
  });
  const handler = createCommandHandler({ store, clock, newId: randomUUID, onEffects: () => undefined });
  const access = createAccessSource({ access: settings.access, groups: null, clock, logger });
  const situation = createSituation({ settings, store, clock, handler, access });
  const painter = createCardPainter({ templatesFolder: path.resolve('cards') });

  const handle = async (command: IncidentCommand): Promise<void> => {
    const handled = await handler.handle(CLUSTER, command);
    if (handled.kind === 'rejected') throw new Error(JSON.stringify(handled.rejection));
  };
  await handle(check(crashing(T0)));
  const incidentId = (await handler.load(CLUSTER)).incident?.id ?? '';
  const slotName = `incident:${incidentId}`;

  return {
    ...{ client, clock, store, handler, situation, said, handle },
    speaker: ({ owner = 'a', timeoutMs = 20_000, around = (messenger: Messenger) => messenger } = {}) => {
      const messenger = around(
        createMessenger({ identity, clock: { now: Date.now }, log: logger, timeoutMs }),
      );
      const performers = createMessagePerformers({
        ...{ settings, store, handler, situation, painter, messenger, clock, owner, logger },
        shown: createShownCards(store),
        persist: (_what, work) => work(),
        random: () => 0,
      });
      const at = { id: 'effect-1', cluster: CLUSTER };
      const dueAt = T0;
      return {
        card: (attempts = 0) => {
          const effect = { kind: 'incident-card', dueAt, incidentId } as const;
          return performers['incident-card']({ ...at, effect, attempts } satisfies Work<'incident-card'>);
        },
        notice: (attempts = 0, notice = 'opened') => {
          const effect = { kind: 'notice', dueAt, incidentId, notice, detail: '' } as const;
          return performers.notice({ ...at, effect, attempts });
        },
        tell: (text, attempts = 0) =>
          performers.tell({ ...at, effect: { kind: 'tell', dueAt, to: { ...place }, text }, attempts }),
      };
    },
    slot: () => store.readCardSlot(slotName),
    facts: async (kind) =>
      (await store.readHistory(streamOf(CLUSTER), 1000)).filter((entry) => entry.kind === kind),
    cards: () => client.fromBot().filter((message) => currentRevision(message).card !== null),
    asked: (operation) => client.channel.calls().filter((call) => call.operation === operation).length,
    stop: async () => {
      await store.close();
      await client.stop();
    },
  };
}
