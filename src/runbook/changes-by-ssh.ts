import type { ClusterSettings } from './settings';

/**
 * Why a mitigation may not be run on a cluster by its transport; null when it may. An SSH session is a full administrator shell, which no
 * endpoint restricts: the bot only reads by it, unless the cluster's configuration accepts the mitigation by name. Pure.
 */
export function refuseBySsh(
  { name, connection }: Pick<ClusterSettings, 'name' | 'connection'>,
  mitigation: string,
): string | null {
  if (connection['transport'] !== 'ssh') return null;
  const accepted = connection['mayChange'];
  if (Array.isArray(accepted) && accepted.some((id) => id === mitigation)) return null;
  return (
    `${name} is reached by SSH, which gives a full administrator shell that no endpoint restricts, so the bot only reads there. ` +
    `To accept mitigation ${mitigation} all the same, add '${mitigation}' to connection.mayChange of ${name} and restart the bot`
  );
}
