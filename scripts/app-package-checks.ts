import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { unzipSync } from 'fflate';

type Files = Readonly<Record<string, Uint8Array>>;

/** What the checks beyond the schema read, as far as the schema makes sure of it. */
interface CheckedManifest {
  readonly version: string;
  readonly developer: Readonly<Record<string, string>>;
  readonly icons: { readonly color: string; readonly outline: string };
  readonly bots?: readonly {
    readonly scopes: readonly string[];
    readonly commandLists?: readonly Commands[];
  }[];
  readonly validDomains?: readonly string[];
  readonly supportsChannelFeatures?: string;
}
interface Commands {
  readonly scopes: readonly string[];
  readonly commands: readonly { readonly title: string }[];
}

const FILES = ['color.png', 'manifest.json', 'outline.png'];
/** Side in pixels; Microsoft's schema has it in the descriptions only. */
const ICON_SIDES = { color: 192, outline: 32 } as const;
/** PNG colour types with an alpha channel: grey and RGB. */
const WITH_ALPHA: readonly number[] = [4, 6];
const DOMAIN = /^(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}$/i;

/**
 * What Teams would refuse in an app package, as far as it can be known without Teams: Microsoft's schema, and what its upload
 * demands beyond it.
 * @param bytes the zip
 * @param manifestVersion version of the schema to hold the manifest to
 * @returns one sentence for each problem; none means that the package holds
 */
export function problemsOfPackage(bytes: Uint8Array, manifestVersion: string): readonly string[] {
  const files = unzip(bytes);
  if (!files) return ['The package is not a zip file that can be read.'];
  const names = Object.keys(files).sort();
  const json = files['manifest.json'];
  if (names.join() !== FILES.join() || !json)
    return [`The zip must hold exactly ${FILES.join(', ')} at its root, but holds: ${names.join(', ')}.`];
  const manifest = parseJson(json);
  if (manifest === undefined) return ['manifest.json is not JSON.'];
  const validate = schemaValidator(manifestVersion);
  if (!validate(manifest)) return (validate.errors ?? []).map(sentence);
  return [
    ...problemsBeyondSchema(manifest),
    ...problemsOfIcon('color', manifest, files),
    ...problemsOfIcon('outline', manifest, files),
  ];
}

function unzip(bytes: Uint8Array): Files | null {
  try {
    return unzipSync(bytes);
  } catch {
    return null;
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function schemaValidator(version: string) {
  // Only the schema: the package's own code loads more and may fetch.
  const file = require.resolve(
    `@microsoft/app-manifest/build/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`,
  );
  // Not strict: the schema uses keywords of its own.
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile<CheckedManifest>(JSON.parse(readFileSync(file, 'utf8')));
}

interface SchemaError {
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function sentence({ instancePath, message, params }: SchemaError): string {
  const which = params['additionalProperty'] ?? params['allowedValue'] ?? params['allowedValues'];
  return `manifest.json${instancePath} ${message}${which === undefined ? '' : ` (${String(which)})`}.`;
}

function problemsBeyondSchema(manifest: CheckedManifest): readonly string[] {
  const { bots = [], developer, supportsChannelFeatures, validDomains = [], version } = manifest;
  const isForTeams = bots.some(({ scopes }) => scopes.includes('team'));
  const insecure = Object.entries(developer).filter(
    ([key, url]) => key.endsWith('Url') && !/^https:/i.test(url),
  );
  const notDomains = validDomains.filter((domain) => !DOMAIN.test(domain));
  return [
    ...(bots.length === 0 ? ['The manifest has no bot.'] : []),
    ...(isForTeams && supportsChannelFeatures !== 'tier1'
      ? ['supportsChannelFeatures must be "tier1" for an app with the scope team.']
      : []),
    ...(/^\d+\.\d+\.\d+$/.test(version) ? [] : [`version must be three numbers, not "${version}".`]),
    ...insecure.map(([key]) => `developer.${key} must begin with https://.`),
    ...notDomains.map((domain) => `validDomains: "${domain}" is not a host name.`),
    ...bots.flatMap(({ commandLists = [] }) => commandLists.flatMap(problemsOfCommands)),
  ];
}

function problemsOfCommands({ scopes, commands }: Commands): readonly string[] {
  const titles = commands.map(({ title }) => title);
  const twice = titles.filter((title, index) => titles.indexOf(title) !== index);
  const blank = titles.filter((title) => title.trim() === '');
  return [
    ...twice.map((title) => `The commands for ${scopes.join(', ')} have "${title}" twice.`),
    ...blank.map(() => `The commands for ${scopes.join(', ')} have one without a title.`),
  ];
}

function problemsOfIcon(
  icon: keyof typeof ICON_SIDES,
  { icons }: CheckedManifest,
  files: Files,
): readonly string[] {
  const name = icons[icon];
  const side = ICON_SIDES[icon];
  const bytes = files[name];
  if (!bytes) return [`icons.${icon} names "${name}", which is not in the zip.`];
  const header = pngHeader(bytes);
  if (!header) return [`${name} is not a PNG file.`];
  const { width, height, colourType } = header;
  return [
    ...(width === side && height === side
      ? []
      : [`${name} must be ${side}x${side} pixels, but is ${width}x${height}.`]),
    ...(icon === 'outline' && !WITH_ALPHA.includes(colourType)
      ? [`${name} must have a transparent background.`]
      : []),
  ];
}

/** Signature and the IHDR chunk, which is always the first (PNG specification, 5.2 and 11.2.2); null when it is no PNG. */
function pngHeader(bytes: Uint8Array) {
  const png = Buffer.from(bytes);
  if (png.length < 26 || png.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return null;
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), colourType: png.readUInt8(25) };
}
