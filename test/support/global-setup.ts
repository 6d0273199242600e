import path from 'node:path';
import { findPowerShell } from '../../src/powershell/discovery';
import { defaultEngineCache } from '../../src/powershell/embedded-engine';
import { embeddedEngineSources } from '../../src/powershell/script-paths';
import { shellEnvironment } from '../../src/powershell/shell-environment';
import { NODE_PROCESSES_VARIABLE, startNodeProcesses } from './node-processes';
import { TEST_POWERSHELL_VARIABLE } from './powershell';
import { atTheEnd } from './at-the-end';

/** Makes PowerShell ready once, before the workers start, and processes for simulated nodes; the workers inherit the variables. */
async function setUp(): Promise<void> {
  const location = await findPowerShell({
    configuredPath: null,
    environment: process.env,
    engineSources: embeddedEngineSources,
    engineCache: defaultEngineCache(process.env, process.platform),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  process.env[TEST_POWERSHELL_VARIABLE] = JSON.stringify(location);
  const processes = await startNodeProcesses({
    executable: location.executable,
    environment: shellEnvironment(process.env, location.environment),
    script: path.resolve(__dirname, '../../powershell/lab/warm-node.ps1'),
  });
  process.env[NODE_PROCESSES_VARIABLE] = processes.address;
  atTheEnd.push(() => processes.close());
}

module.exports = setUp;
