import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { AppManifestOptions } from '../src/runbook/app-manifest';

/** What `npm run package` is to do. */
export type PackageJob =
  | { readonly kind: 'check'; readonly file: string }
  | { readonly kind: 'make'; readonly out: string; readonly manifest: AppManifestOptions };

const GUID = '3f2b8c1e-0d4a-4f6b-9a57-1c2d3e4f5a6b';

const text = (most: number, advice: string) => z.string(advice).trim().min(1, advice).max(most, advice);
const httpsUrl = (advice: string) =>
  z.url({ protocol: /^https$/, hostname: z.regexes.domain, error: advice });

const schema = z.object({
  'bot-id': z.guid(`the application (client) id of the bot's registration, for example ${GUID}`),
  'app-id': z.guid(`a GUID for the app in the Teams catalogue, for example ${GUID}`).optional(),
  name: text(30, 'what people mention, 1 to 30 characters'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers, for example 1.0.1'),
  developer: text(32, 'who offers the app, 1 to 32 characters, for example "Contoso IT"'),
  website: httpsUrl('page with support for the app, for example https://contoso.com/incident-bot'),
  privacy: httpsUrl('privacy statement, for example https://contoso.com/privacy'),
  terms: httpsUrl('terms of use, for example https://contoso.com/terms'),
  domain: z.array(
    z.string().regex(z.regexes.domain, 'a host name without https:// and path, for example example.com'),
  ),
});

/**
 * What the command line says.
 * @param args without node and the script
 * @param version the app's version when none is given
 * @throws Error with a line for each option that is missing or wrong, and an example of it
 */
export function parsePackageOptions(args: readonly string[], version: string): PackageJob {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: 'string' },
      out: { type: 'string', default: 'dist/teams-app.zip' },
      'bot-id': { type: 'string' },
      'app-id': { type: 'string' },
      name: { type: 'string', default: 'Incident Bot' },
      version: { type: 'string', default: version },
      developer: { type: 'string' },
      website: { type: 'string' },
      privacy: { type: 'string' },
      terms: { type: 'string' },
      domain: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.check !== undefined) return { kind: 'check', file: values.check };
  const parsed = schema.safeParse(values, { reportInput: true });
  if (!parsed.success) throw new Error(explain(parsed.error.issues));
  return { kind: 'make', out: values.out, manifest: toManifestOptions(parsed.data) };
}

function explain(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.map(({ path: [option], input, message }) => {
    const state = input === undefined ? 'is missing' : `cannot be ${JSON.stringify(input)}`;
    return `  --${String(option)} ${state}: ${message}`;
  });
  // One value may be wrong in two ways, with one piece of advice.
  return ['The app package was not made.', ...new Set(lines), 'See docs/app-package.md.'].join('\n');
}

function toManifestOptions(given: z.infer<typeof schema>): AppManifestOptions {
  return {
    botId: given['bot-id'],
    appId: given['app-id'] ?? given['bot-id'],
    version: given.version,
    name: given.name,
    developer: {
      name: given.developer,
      websiteUrl: given.website,
      privacyUrl: given.privacy,
      termsOfUseUrl: given.terms,
    },
    domains: given.domain,
  };
}
