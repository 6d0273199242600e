import path from 'node:path';
import { createCardPainter } from '../../../src/cards/card-painter';
import { createAccessSource } from '../../../src/commands/access-source';
import type { CommandHandler } from '../../../src/commands/handle-command';
import { decodeEvent } from '../../../src/commands/event-codec';
import { streamOf } from '../../../src/commands/handle-command';
import { createSituation } from '../../../src/commands/situation';
import { canonicalJson } from '../../../src/incident/canonical-json';
import { evolve } from '../../../src/incident/evolve';
import { react } from '../../../src/incident/react';
import type { ClusterState } from '../../../src/incident/state';
import { initialState } from '../../../src/incident/state';
import { INCIDENT_CHANNEL } from '../../../src/lab/channel/people';
import type { LabMessage } from '../../../src/lab/channel/shapes';
import type { Clock, LogEntry, Store } from '../../../src/ports';
import type { Settings } from '../../../src/runbook/settings';

export interface CardsFound {
  /** One line for each card that is not the present state of its incident. */
  readonly wrong: readonly string[];
  /** Further cards of an incident: posted by a process that died before it could note where, so that nobody can edit them; the card that is kept up to date has to say so. */
  readonly copies: number;
}

export interface CardJudgeParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  readonly handler: CommandHandler;
}

/** Draws the present state anew, past the bot's processes, and compares it with what stands at the connector. */
export function createCardJudge(
  parts: CardJudgeParts,
): (messages: readonly LabMessage[]) => Promise<CardsFound> {
  const { settings, clock, store } = parts;
  const painter = createCardPainter({ templatesFolder: path.resolve(__dirname, '../../../cards') });
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const access = createAccessSource({ access: settings.access, groups: null, clock, logger });
  const situation = createSituation({ ...parts, access });

  const judgeOne = async (cluster: string, messages: readonly LabMessage[]): Promise<CardsFound> => {
    const states = statesToShow(await store.readStream(streamOf(cluster), 0), cluster);
    const id = states.at(-1)?.incident?.id;
    const slot = id === undefined ? null : await store.readCardSlot(`incident:${id}`);
    const living = messages.find((message) => message.id === slot?.activityId);
    const copies = messages.filter((one) => one !== living && isAbout(one, cluster)).length;
    const shown = living?.revisions.at(-1);
    if (!shown) return { wrong: [`${cluster}: no card shows its incident`], copies };
    const present = await situation.sharedContext(cluster);
    const lastCheckedAt = present.lastCheckedAt === null ? null : Math.min(present.lastCheckedAt, shown.at);
    const context = { ...present, lastCheckedAt, now: shown.at };
    const strays = slot?.strays ?? 0;
    const drawn = (state: ClusterState): string => {
      const painted = painter.incident(state, context);
      return comparable((strays > 0 ? painter.replacing(painted) : painted).card);
    };
    const right = states.map(drawn);
    const card = comparable(shown.card);
    return {
      wrong: [
        ...(right.includes(card) ? [] : [`${cluster}: ${difference(card, right)}`]),
        ...(copies <= strays ? [] : [`${cluster}: ${copies} older copies, and its card knows of ${strays}`]),
      ],
      copies,
    };
  };
  return async (messages) => {
    const cards = messages.filter(({ placeId }) => placeId === INCIDENT_CHANNEL.id);
    const found = await Promise.all(settings.clusters.map(({ name }) => judgeOne(name, cards)));
    return {
      wrong: found.flatMap(({ wrong }) => wrong),
      copies: found.reduce((sum, { copies }) => sum + copies, 0),
    };
  };
}

function isAbout({ revisions }: LabMessage, cluster: string): boolean {
  const card = revisions.at(-1)?.card;
  return card ? JSON.stringify(card).includes(`Cluster **${cluster}**`) : false;
}

/** The state after the newest event that the card has to follow, and those after it, which it may show. */
function statesToShow(entries: readonly LogEntry[], cluster: string): readonly ClusterState[] {
  let state = initialState(cluster);
  let newest: readonly ClusterState[] = [];
  for (const event of entries.map(decodeEvent)) {
    state = evolve(state, event);
    const isFollowed = react(event, state).some(
      ({ kind, dueAt }) => kind === 'incident-card' && dueAt <= event.at,
    );
    newest = isFollowed ? [state] : [...newest, state];
  }
  return newest;
}

/** Where a card leaves the one it should be. */
function difference(card: string, present: readonly string[]): string {
  const shared = present.map((one) => {
    let at = 0;
    while (at < one.length && one[at] === card[at]) at += 1;
    return { at, one };
  });
  const { at, one } = shared.reduce((best, next) => (next.at > best.at ? next : best), { at: 0, one: '' });
  const around = (text: string): string => text.slice(Math.max(0, at - 80), at + 120);
  return `... ${around(card)} ... instead of ... ${around(one)} ...`;
}

/** A card without what only says how long ago something was, which goes by when it was drawn. */
function comparable(card: unknown): string {
  return (
    canonicalJson(JSON.parse(JSON.stringify(card)) as never)
      // How far the picture of the crashes reaches goes by when it was drawn, too.
      .replaceAll(' · hatched: not looked at yet', '')
      .replace(/data:image[^"]*/gu, '<picture>')
      .replace(/\d+ (?:s|min|h|d)(?: \d+ (?:min|h))?(?= ago|\b)/gu, '<time>')
      .replace(/(?:\d{4}-\d\d-\d\d )?\d\d:\d\d(?::\d\d)? UTC/gu, '<clock>')
  );
}
