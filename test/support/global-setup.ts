import { findPowerShell } from '../../src/powershell/discovery';
import { defaultEngineCache } from '../../src/powershell/embedded-engine';
import { embeddedEngineSources } from '../../src/powershell/script-paths';
import { TEST_POWERSHELL_VARIABLE } from './powershell';

/** Makes PowerShell ready once, before the workers start; they inherit the variable. */
async function setUp(): Promise<void> {
  const location = await findPowerShell({
    configuredPath: null,
    environment: process.env,
    engineSources: embeddedEngineSources,
    engineCache: defaultEngineCache(process.env, process.platform),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  process.env[TEST_POWERSHELL_VARIABLE] = JSON.stringify(location);
}

module.exports = setUp;
