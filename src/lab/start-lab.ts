import type { Lab, LabOptions } from '../lab-module';
import type { ClusterSettings } from '../runbook/settings';
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
  return {
    cluster: settingsNow(options, cluster, channel),
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

function settingsNow(
  { folder, incidentChannel }: LabOptions,
  cluster: LabCluster,
  channel: LabChannel | null,
): ClusterSettings {
  const own = channel && { serviceUrl: channel.addresses().serviceUrl, channelId: INCIDENT_CHANNEL.id };
  return clusterSettings(cluster, folder, incidentChannel ?? own);
}

async function startChannel(options: LabOptions, cluster: LabCluster): Promise<LabChannel> {
  const { channel, newId, now } = options;
  if (!channel) throw new Error('No channel is wanted.');
  const { port, appId, appPassword, botEndpoint } = channel;
  const extras = createScenarioPanel(cluster, Math.random, async (change) => {
    // What the bot has posted is about a cluster that is no more, and the bot will not know it.
    const changeAll = (): ClusterSettings => {
      change();
      started.store.clear();
      return settingsNow(options, cluster, started);
    };
    await (options.aroundSwitch ? options.aroundSwitch(changeAll) : change());
  });
  const started: LabChannel = await createLabChannel({
    port,
    appId,
    appPassword,
    botEndpoint,
    newId,
    now,
    extras,
  });
  await started.start();
  return started;
}
