import { readFileSync } from 'node:fs';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { Config } from './config-schema';
import { configSchema } from './config-schema';

/** The configuration cannot be used; the message names every key, what is wrong, and where an example is. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const secretsSchema = z.object({
  BOT_ID: z.guid(),
  BOT_PASSWORD: z.string().min(1),
  BOT_TENANT_ID: z.guid(),
});

/** Who the bot is. Comes from the environment only, never from a file. */
export interface BotSecrets {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
}

/**
 * Reads a configuration file.
 * @throws ConfigError when it cannot be read or used
 */
export function readConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(
      `Cannot read the configuration ${file}. Copy config.example.yaml and name it with --config, or start without one for the lab.`,
    );
  }
  return parseConfig(text, file);
}

/** Parses the text of a configuration. @throws ConfigError */
export function parseConfig(text: string, name: string): Config {
  let raw: unknown;
  try {
    raw = parseYaml(text);
  } catch (error) {
    throw new ConfigError(`${name} is not valid YAML: ${placeOf(error)}`);
  }
  const parsed = configSchema.safeParse(raw ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    `${name} cannot be used:\n${parsed.error.issues.map(describeIssue).join('\n')}\nA complete example is config.example.yaml.`,
  );
}

/** What and where, without the excerpt or the name of an alias that the library quotes: it may be a secret. */
function placeOf(error: unknown): string {
  if (!(error instanceof YAMLParseError))
    return 'an alias (*name) has no anchor. Put quotes around a value that begins with *.';
  const at = error.linePos?.[0];
  return `${error.code}${at ? ` at line ${at.line}, column ${at.col}` : ''}`;
}

/** What a right value looks like, for the keys that people get wrong. */
const EXAMPLES: Readonly<Record<string, string>> = {
  clusters: 'clusters: [{ name: hci-01, nodes: [as-n1.contoso.com], connection: { transport: winrm } }]',
  people:
    'people: [{ objectId: 00000000-0000-0000-0000-000000000000, name: Ana Ribeiro, roles: [approver] }]',
  server: 'server: { host: 127.0.0.1, port: 3978 }',
  mode: 'mode: observe',
  timing: 'timing: { settleMs: 60000 }',
  detection: 'detection: { watchMs: 60000 }',
  store:
    'store: { file: incident-bot.sqlite } or store: { postgres: { host: db.contoso.com, database: incident_bot, user: incident_bot } }',
  roles: 'roles: [teams, runner]',
  teams: 'teams: { openIdMetadataUrl: "http://127.0.0.1:4000/.well-known/openidconfiguration" }',
};

function describeIssue(issue: z.core.$ZodIssue): string {
  const key = issue.path.join('.') || '(top level)';
  const example = EXAMPLES[String(issue.path[0])];
  return `  ${key}: ${issue.message}${example ? `\n    e.g. ${example}` : ''}`;
}

/** The tenant whose people count: all that a runner alone has to know of who the bot is. @throws ConfigError */
export function readTenantId(environment: NodeJS.ProcessEnv): string {
  const parsed = secretsSchema.shape.BOT_TENANT_ID.safeParse(environment['BOT_TENANT_ID']);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    'Set this environment variable: BOT_TENANT_ID. It is the GUID of your Entra tenant: only its people are served.',
  );
}

/** Reads the bot's secrets. @throws ConfigError naming the variables that are missing or wrong, never their values */
export function readSecrets(environment: NodeJS.ProcessEnv): BotSecrets {
  const parsed = secretsSchema.safeParse(environment);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))].join(', ');
    throw new ConfigError(
      `Set these environment variables: ${names}. BOT_ID and BOT_TENANT_ID are GUIDs of the Azure Bot's app registration; BOT_PASSWORD is its client secret.`,
    );
  }
  const { BOT_ID, BOT_PASSWORD, BOT_TENANT_ID } = parsed.data;
  return { appId: BOT_ID, appPassword: BOT_PASSWORD, tenantId: BOT_TENANT_ID };
}
