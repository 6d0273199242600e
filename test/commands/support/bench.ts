import path from 'node:path';
import { createCardPainter } from '../../../src/cards/card-painter';
import { createAccessSource } from '../../../src/commands/access-source';
import type { CommandHandler } from '../../../src/commands/handle-command';
import { createCommandHandler } from '../../../src/commands/handle-command';
import type { IncomingAction, IncomingText, NoteRefusedTry, Receive } from '../../../src/commands/incoming';
import { createNoteRefusedTry } from '../../../src/commands/note-refused-try';
import { createRefusals } from '../../../src/commands/record-refusal';
import { createReceive } from '../../../src/commands/receive';
import { createShownCards } from '../../../src/commands/shown-cards';
import { createSituation } from '../../../src/commands/situation';
import type { JsonObject } from '../../../src/incident/json';
import type { Person } from '../../../src/incident/person';
import type { Clock, GroupMembers, Roster, Store } from '../../../src/ports';
import type { Role } from '../../../src/runbook/chat-commands';
import type { Settings } from '../../../src/runbook/settings';
import { rules, T0, TENANT } from '../../incident/support/builders';
import { NODE_RESTART } from '../../support/node-restart-times';

/** A clock that is set by the test. */
export interface HandClock extends Clock {
  set(at: number): void;
}

export function handClock(at = T0): HandClock {
  let now = at;
  return {
    now: () => now,
    set: (to) => {
      now = to;
    },
  };
}

/** Ids in the order of their making: id-1, id-2, ... */
export function countedIds(prefix = 'id'): () => string {
  let count = 0;
  return () => `${prefix}-${(count += 1)}`;
}

export interface Member {
  readonly person: Person;
  readonly roles: readonly Role[];
}

export function settingsFor(members: readonly Member[], change: Partial<Settings> = {}): Settings {
  return {
    mode: 'production',
    botName: 'Incident bot',
    clusters: [
      {
        name: 'cluster-1',
        nodes: ['n1', 'n2'],
        connection: {},
        certificateSubjects: [],
        rootNames: [],
        channel: null,
        protectedVms: null,
        botHostVm: null,
      },
    ],
    access: { tenantId: TENANT, members, requesterMayVote: false },
    rules: rules(),
    detection: {
      watchMs: 60_000,
      watchInIncidentMs: 30_000,
      lookBackMs: 86_400_000,
      proofGapMs: 5000,
      nodeDeadlineMs: 60_000,
      steadyMs: 1000,
      groupMoveMs: 30_000,
      nodeRestart: NODE_RESTART,
      skewLimitMs: 5000,
      updateStalledMs: 1_800_000,
    },
    runMode: 'run',
    mentionsVoters: true,
    ...change,
  };
}

export interface Bench {
  readonly handler: CommandHandler;
  readonly receive: Receive;
  readonly noteRefused: NoteRefusedTry;
  readonly clock: HandClock;
  /** Rungs that were to be prepared for a person. */
  readonly prepared: string[];
  /** Rungs that were to be planned for a person. */
  readonly planned: string[];
  /** Clusters whose evidence was to be gathered for a person. */
  readonly bundled: string[];
}

/** A roster in which everybody is who they say; the real adapter has its own test over HTTP. */
const EVERYBODY: Roster = { standingOf: () => Promise.resolve('member') };

/** The front door over a real store: everything but Teams and PowerShell. */
export function benchOn(
  store: Store,
  settings: Settings,
  groups: GroupMembers | null = null,
  roster: Roster = EVERYBODY,
): Bench {
  const clock = handClock();
  const newId = countedIds();
  const handler = createCommandHandler({ store, clock, newId, onEffects: () => undefined });
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const access = createAccessSource({ access: settings.access, groups, clock, logger });
  const situation = createSituation({ settings, store, clock, handler, access });
  const prepared: string[] = [];
  const planned: string[] = [];
  const bundled: string[] = [];
  const refusals = createRefusals(store);
  const noteRefused = createNoteRefusedTry({ store, handler, refusals, clock, access, logger });
  const receive = createReceive({
    settings,
    store,
    clock,
    newId,
    handler,
    situation,
    painter: createCardPainter({ templatesFolder: path.resolve('cards') }),
    logger,
    access,
    shown: createShownCards(store),
    refusals,
    roster,
    prepareAsk: async (_cluster, rung) => {
      prepared.push(rung);
      return { kind: 'text', text: 'looking' };
    },
    prepareBundle: async (cluster) => {
      bundled.push(cluster);
      return { kind: 'text', text: 'gathering' };
    },
    preparePlan: async (_cluster, rung) => {
      planned.push(rung);
      return { kind: 'text', text: 'looking' };
    },
  });
  return { handler, receive, noteRefused, clock, prepared, planned, bundled };
}

const CONVERSATION = {
  kind: 'channel',
  id: '19:channel@thread.tacv2;messageid=1',
  channelId: '19:channel@thread.tacv2',
  teamId: 'team-1',
  serviceUrl: 'https://example.test/',
} as const;
const PERSONAL = {
  kind: 'personal',
  id: 'a:1',
  channelId: null,
  teamId: null,
  serviceUrl: 'https://example.test/',
} as const;

export function says(by: Person, text: string, place: 'channel' | 'personal' = 'channel'): IncomingText {
  return {
    kind: 'text',
    activityId: `said-${text}`,
    by,
    memberId: `29:${by.objectId}`,
    conversation: place === 'channel' ? CONVERSATION : PERSONAL,
    text,
  };
}

export function clicks(
  by: Person,
  verb: string,
  data: JsonObject,
  change: Partial<IncomingAction> = {},
): IncomingAction {
  return {
    kind: 'action',
    activityId: 'clicked',
    by,
    memberId: `29:${by.objectId}`,
    conversation: CONVERSATION,
    verb,
    data,
    cardActivityId: 'card-1',
    trigger: 'manual',
    via: 'execute',
    ...change,
  };
}
