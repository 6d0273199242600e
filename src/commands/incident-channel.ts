import { z } from 'zod';
import type { Store } from '../ports';
import type { Settings } from '../runbook/settings';

/** The channel of a cluster's incidents, without a thread. */
const channelSchema = z.object({ channelId: z.string(), serviceUrl: z.string() });
export type IncidentChannel = z.infer<typeof channelSchema>;

function keyOf(cluster: string): string {
  return `channel:${cluster}`;
}

/** The channel bound in chat, else the configured one; null: none yet. */
export async function readIncidentChannel(
  store: Store,
  settings: Settings,
  cluster: string,
): Promise<IncidentChannel | null> {
  const bound = channelSchema.nullable().parse(await store.readSetting(keyOf(cluster)));
  return bound ?? settings.clusters.find(({ name }) => name === cluster)?.channel ?? null;
}

/** Where the living card of an incident is kept: it stays where it was posted, also when another channel is bound meanwhile. */
export function slotOfIncident(incidentId: string): string {
  return `incident:${incidentId}`;
}

/** Binds a channel to a cluster, in place of the one before. */
export async function saveIncidentChannel(
  store: Store,
  cluster: string,
  { channelId, serviceUrl }: IncidentChannel,
): Promise<void> {
  await store.saveSetting(keyOf(cluster), { channelId, serviceUrl });
}
