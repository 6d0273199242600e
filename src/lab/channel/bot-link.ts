import type { Faults } from './faults';
import { assertLoopback } from './loopback-server';
import type { IncomingActivity } from './shapes';
import type { TokenIssuer } from './token-issuer';

/** Teams gives a bot this long to answer before the person sees an error. */
const TEAMS_PATIENCE_MS = 15_000;
const KEPT_DELIVERIES = 500;

/** One delivery of an activity and what came back; `status` is null when the bot could not be reached or took too long. */
export interface Delivery {
  readonly activity: IncomingActivity;
  readonly status: number | null;
  /** The parsed JSON body; the text when it is not JSON; null when empty. */
  readonly body: unknown;
  /** Why there is no status; empty otherwise. */
  readonly problem: string;
}

export interface BotLink {
  /** Sends an activity with a fresh token, with the repeats that are planned for it; gives the first delivery's answer. */
  deliver(activity: IncomingActivity): Promise<Delivery>;
  /** Sends any body with any token (none when null), once and without faults. */
  post(body: IncomingActivity, token: string | null): Promise<Delivery>;
  /** The latest deliveries, repeats included, oldest first. */
  deliveries(): readonly Delivery[];
  /** Resolves when no delivery, repeats included, is under way. */
  idle(): Promise<void>;
  /** Whether the latest delivery was answered; null before the first one. */
  reachable(): boolean | null;
}

export interface BotLinkOptions {
  readonly botEndpoint: () => string;
  readonly serviceUrl: () => string;
  readonly issuer: TokenIssuer;
  readonly faults: Faults;
  readonly newId: () => string;
  readonly changed: () => void;
  readonly patienceMs?: number;
}

/** The way from the channel to the bot's messaging endpoint: signed, on loopback, with Teams' patience and repeats. */
export function createBotLink(options: BotLinkOptions): BotLink {
  const { issuer, faults, newId, serviceUrl, changed, patienceMs = TEAMS_PATIENCE_MS } = options;
  const underWay = new Set<Promise<unknown>>();
  let log: readonly Delivery[] = [];
  let reachable: boolean | null = null;

  const post = async (activity: IncomingActivity, token: string | null): Promise<Delivery> => {
    const endpoint = options.botEndpoint();
    assertLoopback(endpoint, 'the address of the bot');
    const delivery = await exchange(endpoint, activity, token, patienceMs);
    log = [...log.slice(1 - KEPT_DELIVERIES), delivery];
    const answered = delivery.status !== null;
    if (reachable !== answered) {
      reachable = answered;
      changed();
    }
    return delivery;
  };
  const once = async (activity: IncomingActivity) =>
    post(activity, await issuer.connectorToken(serviceUrl()));
  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    const done = () => underWay.delete(work);
    work.then(done, done);
    return work;
  };

  return {
    post,
    deliver(activity) {
      const repeat = faults.takeDelivery(activity.type) ?? { sameId: 0, newId: 0 };
      const first = track(once(activity));
      for (let i = 0; i < repeat.sameId; i += 1) void track(once(activity));
      void track(
        first.then(() =>
          repeatWithNewIds(repeat.newId, () => once({ ...activity, id: freshId(activity, newId) })),
        ),
      );
      return first;
    },
    deliveries: () => log,
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    reachable: () => reachable,
  };
}

async function repeatWithNewIds(times: number, send: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i += 1) await send();
}

/** A new id in the form of the old one: `f:<uuid>` for an invoke, digits for a message. */
function freshId(activity: IncomingActivity, newId: () => string): string {
  return activity.id.startsWith('f:') ? `f:${newId()}` : String(Number(activity.id) + 1);
}

async function exchange(
  endpoint: string,
  activity: IncomingActivity,
  token: string | null,
  patienceMs: number,
): Promise<Delivery> {
  const patience = AbortSignal.timeout(patienceMs);
  try {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(activity),
      redirect: 'error',
      signal: patience,
    });
    return { activity, status: answer.status, body: parsed(await answer.text()), problem: '' };
  } catch (error) {
    return {
      activity,
      status: null,
      body: null,
      problem: patience.aborted ? 'The bot took too long to answer.' : reason(error),
    };
  }
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `The bot cannot be reached${cause}.`;
}
