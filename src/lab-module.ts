import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from './logger';
import type { AccessSettings, ClusterSettings } from './runbook/settings';

/** What the lab needs to start. */
export interface LabOptions {
  readonly scenario: string;
  /** Folder of the simulated cluster's state. */
  readonly folder: string;
  /** Goes on with what the folder holds. */
  readonly keep: boolean;
  /** Null: another Bot Framework client drives the bot. */
  readonly channel: {
    readonly port: number;
    readonly appId: string;
    readonly appPassword: string;
    readonly botEndpoint: () => string;
  } | null;
  readonly incidentChannel: { readonly serviceUrl: string; readonly channelId: string } | null;
  /** Has the simulated cluster changed while the bot does not run, and starts the bot anew; absent: the bot stays as it is. */
  readonly aroundSwitch?: (change: () => ClusterSettings) => Promise<void>;
  readonly newId: () => string;
  readonly now: () => number;
  readonly logger: Logger;
}

/** A running lab: what the bot is to be configured with. */
export interface Lab {
  readonly cluster: ClusterSettings;
  /** The lab's people with their roles; a configuration may name others. */
  readonly access: AccessSettings;
  /** Addresses of the lab channel; null without one. */
  readonly channel: {
    readonly pageUrl: string;
    readonly serviceUrl: string;
    readonly issuer: string;
    readonly openIdMetadataUrl: string;
    readonly loginUrl: string;
    readonly tenantId: string;
    /** Tells the bot that it was installed; when it listens. */
    install(): Promise<void>;
  } | null;
  stop(): Promise<void>;
}

export interface LabModule {
  startLab(options: LabOptions): Promise<Lab>;
  scenarioNames(): readonly string[];
}

/**
 * Loads the lab when it is wanted: the product builds and runs without it.
 * @throws Error when this build has no lab
 */
export async function loadLab(): Promise<LabModule> {
  const folder = path.join(__dirname, 'lab');
  if (!existsSync(folder))
    throw new Error('This build has no lab. Name a configuration with --config, or use a full checkout.');
  const file: string = path.join(folder, `start-lab${path.extname(__filename)}`);
  return (await import(file)) as LabModule;
}
