import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { ActivityTypes, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { TurnContext } from 'botbuilder';
import restify from 'restify';
import type { BotIdentity } from '../../src/teams/bot-identity';

/**
 * The yardstick: botbuilder's own adapter behind restify, as its samples have it, that checks the token, writes the activity to a file, flushes it to the
 * disk, and answers. No bot whose answer is durable can do less.
 */
export async function startEchoWithWrite(
  identity: BotIdentity,
  file: string,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const handle = openSync(file, 'a', 0o600);
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: identity.appId,
      MicrosoftAppPassword: identity.appPassword,
      MicrosoftAppTenantId: identity.tenantId,
      MicrosoftAppType: 'SingleTenant',
      ToChannelFromBotLoginUrl: identity.loginUrl,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: identity.issuer,
      ToBotFromChannelOpenIdMetadataUrl: identity.openIdMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: identity.openIdMetadataUrl,
      OAuthUrl: identity.loginUrl,
      CallerId: 'urn:botframework:azure',
      ValidateAuthority: 'true',
    }),
  );
  const logic = async (context: TurnContext): Promise<void> => {
    writeSync(handle, `${JSON.stringify(context.activity)}\n`);
    fsyncSync(handle);
    const body = {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Noted.',
    };
    await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body } });
  };
  const server = restify.createServer({ name: 'echo' });
  server.use(restify.plugins.bodyParser());
  server.post('/api/messages', async (request, response) => {
    await adapter.process(
      { body: request.body as Record<string, unknown>, headers: request.headers, method: 'POST' },
      response,
      logic,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}/api/messages`,
    stop: async () => {
      server.server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      closeSync(handle);
    },
  };
}
