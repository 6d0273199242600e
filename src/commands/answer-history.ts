import type { ClusterState } from '../incident/state';
import type { AnswerParts } from './answer-intent';
import { whichCluster } from './answer-intent';
import type { Reply } from './incoming';
import { utcText } from '../incident/utc-text';

/** Every incident that is open or was closed lately, one line each. */
export async function answerIncidents(parts: AnswerParts): Promise<Reply> {
  const states = await Promise.all(
    parts.settings.clusters.map((cluster) => parts.handler.load(cluster.name)),
  );
  const lines = states.flatMap(incidentLines);
  return { kind: 'text', text: lines.length > 0 ? lines.join('\n') : 'No incident so far.' };
}

function incidentLines(state: ClusterState): readonly string[] {
  const { incident } = state;
  if (!incident) return [];
  const newest = incident.closedAt
    ? `${state.cluster}: closed ${utcText(incident.closedAt)}, opened ${utcText(incident.openedAt)}`
    : `${state.cluster}: OPEN since ${utcText(incident.reopenedAt ?? incident.openedAt)}`;
  return [
    newest,
    ...state.past.map(
      (past) => `${state.cluster}: closed ${utcText(past.closedAt)}, opened ${utcText(past.openedAt)}`,
    ),
  ];
}

/** What happened in the newest incident of a cluster, oldest first. */
export async function answerHistory(parts: AnswerParts, name: string | null): Promise<Reply> {
  const cluster = parts.situation.findCluster(name);
  if (!cluster) return whichCluster(parts.settings);
  const { incident } = await parts.handler.load(cluster.name);
  if (!incident) return { kind: 'text', text: `No incident on ${cluster.name} so far.` };
  const lines = incident.timeline.slice(-25).map((entry) => `${utcText(entry.at)} ${oneLine(entry.text)}`);
  return { kind: 'text', text: lines.join('\n') };
}

const LONGEST_LINE = 500;

/** What people and clusters say stands in it: a line end in a reason must not look like a further entry, nor a long one hide the others. */
function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line;
}
