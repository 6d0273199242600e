import type { Person } from '../incident/person';
import type { AnswerParts } from './answer-intent';
import { clusterOf, streamOf } from './handle-command';
import type { Intent, RefreshIntent } from './intent';
import { commandOf } from './intent';

/** What a refused try was about: a request of a cluster, or a command. */
export interface Subject {
  /** `-`: of no cluster in particular. */
  readonly cluster: string;
  readonly about: string;
}

/** The request that is meant when there is such a one, else the command: what somebody merely typed does not go into the log. */
export async function subjectOf(
  parts: Pick<AnswerParts, 'store' | 'handler'>,
  intent: Intent | RefreshIntent,
): Promise<Subject> {
  const command = intent.name === 'refresh' ? 'status' : commandOf(intent);
  const id = 'request' in intent ? intent.request : null;
  return (id === null ? null : await subjectWithId(parts, id)) ?? { cluster: '-', about: command };
}

/** The request with this id or short id, told by its id while it is the newest of its cluster; null: there is none. */
export async function subjectWithId(
  { store, handler }: Pick<AnswerParts, 'store' | 'handler'>,
  id: string,
): Promise<Subject | null> {
  const shortId = id.toUpperCase();
  const byId = await store.find({ kind: 'request', key: id });
  const [stream] = byId.length > 0 ? byId : await store.find({ kind: 'short-id', key: shortId });
  if (stream === undefined) return null;
  const cluster = clusterOf(stream);
  if (byId.length > 0) return { cluster, about: id };
  const request = (await handler.load(cluster)).incident?.request;
  return { cluster, about: request?.shortId === shortId ? request.id : shortId };
}

/** Notes a refused try; the third of one person on one request is told in the incident's thread, once. */
export async function noteRefusal(
  parts: Pick<AnswerParts, 'refusals' | 'clock' | 'handler'>,
  by: Person,
  { cluster, about }: Subject,
  reason: string,
): Promise<void> {
  const at = parts.clock.now();
  const tries = await parts.refusals.record(streamOf(cluster), { by, about, reason }, at);
  if (tries === null || cluster === '-') return;
  const { incident } = await parts.handler.load(cluster);
  if (!incident) return;
  const { request } = incident;
  const isPresent = request?.id === about || request?.shortId === about.toUpperCase();
  const what = isPresent ? `request ${request.shortId}` : 'an earlier request';
  await parts.handler.enqueue(cluster, {
    kind: 'notice',
    dueAt: at,
    incidentId: incident.id,
    notice: 'refusals',
    detail: `${by.name} was refused ${tries} times on ${what}, last because of: ${reason}. Nothing was done.`,
  });
}
