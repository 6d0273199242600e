/** The addresses of one Microsoft cloud: whose tokens are believed, and where the bot's own tokens come from and go to. */
export interface Cloud {
  /** The connector, as issuer of the tokens that come in. */
  readonly issuer: string;
  /** OpenID document that names the signing keys of those. */
  readonly openIdMetadataUrl: string;
  readonly loginUrl: string;
  /** What a token for the connector is asked for. */
  readonly connectorScope: string;
  readonly graphUrl: string;
  /** Origins of Teams' connectors. */
  readonly allowedServiceUrls: readonly string[];
}

export const CLOUD_NAMES = ['public', 'us-government', 'us-dod'] as const;
export type CloudName = (typeof CLOUD_NAMES)[number];

const US_GOVERNMENT: Cloud = {
  issuer: 'https://api.botframework.us',
  openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  loginUrl: 'https://login.microsoftonline.us',
  connectorScope: 'https://api.botframework.us/.default',
  graphUrl: 'https://graph.microsoft.us',
  allowedServiceUrls: ['https://smba.infra.gov.teams.microsoft.us'],
};

/**
 * `public` has GCC with it, `us-government` is GCC High. Sources: the constants of the Bot Framework's SDK for public and government channels;
 * Microsoft's "Send proactive messages" for the connectors of Teams; "National cloud deployments" for Microsoft Graph. Nobody has tried the
 * government clouds with this bot.
 */
export const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  public: {
    issuer: 'https://api.botframework.com',
    openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    loginUrl: 'https://login.microsoftonline.com',
    connectorScope: 'https://api.botframework.com/.default',
    graphUrl: 'https://graph.microsoft.com',
    allowedServiceUrls: ['https://smba.trafficmanager.net', 'https://smba.infra.gcc.teams.microsoft.com'],
  },
  'us-government': US_GOVERNMENT,
  'us-dod': {
    ...US_GOVERNMENT,
    graphUrl: 'https://dod-graph.microsoft.us',
    allowedServiceUrls: ['https://smba.infra.dod.teams.microsoft.us'],
  },
};
