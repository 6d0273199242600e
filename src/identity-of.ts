import { randomBytes, randomUUID } from 'node:crypto';
import type { BotSecrets } from './config';
import { ConfigError } from './config';
import type { Config } from './config-schema';
import type { Lab } from './lab-module';
import { botIdentitySchema } from './teams/bot-identity';
import type { BotIdentity } from './teams/bot-identity';

/** The lab's own issuer needs no registration: a fresh identity each time. */
export function labSecrets(): BotSecrets {
  return { appId: randomUUID(), appPassword: randomBytes(24).toString('base64url'), tenantId: randomUUID() };
}

/** Who the bot is: as the lab's channel has it, or as configured. @throws ConfigError naming what cannot be used */
export function identityOf(config: Config, secrets: BotSecrets, lab: Lab | null): BotIdentity {
  const channel = lab?.channel;
  const { teams } = config;
  const parsed = botIdentitySchema.safeParse({
    appId: secrets.appId,
    appPassword: secrets.appPassword,
    tenantId: channel?.tenantId ?? secrets.tenantId,
    cloud: config.cloud,
    ...given({
      issuer: channel?.issuer ?? teams.issuer,
      openIdMetadataUrl: channel?.openIdMetadataUrl ?? teams.openIdMetadataUrl,
      loginUrl: channel?.loginUrl ?? teams.loginUrl,
      allowedServiceUrls: channel ? [channel.serviceUrl] : teams.serviceUrls,
    }),
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  teams.${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`The bot's identity cannot be used:\n${problems.join('\n')}`);
}

function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
