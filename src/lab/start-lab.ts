import type { Lab, LabOptions } from '../lab-module';
import { createLabChannel } from './channel/lab-channel';
import type { LabChannel } from './channel/lab-channel';
import { INCIDENT_CHANNEL, LAB_TENANT_ID } from './channel/people';
import { createLabCluster } from './cluster/lab-cluster';
import type { LabCluster } from './cluster/lab-cluster';
import { findScenario, scenarioNames as namesOfScenarios } from './cluster/scenario';
import { clusterSettings, labAccess } from './lab-settings';
import { createScenarioPanel } from './scenario-panel';

/** Names that `--scenario` takes. */
export function scenarioNames(): readonly string[] {
  return namesOfScenarios();
}

/** Starts the simulated cluster and, when wanted, the channel with its page. Loopback only. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { folder, now } = options;
  const scenario = findScenario(options.scenario);
  const cluster = createLabCluster({ scenario, folder, now, keep: options.keep });
  const channel = options.channel ? await startChannel(options, cluster) : null;
  const addresses = channel?.addresses();
  const own = addresses ? { serviceUrl: addresses.serviceUrl, channelId: INCIDENT_CHANNEL.id } : null;
  return {
    cluster: clusterSettings(cluster, folder, options.incidentChannel ?? own),
    access: labAccess(),
    channel:
      channel && addresses
        ? {
            pageUrl: addresses.url,
            serviceUrl: addresses.serviceUrl,
            issuer: addresses.issuer,
            openIdMetadataUrl: addresses.openIdMetadataUrl,
            loginUrl: addresses.loginUrl,
            tenantId: LAB_TENANT_ID,
            install: async () => void (await channel.install()),
          }
        : null,
    stop: async () => channel?.stop(),
  };
}

async function startChannel(options: LabOptions, cluster: LabCluster): Promise<LabChannel> {
  const { channel, newId, now } = options;
  if (!channel) throw new Error('No channel is wanted.');
  const { port, appId, appPassword, botEndpoint } = channel;
  const extras = createScenarioPanel(cluster, Math.random);
  const started = await createLabChannel({ port, appId, appPassword, botEndpoint, newId, now, extras });
  await started.start();
  return started;
}
