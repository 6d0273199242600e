import path from 'node:path';
import { createCardPainter } from './cards/card-painter';
import type { AccessSource } from './commands/access-source';
import type { CommandHandler } from './commands/handle-command';
import { createNoteRefusedTry } from './commands/note-refused-try';
import { createRefusals } from './commands/record-refusal';
import { createReceive } from './commands/receive';
import { createShownCards } from './commands/shown-cards';
import type { Situation } from './commands/situation';
import { createWatch } from './detection/watch';
import type { Watch } from './detection/watch';
import { createAskForPerson } from './effects/ask-for-person';
import { createBundleForPerson } from './effects/perform-bundle';
import { createOverdueLook } from './effects/overdue-look';
import { createPlanForPerson } from './effects/perform-plan';
import { createMessagePerformers } from './effects/post-messages';
import type { Leadership } from './effects/leadership';
import type { Persist } from './effects/persist';
import type { Performers } from './effects/run-effects';
import { createVotersLook } from './effects/voters-look';
import type { Logger } from './logger';
import type { Clock, NewId, Roster, Store } from './ports';
import type { Settings } from './runbook/settings';
import type { BotIdentity } from './teams/bot-identity';
import { heldBack } from './teams/held-back';
import { createMessenger } from './teams/messenger';
import { createRoster } from './teams/roster';
import { createServer } from './teams/server';
import type { BotServer } from './teams/server';

export interface TeamsSideParts {
  readonly settings: Settings;
  readonly identity: BotIdentity;
  /** Who is a member of a conversation; the connector's own list unless given. */
  readonly roster?: Roster;
  readonly server: { readonly host: string; readonly port: number };
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  /** This process. */
  readonly owner: string;
  /** Repeats what must be stored. */
  readonly persist: Persist;
  readonly handler: CommandHandler;
  readonly situation: Situation;
  readonly access: AccessSource;
  readonly leadership: Leadership;
  readonly isReady: () => Promise<boolean>;
  readonly logger: Logger;
}

/** How often is looked whether a watch is overdue, and whether an open request can still be granted, ms. */
const LOOK_MS = 10_000;

/** What the role `teams` does: it listens and speaks, and needs neither PowerShell nor a way to a cluster. */
export function createTeamsSide(parts: TeamsSideParts): {
  readonly performers: Pick<Performers, 'incident-card' | 'notice' | 'answer' | 'tell' | 'show-plan'>;
  readonly watches: readonly Watch[];
  readonly server: BotServer;
} {
  const { settings, identity, clock, logger } = parts;
  const painter = createCardPainter({ templatesFolder: path.resolve(__dirname, '..', 'cards') });
  const messenger = heldBack(createMessenger({ identity, clock, log: logger }), () => performance.now());
  const shown = createShownCards(parts.store);
  const refusals = createRefusals(parts.store);
  const receive = createReceive({
    ...parts,
    painter,
    shown,
    refusals,
    roster: parts.roster ?? createRoster({ identity, clock, log: logger }),
    prepareAsk: createAskForPerson(parts),
    preparePlan: createPlanForPerson(parts),
    prepareBundle: createBundleForPerson(parts),
  });
  return {
    performers: createMessagePerformers({ ...parts, painter, messenger, shown, random: Math.random }),
    watches: settings.clusters.flatMap(({ name }) =>
      [createOverdueLook(name, parts), createVotersLook(name, parts)].map((look) =>
        createWatch({ cluster: name, logger, look, pause: () => Promise.resolve(LOOK_MS) }),
      ),
    ),
    server: createServer({
      ...parts.server,
      identity,
      receive,
      noteRefused: createNoteRefusedTry({ ...parts, refusals }),
      messenger,
      clock,
      log: logger,
      isReady: parts.isReady,
    }),
  };
}
