import { GENERAL_CHANNEL, LAB_TEAM } from './people';
import type { CardJson, IncomingActivity, LabPerson, LabPlace } from './shapes';

export const BOT_NAME = 'Incident Bot';

/** Who and where an activity is from, and how to call it. */
export interface ActivitySource {
  readonly person: LabPerson;
  readonly place: LabPlace;
  /** The root of the thread in a channel; ignored in a personal chat. */
  readonly threadId: string | null;
  readonly activityId: string;
  readonly botId: string;
  readonly serviceUrl: string;
  /** Epoch ms UTC. */
  readonly at: number;
}

/** The bot's identity in Teams: `28:` and its app id. */
export function botIdOf(appId: string): string {
  return `28:${appId}`;
}

/** The conversation id Teams uses: in a channel with the thread's root, as it does for every channel activity. */
export function conversationIdOf(place: LabPlace, threadId: string | null): string {
  return place.kind === 'channel' && threadId ? `${place.id};messageid=${threadId}` : place.id;
}

/** How somebody says something. */
export interface Saying {
  readonly text: string;
  /** Starts with the bot's mention, as the compose box of Teams makes it. */
  readonly mention: boolean;
  /** Id of the message that this one answers with a quote of it. */
  readonly quotes?: string;
}

/**
 * A typed message. Its text is as it was typed, not HTML; the attachment beside it is. A message with a mention ends in a line feed
 * (MicrosoftDocs/OfficeDocs-SkypeForBusiness 4723), and one that quotes has a marker and an entity for it (Teams SDK, "Quoted replies").
 */
export function messageActivity(source: ActivitySource, { text, mention, quotes }: Saying): IncomingActivity {
  const tag = `<at>${BOT_NAME}</at>`;
  const mentioned = { type: 'mention', mentioned: { id: source.botId, name: BOT_NAME }, text: tag };
  const quoted = { type: 'quotedReply', quotedReply: { messageId: quotes } };
  const typed = mention ? `${tag} ${text}\n` : text;
  const html = `${mention ? MENTION_HTML : ''}${escapeHtml(text).replaceAll('\n', '<br>')}`;
  return {
    ...envelope(source, 'message'),
    text: quotes === undefined ? typed : `<quoted messageId="${quotes}"/> ${typed}`,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<div><div>${html}</div>\n</div>` }],
    entities: [...(quotes === undefined ? [] : [quoted]), ...(mention ? [mentioned] : []), clientInfo],
  };
}

const MENTION_HTML = `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">${BOT_NAME}</span>&nbsp;`;

/** An Action.Submit: a message with the data as `value`, without any text and without a mention. */
export function submitActivity(
  source: ActivitySource,
  cardMessageId: string,
  data: unknown,
): IncomingActivity {
  return { ...envelope(source, 'message'), replyToId: cardMessageId, value: data, entities: [clientInfo] };
}

/** What an Action.Execute carries; `data` already holds the inputs. */
export interface ExecuteAction {
  readonly verb: string;
  readonly data: unknown;
  readonly id?: string;
}

/** A click on an Action.Execute (`manual`) or a refresh by the client (`automatic`). */
export function executeActivity(
  source: ActivitySource,
  cardMessageId: string,
  action: ExecuteAction,
  trigger: 'manual' | 'automatic',
): IncomingActivity {
  return {
    ...envelope(source, 'invoke'),
    name: 'adaptiveCard/action',
    replyToId: cardMessageId,
    value: { action: { type: 'Action.Execute', ...action }, trigger },
  };
}

/** The two activities that tell the bot it was added to a place. */
export function installActivities(
  source: ActivitySource,
  newId: () => string,
): readonly [IncomingActivity, IncomingActivity] {
  const team = { id: LAB_TEAM.id, name: LAB_TEAM.name, aadGroupId: LAB_TEAM.aadGroupId };
  const inTeam = source.place.kind === 'channel';
  const update = envelope({ ...source, threadId: null }, 'conversationUpdate');
  const added = {
    ...update,
    membersAdded: [{ id: source.botId }],
    channelData: inTeam
      ? { ...channelData(source), team, eventType: 'teamMemberAdded' }
      : channelData(source),
  };
  return [
    added,
    { ...envelope({ ...source, threadId: null }, 'installationUpdate'), id: newId(), action: 'add' },
  ];
}

const clientInfo = {
  type: 'clientInfo',
  locale: 'en-US',
  country: 'US',
  platform: 'Web',
  timezone: 'UTC',
} as const;

function envelope(source: ActivitySource, type: string): IncomingActivity {
  const { person, place, activityId, botId, serviceUrl, at } = source;
  const timestamp = new Date(at).toISOString();
  const inChannel = place.kind === 'channel';
  return {
    type,
    id: activityId,
    timestamp,
    localTimestamp: timestamp,
    localTimezone: 'UTC',
    locale: 'en-US',
    channelId: 'msteams',
    serviceUrl,
    from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId },
    recipient: { id: botId, name: BOT_NAME },
    conversation: {
      id: conversationIdOf(place, source.threadId),
      conversationType: inChannel ? 'channel' : 'personal',
      tenantId: person.tenantId,
      ...(inChannel ? { isGroup: true } : {}),
    },
    channelData: channelData(source),
  };
}

function channelData({ place, person }: ActivitySource): CardJson {
  const tenant = { id: person.tenantId };
  if (place.kind === 'personal') return { tenant };
  const channel = place.id === GENERAL_CHANNEL.id ? { id: place.id } : { id: place.id, name: place.name };
  return { teamsChannelId: place.id, teamsTeamId: LAB_TEAM.id, channel, team: { id: LAB_TEAM.id }, tenant };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
