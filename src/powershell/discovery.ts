import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedEngineError, ensureEmbeddedEngine } from './embedded-engine';
import { QUIET_SHELL } from './shell-environment';

const execute = promisify(execFile);
const VERSION_LIMIT_MS = 30_000;
/**
 * What PowerShell makes of a script is compiled in each process anew, and most processes end before optimised code pays: without it a look over
 * new sessions takes an eighth less time, one over kept sessions a little more; a full PowerShell gains more (docs/performance.md).
 */
const COMPILE_FAST = { DOTNET_JITMinOpts: '1' };
const OLDEST = { major: 7, minor: 4 };
const REMEDIES =
  'Install PowerShell 7.4 or newer (https://aka.ms/powershell) and put pwsh on the PATH or set its path in the configuration; ' +
  'or, for lab and SSH, install the .NET SDK 10 or newer, from which the embedded engine is published.';

export interface DiscoveryOptions {
  /** Path from the configuration; null when it names none. The environment variable POWERSHELL goes before it. */
  readonly configuredPath: string | null;
  readonly environment: NodeJS.ProcessEnv;
  /** Folder with the embedded engine's .NET project, and the per-user folder for what is published from it. */
  readonly engineSources: string;
  readonly engineCache: string;
  /** Called with one line when something takes a while. */
  readonly onProgress: (line: string) => void;
}

export interface PowerShellLocation {
  /** Absolute path of pwsh. */
  readonly executable: string;
  /** Major, minor and patch, as text. */
  readonly version: string;
  /** True for the embedded engine, which lacks WinRM and most commands of the Utility and Management modules. */
  readonly isEmbedded: boolean;
  /** Variables its processes need in addition. */
  readonly environment: Readonly<Record<string, string>>;
}

/** There is no PowerShell that can be used; the message names what was tried and what to do. */
export class PowerShellNotFoundError extends Error {
  override readonly name = 'PowerShellNotFoundError';
}

/**
 * Finds the PowerShell of the bot host: the configured path, else pwsh on the PATH, else the embedded engine.
 * A configured path that does not work is an error: another PowerShell than the one that was asked for is no help.
 * @throws PowerShellNotFoundError
 */
export async function findPowerShell(options: DiscoveryOptions): Promise<PowerShellLocation> {
  const { environment } = options;
  if (environment['NODE_POWERSHELL'] !== undefined) {
    throw new PowerShellNotFoundError(
      'NODE_POWERSHELL is set and would replace the checked PowerShell: remove it; to choose one, set POWERSHELL.',
    );
  }
  const configured = environment['POWERSHELL'] ?? options.configuredPath;
  if (configured !== null) {
    return useConfigured(path.resolve(configured), environment);
  }
  const onPath = await searchPath(environment);
  const found = onPath === null ? 'There is no pwsh on the PATH' : await inspect(onPath, environment);
  if (typeof found !== 'string') return found;
  const embedded = await useEmbedded(options, found);
  if (onPath !== null) options.onProgress(`${found}: the embedded engine is used in its place.`);
  return embedded;
}

/**
 * Refuses the embedded engine where a full PowerShell on Windows is needed.
 * @throws PowerShellNotFoundError
 */
export function requireTransport(location: PowerShellLocation, transport: 'winrm' | 'ssh' | 'lab'): void {
  if (transport === 'winrm' && location.isEmbedded) {
    throw new PowerShellNotFoundError(
      'The WinRM transport needs a full PowerShell 7.4 or newer on Windows; the embedded engine serves lab and SSH only. ' +
        'Install PowerShell from https://aka.ms/powershell, or configure the SSH transport.',
    );
  }
}

async function useConfigured(
  executable: string,
  environment: NodeJS.ProcessEnv,
): Promise<PowerShellLocation> {
  const found = await inspect(executable, environment);
  if (typeof found === 'string') {
    throw new PowerShellNotFoundError(`The configured PowerShell cannot be used: ${found}. ${REMEDIES}`);
  }
  return found;
}

async function useEmbedded(options: DiscoveryOptions, before: string): Promise<PowerShellLocation> {
  const { environment, engineSources: sources, engineCache: cache, onProgress } = options;
  try {
    const engine = await ensureEmbeddedEngine({ sources, cache, environment, onProgress });
    const own = { DOTNET_ROOT: engine.dotnetRoot, ...COMPILE_FAST };
    const found = await inspect(engine.executable, { ...environment, ...own });
    if (typeof found === 'string') {
      throw new EmbeddedEngineError(found);
    }
    return { ...found, environment: own };
  } catch (error) {
    if (error instanceof EmbeddedEngineError) {
      throw new PowerShellNotFoundError(
        `No PowerShell can be used. ${before}, and ${error.message}. ${REMEDIES}`,
      );
    }
    throw error;
  }
}

/** What the executable says it is, or why it cannot be used. */
async function inspect(
  executable: string,
  environment: NodeJS.ProcessEnv,
): Promise<PowerShellLocation | string> {
  const answer = await execute(executable, ['-Version'], {
    env: { ...environment, ...QUIET_SHELL },
    timeout: VERSION_LIMIT_MS,
  }).catch((error: NodeJS.ErrnoException) => String(error.code ?? error.message));
  if (typeof answer === 'string') {
    return `${executable} does not run (${answer})`;
  }
  const [, version = '', major, minor] = /^PowerShell ((\d+)\.(\d+)\.\d+)/m.exec(answer.stdout) ?? [];
  if (version === '') {
    return `${executable} does not say that it is a PowerShell`;
  }
  const isOld =
    Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor);
  if (isOld) {
    return `${executable} is PowerShell ${version}, older than ${OLDEST.major}.${OLDEST.minor}`;
  }
  return {
    executable,
    version,
    isEmbedded: answer.stdout.includes('(embedded engine)'),
    environment: COMPILE_FAST,
  };
}

async function searchPath(environment: NodeJS.ProcessEnv): Promise<string | null> {
  const name = process.platform === 'win32' ? 'pwsh.exe' : 'pwsh';
  const folders = (environment['PATH'] ?? environment['Path'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder));
  for (const folder of folders) {
    const candidate = path.join(folder, name);
    const usable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) {
      return candidate;
    }
  }
  return null;
}
