import { chmodSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPowerShell, requireTransport } from '../../src/powershell/discovery';
import { defaultEngineCache } from '../../src/powershell/embedded-engine';
import { embeddedEngineSources } from '../../src/powershell/script-paths';
import { temporaryFolder, testPowerShell } from '../support/powershell';

const folder = temporaryFolder('discovery');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
jest.setTimeout(60_000);

/** A folder with a program of that name which prints the text, for PATH. */
function programFolder(name: string, program: string, script: string): string {
  const made = path.join(folder, name);
  mkdirSync(made, { recursive: true });
  writeFileSync(path.join(made, program), `#!${process.execPath}\n${script}\n`);
  chmodSync(path.join(made, program), 0o755);
  return made;
}
const pwshThatSays = (name: string, text: string) =>
  programFolder(name, 'pwsh', `console.log(${JSON.stringify(text)})`);

/** An SDK that "publishes" a pwsh in a moment, so that the race can be run; the real one is used by the global setup. */
const fakeSdk = (name: string, sdks: string, pwsh = '') =>
  programFolder(
    name,
    'dotnet',
    `const fs = require('node:fs'); const args = process.argv.slice(2);
if (args[0] === '--list-sdks') { console.log(${JSON.stringify(sdks)}); process.exit(0); }
const out = args[args.indexOf('-o') + 1];
fs.mkdirSync(out, { recursive: true });
fs.appendFileSync(${JSON.stringify(path.join(folder, `${name}.log`))}, args.join(' ') + '\\n');
fs.writeFileSync(out + '/pwsh', ${JSON.stringify(`#!${process.execPath}\n${pwsh}`)}, { mode: 0o755 });
if (${JSON.stringify(pwsh)} === '') { console.error('error NU1004: the lock file does not fit'); process.exit(1); }`,
  );
const WORKING_PWSH = `console.log('PowerShell 7.6.9 (embedded engine)');`;

const find = (environment: NodeJS.ProcessEnv, changed: { configuredPath?: string; cache?: string } = {}) => {
  const lines: string[] = [];
  const found = findPowerShell({
    configuredPath: changed.configuredPath ?? null,
    environment,
    engineSources: embeddedEngineSources,
    engineCache: changed.cache ?? path.join(folder, 'cache'),
    onProgress: (line) => lines.push(line),
  });
  return found.then((location) => ({ location, lines }));
};

describe('the order', () => {
  test('the real PowerShell of the tests is found by its configured path', async () => {
    const { executable, isEmbedded } = testPowerShell();
    const { location } = await find(
      { DOTNET_ROOT: process.env['DOTNET_ROOT'] },
      { configuredPath: executable },
    );
    expect(location).toMatchObject({
      executable,
      isEmbedded,
      version: expect.stringMatching(/^7\.\d+\.\d+$/) as string,
    });
  });

  test('POWERSHELL goes before the configuration, and that before the PATH', async () => {
    const one = pwshThatSays('one', 'PowerShell 7.4.1');
    const two = pwshThatSays('two', 'PowerShell 7.5.2');
    const three = pwshThatSays('three', 'PowerShell 8.0.3');
    const configuredPath = path.join(two, 'pwsh');
    const all = await find({ POWERSHELL: path.join(one, 'pwsh'), PATH: three }, { configuredPath });
    expect(all.location.version).toBe('7.4.1');
    expect((await find({ PATH: three }, { configuredPath })).location.version).toBe('7.5.2');
    expect((await find({ PATH: three })).location).toEqual({
      executable: path.join(three, 'pwsh'),
      version: '8.0.3',
      isEmbedded: false,
      environment: { DOTNET_JITMinOpts: '1' },
    });
  });

  test('a pwsh on the PATH that is too old gives way to the embedded engine, which is said', async () => {
    const old = pwshThatSays('old', 'PowerShell 7.3.9');
    const sdk = fakeSdk('sdk', '8.0.100 [/opt/dotnet/sdk]\n10.0.401 [/opt/dotnet/sdk]', WORKING_PWSH);
    const { location, lines } = await find({ PATH: [old, sdk].join(path.delimiter) });
    expect(lines).toContain(
      `${path.join(old, 'pwsh')} is PowerShell 7.3.9, older than 7.4: the embedded engine is used in its place.`,
    );
    expect(location).toMatchObject({
      isEmbedded: true,
      version: '7.6.9',
      environment: { DOTNET_ROOT: '/opt/dotnet', DOTNET_JITMinOpts: '1' },
    });
  });
});

describe('a clear refusal', () => {
  test.each([
    ['too old', () => pwshThatSays('old2', 'PowerShell 6.2.0'), /PowerShell 6\.2\.0, older than 7\.4/],
    ['another program', () => pwshThatSays('other', 'hello'), /does not say that it is a PowerShell/],
    ['missing', () => folder, /does not run \(ENOENT\)/],
  ])('a configured PowerShell that is %s', async (_name, make, reason) => {
    const finding = find({}, { configuredPath: path.join(make(), 'pwsh') });
    await expect(finding).rejects.toThrow(reason);
    await expect(finding).rejects.toThrow(
      /Install PowerShell 7\.4 or newer.*install the \.NET SDK 10 or newer/s,
    );
  });

  test.each([
    ['no SDK', () => folder, /no pwsh on the PATH, and .* no \.NET SDK was found/],
    [
      'an SDK that is too old',
      () => fakeSdk('sdk9', '9.0.1 [/x/sdk]', WORKING_PWSH),
      /the newest \.NET SDK found is 9/,
    ],
    [
      'a restore that fails',
      () => fakeSdk('sdk-bad', '10.0.1 [/x/sdk]'),
      /publishing .* failed: error NU1004/,
    ],
    [
      'an engine that does not work',
      () => fakeSdk('sdk-dead', '10.0.1 [/x/sdk]', 'console.error("changed"); process.exit(70)'),
      /does not work here: changed/,
    ],
  ])('neither pwsh nor, because of %s, the embedded engine', async (name, make, reason) => {
    const cache = path.join(folder, `cache ${name}`);
    const finding = find({ PATH: make() }, { cache });
    await expect(finding).rejects.toThrow(reason);
    await expect(finding).rejects.toThrow(
      /Install PowerShell 7\.4 or newer.*install the \.NET SDK 10 or newer/s,
    );
  });

  test('NODE_POWERSHELL is set', async () => {
    await expect(find({ NODE_POWERSHELL: '/x' })).rejects.toThrow(/NODE_POWERSHELL is set/);
  });

  test('WinRM with the embedded engine, and with no other', () => {
    const location = { executable: '/x/pwsh', version: '7.6.9', environment: {} };
    expect(() => requireTransport({ ...location, isEmbedded: true }, 'winrm')).toThrow(
      /needs a full PowerShell/,
    );
    expect(() => requireTransport({ ...location, isEmbedded: true }, 'ssh')).not.toThrow();
    expect(() => requireTransport({ ...location, isEmbedded: true }, 'lab')).not.toThrow();
    expect(() => requireTransport({ ...location, isEmbedded: false }, 'winrm')).not.toThrow();
  });
});

describe('publishing the embedded engine', () => {
  const publish = (name: string, cache: string) =>
    find({ PATH: fakeSdk(name, '10.0.401 [/opt/dotnet/sdk]', WORKING_PWSH) }, { cache });

  test('several at once give the same engine, and nothing half-made is left', async () => {
    const cache = path.join(folder, 'cache race');
    const found = await Promise.all(Array.from({ length: 6 }, () => publish('race', cache)));
    const executables = new Set(found.map(({ location }) => location.executable));
    expect(executables.size).toBe(1);
    expect(readdirSync(cache)).toEqual([path.basename(path.dirname([...executables][0] ?? ''))]);
  });

  test('what a killed publishing left long ago is removed, what another is making now is not', async () => {
    const cache = path.join(folder, 'cache abandoned');
    mkdirSync(path.join(cache, '.publish-old'), { recursive: true });
    mkdirSync(path.join(cache, '.publish-now'));
    utimesSync(path.join(cache, '.publish-old'), 0, 0);
    await publish('abandoned', cache);
    expect(readdirSync(cache).filter((name) => name.startsWith('.'))).toEqual(['.publish-now']);
  });

  test('it is told in one line and done once; another SDK generation gets a build of its own', async () => {
    const cache = path.join(folder, 'cache once');
    expect((await publish('once', cache)).lines).toEqual([
      expect.stringContaining('Publishing the embedded PowerShell engine'),
    ]);
    expect((await publish('once', cache)).lines).toEqual([]);
    const newer = fakeSdk('newer', '11.0.100 [/opt/dotnet/sdk]', WORKING_PWSH);
    expect((await find({ PATH: newer }, { cache })).lines).toHaveLength(1);
    expect(readdirSync(cache)).toHaveLength(2);
  });
});

test.each([
  [{ XDG_CACHE_HOME: '/c' }, 'linux' as const, path.join('/c', 'azure-local-incident-bot', 'engine')],
  [{ LOCALAPPDATA: '/l' }, 'win32' as const, path.join('/l', 'azure-local-incident-bot', 'engine')],
])('the cache with %p on %s', (environment, platform, expected) => {
  expect(defaultEngineCache(environment, platform)).toBe(expected);
});
