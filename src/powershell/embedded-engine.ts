import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, cp, mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { QUIET_SHELL } from './shell-environment';

const execute = promisify(execFile);

const NEEDED_SDK_MAJOR = 10;
const PUBLISH_LIMIT_MS = 10 * 60_000;
const SELF_TEST_LIMIT_MS = 60_000;
const STAGING_PREFIX = '.publish-';

/** Where the engine's sources are and where its published form is kept. */
export interface EmbeddedEngineOptions {
  /** Folder with the .NET project. */
  readonly sources: string;
  /** Per-user folder; every published engine gets a folder of its own in it. */
  readonly cache: string;
  /** Environment the .NET SDK is run with. */
  readonly environment: NodeJS.ProcessEnv;
  /** Called with one line before the engine is published, which takes a while; never when it is ready. */
  readonly onProgress: (line: string) => void;
}

/** A published engine. */
export interface EmbeddedEngine {
  /** Absolute path of its `pwsh`. */
  readonly executable: string;
  /** Folder of the .NET installation; the engine needs it as DOTNET_ROOT. */
  readonly dotnetRoot: string;
}

/** The engine cannot be had on this machine; the message says why. */
export class EmbeddedEngineError extends Error {
  override readonly name = 'EmbeddedEngineError';
}

interface DotnetSdk {
  readonly major: number;
  readonly root: string;
}

/** Per-user cache folder by the platform's custom. */
export function defaultEngineCache(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const base =
    platform === 'win32'
      ? (environment['LOCALAPPDATA'] ?? path.join(os.homedir(), 'AppData', 'Local'))
      : (environment['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'));
  return path.join(base, 'azure-local-incident-bot', 'engine');
}

/**
 * Gives the published engine, publishing it first when these sources were not published on this machine yet. The folder's
 * name is a hash over sources, lock file, platform and SDK, so a change never meets an old build; it is built beside and
 * renamed, so two processes may do it at once.
 * @throws EmbeddedEngineError no fitting SDK, no lock file for the platform, publishing or self-test failed.
 */
export async function ensureEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const runtimeId = runtimeIdentifier(process.platform, process.arch);
  const sdk = await newestSdk(options.environment);
  const files = await engineFiles(options.sources, runtimeId);
  const folder = path.join(
    options.cache,
    await fingerprint(options.sources, files, `${runtimeId} sdk ${sdk.major}`),
  );
  const engine = { executable: path.join(folder, executableName()), dotnetRoot: sdk.root };
  if (!(await isExecutable(engine.executable))) {
    options.onProgress('Publishing the embedded PowerShell engine (once, about half a minute) ...');
    await publish(options, files, runtimeId, folder, sdk);
  }
  return engine;
}

function executableName(): string {
  return process.platform === 'win32' ? 'pwsh.exe' : 'pwsh';
}

function runtimeIdentifier(platform: NodeJS.Platform, arch: string): string {
  const system = platform === 'win32' ? 'win' : platform;
  return `${system}-${arch}`;
}

async function newestSdk(environment: NodeJS.ProcessEnv): Promise<DotnetSdk> {
  const listing = await execute('dotnet', ['--list-sdks'], {
    env: environment,
    timeout: SELF_TEST_LIMIT_MS,
  }).catch(() => null);
  const sdks = [...(listing?.stdout ?? '').matchAll(/^(\d+)\.\S+ \[(.+)\]\r?$/gm)]
    .map((match) => ({ major: Number(match[1]), root: path.dirname(match[2] ?? '') }))
    .sort((a, b) => b.major - a.major);
  const [newest] = sdks;
  if (newest === undefined || newest.major < NEEDED_SDK_MAJOR) {
    const found =
      newest === undefined ? 'no .NET SDK was found' : `the newest .NET SDK found is ${newest.major}`;
    throw new EmbeddedEngineError(
      `the embedded engine needs the .NET SDK ${NEEDED_SDK_MAJOR} or newer, but ${found}`,
    );
  }
  return newest;
}

async function engineFiles(sources: string, runtimeId: string): Promise<readonly string[]> {
  const lock = `packages.${runtimeId}.lock.json`;
  const names = await readdir(sources);
  if (!names.includes(lock)) {
    throw new EmbeddedEngineError(`the embedded engine has no lock file for this platform (${lock})`);
  }
  const code = names.filter((name) => name.endsWith('.cs') || name.endsWith('.csproj'));
  return [...code, lock, 'powershell.config.json', path.join('StandIn', 'StandIn.psd1')].sort();
}

async function fingerprint(sources: string, files: readonly string[], platform: string): Promise<string> {
  const hash = createHash('sha256').update(platform);
  for (const file of files) {
    const content = await readFile(path.join(sources, file));
    hash.update(`\0${file.replaceAll('\\', '/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function publish(
  options: EmbeddedEngineOptions,
  files: readonly string[],
  runtimeId: string,
  folder: string,
  sdk: DotnetSdk,
): Promise<void> {
  await mkdir(options.cache, { recursive: true, mode: 0o700 });
  await removeAbandoned(options.cache);
  const staging = await mkdtemp(path.join(options.cache, STAGING_PREFIX));
  try {
    const project = path.join(staging, 'project');
    for (const file of files) {
      await cp(path.join(options.sources, file), path.join(project, file));
    }
    const published = path.join(staging, 'published');
    await runPublish(project, published, runtimeId, options.environment);
    const environment = { ...options.environment, ...QUIET_SHELL, DOTNET_ROOT: sdk.root };
    await selfTest(path.join(published, executableName()), environment);
    await moveIntoPlace(published, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** A publishing that was killed leaves its folder; none runs longer than the limit. */
async function removeAbandoned(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.startsWith(STAGING_PREFIX));
  for (const name of names) {
    const folder = path.join(cache, name);
    const changedAt = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - changedAt > 2 * PUBLISH_LIMIT_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function runPublish(
  project: string,
  output: string,
  runtimeId: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const settings = [
    '-p:RestoreLockedMode=true',
    // Nothing that happens to lie above the cache folder takes part, and no build server stays behind.
    '-p:ImportDirectoryBuildProps=false',
    '-p:ImportDirectoryBuildTargets=false',
    '-p:ImportDirectoryPackagesProps=false',
    '-p:UseSharedCompilation=false',
    '-nodeReuse:false',
  ];
  const quiet = { DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_CLI_USE_MSBUILD_SERVER: '0' };
  await execute(
    'dotnet',
    [
      'publish',
      'EmbeddedPowerShell.csproj',
      '-c',
      'Release',
      '-r',
      runtimeId,
      '-o',
      output,
      '-v',
      'quiet',
      ...settings,
    ],
    {
      cwd: project,
      env: { ...environment, ...quiet },
      timeout: PUBLISH_LIMIT_MS,
      maxBuffer: 64 * 1024 * 1024,
    },
  ).catch((error: unknown) => {
    throw new EmbeddedEngineError(`publishing the embedded engine failed: ${lastLines(error)}`);
  });
}

async function selfTest(executable: string, environment: NodeJS.ProcessEnv): Promise<void> {
  await execute(executable, ['--self-test'], { env: environment, timeout: SELF_TEST_LIMIT_MS }).catch(
    (error: unknown) => {
      throw new EmbeddedEngineError(`the embedded engine does not work here: ${lastLines(error)}`);
    },
  );
}

/** A folder that is there already is another process's build of the very same sources: then ours is dropped. */
async function moveIntoPlace(published: string, folder: string): Promise<void> {
  await rename(published, folder).catch(async (error: unknown) => {
    if (!(await isExecutable(path.join(folder, executableName())))) {
      throw error;
    }
  });
}

function lastLines(error: unknown): string {
  const {
    stdout = '',
    stderr = '',
    message = '',
  } = error as { stdout?: string; stderr?: string; message?: string };
  const output = `${stdout}\n${stderr}`.trim() || message;
  return output.split('\n').slice(-8).join('\n');
}
