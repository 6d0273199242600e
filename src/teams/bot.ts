import { ActivityHandler } from 'botbuilder';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import { createHash } from 'node:crypto';
import type { Incoming, IncomingAction, NoteRefusedTry, Receive, Reply } from '../commands/incoming';
import { personKey } from '../incident/person';
import type { Clock, Messenger, SendOutcome } from '../ports';
import { parseActivity } from './activity';
import type { ActivityRefusal, ParsedActivity } from './activity';
import { answerOf, answerOfFault, answerOfRefusal } from './answers';
import type { InvokeBody } from './answers';
import type { BotIdentity } from './bot-identity';
import type { Logger } from '../logger';
import { RecentAnswers } from './recent-answers';
import { refusedTryOf } from './refused-try';
import { VerifiedTurns } from './verified-turns';

export interface BotParts {
  readonly identity: BotIdentity;
  readonly receive: Receive;
  readonly noteRefused: NoteRefusedTry;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the HTTP server answers: always 200 once an activity got here, with a body for invokes only. */
export interface TurnAnswer {
  readonly status: 200;
  readonly body: InvokeBody | null;
}

/** Takes an activity whose token was verified. Never throws. */
export type TakeActivity = (activity: Readonly<Record<string, unknown>>) => Promise<TurnAnswer>;

/** Builds the path of an activity through the SDK: verified -> parsed -> dispatched to `receive` -> answered. */
export function createBot(parts: BotParts): TakeActivity {
  const turns = new VerifiedTurns(parts.identity);
  const handler = new IncidentBot(parts);
  return async (activity) => {
    const isInvoke = activity['type'] === 'invoke';
    try {
      const response = await turns.run(asActivity(activity), (context) => handler.run(context));
      return { status: 200, body: isInvoke ? bodyOf(response) : null };
    } catch (error) {
      parts.log.error({ fault: nameOf(error) }, 'An activity could not be processed');
      return { status: 200, body: isInvoke ? bodyOf(answerOfFault()) : null };
    }
  };
}

/** The SDK's event router with our answers. Every activity takes the same way: parse, then dispatch. */
class IncidentBot extends ActivityHandler {
  readonly #parts: BotParts;
  readonly #recent: RecentAnswers<Reply>;
  readonly #noted: RecentAnswers<void>;

  constructor(parts: BotParts) {
    super();
    this.#parts = parts;
    this.#recent = new RecentAnswers(parts.clock);
    this.#noted = new RecentAnswers(parts.clock);
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    try {
      const parsed = await this.#parse(context);
      if (parsed.kind === 'refused') return answerOfRefusal(parsed.reason);
      if (parsed.kind === 'ignored') return answerOfRefusal('not-supported');
      return answerOf(await this.#receiveOnce(parsed.incoming));
    } catch (error) {
      this.#parts.log.error({ fault: nameOf(error) }, 'An invoke could not be answered');
      return answerOfFault();
    }
  }

  protected override async onMessageActivity(context: TurnContext): Promise<void> {
    await this.#take(context);
  }

  protected override async onInstallationUpdateActivity(context: TurnContext): Promise<void> {
    await this.#take(context);
  }

  protected override async onConversationUpdateActivity(context: TurnContext): Promise<void> {
    await this.#take(context);
  }

  async #take(context: TurnContext): Promise<void> {
    const parsed = await this.#parse(context);
    if (parsed.kind === 'incoming') await this.#receiveOnce(parsed.incoming);
  }

  async #parse(context: TurnContext): Promise<ParsedActivity> {
    const parsed = parseActivity(context.activity, this.#parts.identity);
    if (parsed.kind === 'refused') await this.#noteRefusal(context.activity, parsed.reason);
    return parsed;
  }

  /** A repeated delivery is one try. */
  async #noteRefusal(activity: Activity, reason: ActivityRefusal): Promise<void> {
    const { identity, log, noteRefused } = this.#parts;
    log.warn({ reason, activityType: String(activity.type).slice(0, 40) }, 'Refused an activity');
    const tried = refusedTryOf(activity, reason, identity);
    if (tried === null) return;
    const key = JSON.stringify([tried.activityId, personKey(tried.by), tried.request, reason]);
    await this.#noted.once(key, () => noteRefused(tried));
  }

  /** A repeated delivery gets the reply of the first one, and nothing is posted twice. */
  #receiveOnce(incoming: Incoming): Promise<Reply> {
    return this.#recent.once(deliveryKey(incoming), async () => {
      const reply = await this.#parts.receive(incoming);
      await this.#postIfNeeded(incoming, reply);
      return reply;
    });
  }

  /**
   * Text is answered where it was said. A Submit cannot get a card back: its card reply is left out, because the shared card is edited
   * by the outbox, in order, and a second writer here could put an old state over a newer one.
   */
  async #postIfNeeded(incoming: Incoming, reply: Reply): Promise<void> {
    if (reply.kind === 'none' || (incoming.kind === 'action' && incoming.via === 'execute')) return;
    if (reply.kind === 'card' && incoming.kind === 'action') return;
    const { serviceUrl, id: conversationId } = incoming.conversation;
    const outcome = await this.#parts.messenger.post({ serviceUrl, conversationId }, reply);
    if (outcome.kind !== 'sent') {
      this.#parts.log.warn(
        { ...reasonOf(outcome), activityId: incoming.activityId },
        'A reply was not delivered',
      );
    }
  }
}

/**
 * The same delivery, and nothing else: two people, or two buttons, never share an answer. One installation is told by two activities
 * (conversationUpdate and installationUpdate), so it is known by its conversation.
 */
function deliveryKey(incoming: Incoming): string {
  const parts = [incoming.kind, incoming.conversation.id, ...partsOf(incoming)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

function partsOf(incoming: Incoming): readonly string[] {
  if (incoming.kind === 'installed') return [];
  const said = [incoming.activityId, personKey(incoming.by)];
  return incoming.kind === 'action' ? [...said, ...actionKey(incoming)] : said;
}

function actionKey({ verb, data, trigger, via, cardActivityId }: IncomingAction): readonly string[] {
  return [verb, trigger, via, cardActivityId ?? '', JSON.stringify(data)];
}

function bodyOf(response: InvokeResponse | undefined): InvokeBody {
  return (response?.body as InvokeBody | undefined) ?? (answerOfFault().body as InvokeBody);
}

function asActivity(activity: Readonly<Record<string, unknown>>): Activity {
  // The SDK's type promises more than a request body can; every field that counts is parsed in activity.ts.
  return { ...activity, deliveryMode: undefined } as unknown as Activity;
}

function reasonOf(outcome: Exclude<SendOutcome, { kind: 'sent' }>) {
  return outcome.kind === 'rejected'
    ? { outcome: outcome.kind, status: outcome.status, code: outcome.code }
    : { outcome: outcome.kind, reason: outcome.reason };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
