import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Config } from './config-schema';
import type { PowerShell } from './ports';
import { createPowerShell } from './powershell/create-powershell';
import { findPowerShell, requireTransport } from './powershell/discovery';
import { defaultEngineCache } from './powershell/embedded-engine';
import { ALLOWED_OPERATIONS, READ_OPERATIONS, hostModulePath } from './powershell/operations/operation-list';
import { embeddedEngineSources } from './powershell/script-paths';
import { shellEnvironment } from './powershell/shell-environment';

/**
 * Finds PowerShell, or publishes the embedded engine with one line of progress. Gives what makes the port of it; one that was closed
 * starts nothing any more, a bot that starts anew needs a new one.
 * @throws PowerShellNotFoundError naming what was tried and what to do
 */
export async function openPowerShell(
  config: Config,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<() => PowerShell> {
  const location = await findPowerShell({
    configuredPath: config.powershell.executable ? path.resolve(config.powershell.executable) : null,
    environment,
    engineSources: embeddedEngineSources,
    engineCache: defaultEngineCache(environment, process.platform),
    onProgress: say,
  });
  for (const cluster of config.clusters) requireTransport(location, cluster.connection.transport);
  say(`PowerShell ${location.version}${location.isEmbedded ? ' (embedded engine)' : ''}`);
  return () =>
    createPowerShell({
      executable: location.executable,
      environment: shellEnvironment(environment, location.environment),
      modulePaths: [hostModulePath],
      allowedOperations: ALLOWED_OPERATIONS,
      readOperations: new Set(READ_OPERATIONS),
      newNonce: () => randomBytes(16).toString('hex'),
    });
}
