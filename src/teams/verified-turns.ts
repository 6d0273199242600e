import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { BotIdentity } from './bot-identity';

const SCOPE = 'https://api.botframework.com';

/**
 * The SDK's adapter, entered behind its own token check, which `verify-token.ts` replaces (reasons there). It is given no credentials:
 * whatever goes out goes through the messenger, so the SDK's repeated posts can never happen.
 */
export class VerifiedTurns extends CloudAdapter {
  readonly #appId: string;

  constructor(identity: BotIdentity) {
    // Once one of these is set the SDK takes all of them as given, so they are all set.
    super(
      new ConfigurationBotFrameworkAuthentication(
        {
          ToChannelFromBotLoginUrl: identity.loginUrl,
          ToChannelFromBotOAuthScope: SCOPE,
          ToBotFromChannelTokenIssuer: identity.issuer,
          ToBotFromChannelOpenIdMetadataUrl: identity.openIdMetadataUrl,
          ToBotFromEmulatorOpenIdMetadataUrl: identity.openIdMetadataUrl,
          OAuthUrl: identity.loginUrl,
          CallerId: 'urn:botframework:azure',
          ValidateAuthority: true,
        },
        withoutCredentials(identity.appId),
      ),
    );
    this.#appId = identity.appId;
  }

  /**
   * Runs one turn for an activity whose token was verified and whose serviceUrl equals the token's.
   * Resolves to the answer of an invoke, undefined for everything else; rejects when the logic does.
   */
  async run(
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const claimsIdentity = this.createClaimsIdentity(this.#appId);
    const connectorFactory = this.botFrameworkAuthentication.createConnectorFactory(claimsIdentity);
    return this.processActivity({ audience: SCOPE, claimsIdentity, connectorFactory }, activity, logic);
  }
}

function withoutCredentials(appId: string) {
  return {
    isValidAppId: async (candidate: string) => candidate === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      signRequest: async (): Promise<never> => {
        throw new Error('The SDK must not send anything. Send through the messenger.');
      },
    }),
  };
}
