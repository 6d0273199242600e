import { readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { problemsOfPackage } from '../../scripts/app-package-checks';
import { MANIFEST_VERSION, appManifest } from '../../src/runbook/app-manifest';
import { BOT_ID, DEVELOPER } from './support/package-arguments';

const icon = (name: string): Buffer => readFileSync(path.resolve(__dirname, '../../manifest', `${name}.png`));
const MANIFEST = appManifest({
  botId: BOT_ID,
  appId: BOT_ID,
  version: '1.0.0',
  name: 'Incident Bot',
  developer: DEVELOPER,
  domains: [],
});
type Files = Readonly<Record<string, Uint8Array>>;
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const FILES: Files = {
  'manifest.json': json(MANIFEST),
  'color.png': icon('color'),
  'outline.png': icon('outline'),
};

const check = (bytes: Uint8Array): readonly string[] => problemsOfPackage(bytes, MANIFEST_VERSION);

/** A manifest that differs from a good one in some fields of its root; undefined leaves one out. */
const manifestWith = (changes: Readonly<Record<string, unknown>>): Files => ({
  ...FILES,
  'manifest.json': json({ ...MANIFEST, ...changes }),
});

function manifestWithCommands(titles: readonly string[]): Files {
  const commands = titles.map((title) => ({ title, description: 'x' }));
  return manifestWith({ bots: [{ ...MANIFEST.bots[0], commandLists: [{ scopes: ['team'], commands }] }] });
}

/** A picture that says of itself another size or colour type than it has. */
function retouched(name: string, offset: number, value: number): Buffer {
  const png = icon(name);
  png[offset] = value;
  return png;
}
const LOWEST_BYTE_OF_WIDTH = 19;
const COLOUR_TYPE = 25;
const RGB = 2;

const { developer, bots } = MANIFEST;

test('a package that holds has no problem', () => {
  expect(check(zipSync(FILES))).toEqual([]);
});

test.each<[string, Files, string]>([
  ['a file too many', { ...FILES, 'readme.txt': json('') }, 'exactly color.png, manifest.json, outline.png'],
  ['a file too few', { 'manifest.json': json(MANIFEST), 'color.png': icon('color') }, 'exactly'],
  [
    'a folder',
    Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [`app/${name}`, bytes])),
    'at its root, but holds: app/',
  ],
  ['no JSON', { ...FILES, 'manifest.json': Buffer.from('{') }, 'is not JSON'],
  ['JSON that is null', { ...FILES, 'manifest.json': json(null) }, 'must be object'],
  ['a missing field', manifestWith({ accentColor: undefined }), "'accentColor'"],
  ['an unknown field', manifestWith({ colour: 'blue' }), '(colour)'],
  ['another manifest version', manifestWith({ manifestVersion: '1.27' }), '/manifestVersion'],
  ['an id that is no GUID', manifestWith({ id: 'incident-bot' }), '/id must match'],
  [
    'a name that is too long',
    manifestWith({ name: { short: 'x'.repeat(31) } }),
    '/name/short must NOT have more than 30',
  ],
  [
    'a short description that is too long',
    manifestWith({ description: { short: 'x'.repeat(81), full: 'x' } }),
    '/description/short must NOT have more than 80',
  ],
  ['a title that is too long', manifestWithCommands(['x'.repeat(129)]), '/title must NOT have more than 128'],
  [
    'thirteen commands',
    manifestWithCommands(Array.from({ length: 13 }, (_, index) => `c${index}`)),
    'must NOT have more than 12',
  ],
  ['a scope that there is not', manifestWith({ bots: [{ ...bots[0], scopes: ['world'] }] }), '/scopes/0'],
  ['two bots', manifestWith({ bots: [bots[0], bots[0]] }), '/bots must NOT have more than 1'],
  ['no bot', manifestWith({ bots: [] }), 'has no bot'],
  [
    'no channel features',
    manifestWith({ supportsChannelFeatures: undefined }),
    'supportsChannelFeatures must be "tier1"',
  ],
  ['a version that is no version', manifestWith({ version: '1.0' }), 'version must be three numbers'],
  [
    'an address without TLS',
    manifestWith({ developer: { ...developer, privacyUrl: 'http://contoso.com' } }),
    'developer.privacyUrl must begin with https://',
  ],
  [
    'an address as domain',
    manifestWith({ validDomains: ['https://contoso.com/'] }),
    '"https://contoso.com/" is not a host name',
  ],
  ['a command twice', manifestWithCommands(['check', 'help', 'check']), 'have "check" twice'],
  ['a blank command', manifestWithCommands([' ']), 'one without a title'],
  [
    'an icon that is not there',
    manifestWith({ icons: { color: 'colour.png', outline: 'outline.png' } }),
    '"colour.png", which is not in the zip',
  ],
  ['an icon that is no PNG', { ...FILES, 'color.png': json('picture') }, 'color.png is not a PNG file'],
  [
    'a colour icon of another size',
    { ...FILES, 'color.png': retouched('color', LOWEST_BYTE_OF_WIDTH, 96) },
    'color.png must be 192x192 pixels, but is 96x192',
  ],
  [
    'an outline icon of another size',
    { ...FILES, 'outline.png': retouched('outline', LOWEST_BYTE_OF_WIDTH, 31) },
    'outline.png must be 32x32 pixels, but is 31x32',
  ],
  [
    'an outline icon without transparency',
    { ...FILES, 'outline.png': retouched('outline', COLOUR_TYPE, RGB) },
    'outline.png must have a transparent background',
  ],
])('%s is found, and nothing else', (_, files, problem) => {
  expect(check(zipSync(files))).toEqual([expect.stringContaining(problem)]);
});

test('all problems are found at once', () => {
  const files = {
    ...manifestWith({ version: '1', supportsChannelFeatures: undefined }),
    'color.png': icon('outline'),
  };

  expect(check(zipSync(files))).toHaveLength(3);
});

test('what is no zip at all is found', () => {
  expect(check(Buffer.from('not a zip'))).toEqual([expect.stringContaining('is not a zip file')]);
});
