export const BOT_ID = '3f2b8c1e-0d4a-4f6b-9a57-1c2d3e4f5a6b';

const REQUIRED: Readonly<Record<string, string>> = {
  '--bot-id': BOT_ID,
  '--developer': 'Contoso IT',
  '--website': 'https://contoso.com/bot',
  '--privacy': 'https://contoso.com/privacy',
  '--terms': 'https://contoso.com/terms',
};
export const DEVELOPER = {
  name: 'Contoso IT',
  websiteUrl: 'https://contoso.com/bot',
  privacyUrl: 'https://contoso.com/privacy',
  termsOfUseUrl: 'https://contoso.com/terms',
};

/** All that has to be given, as on the command line, with some changes; an empty text leaves an option out. */
export function argumentsWith(changes: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries({ ...REQUIRED, ...changes }).flatMap(([option, value]) =>
    value === '' ? [] : [option, value],
  );
}
