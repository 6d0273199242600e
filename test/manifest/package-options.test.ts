import { parsePackageOptions } from '../../scripts/package-options';
import { BOT_ID, DEVELOPER, argumentsWith } from './support/package-arguments';

const parse = (args: readonly string[]) => parsePackageOptions(args, '0.9.0');

test('what must be given is enough: the app has the id of the bot and the version of the program', () => {
  expect(parse(argumentsWith({}))).toEqual({
    kind: 'make',
    out: 'dist/teams-app.zip',
    manifest: {
      botId: BOT_ID,
      appId: BOT_ID,
      version: '0.9.0',
      name: 'Incident Bot',
      developer: DEVELOPER,
      domains: [],
    },
  });
});

test('every option is taken over, a domain more than once', () => {
  const appId = '9d1c7a52-6b3e-4c88-8f10-2a4b6c8d0e1f';
  const given = { '--app-id': appId, '--name': 'Crash Watch', '--version': '2.0.1', '--out': 'x.zip' };

  expect(
    parse([...argumentsWith(given), '--domain', 'contoso.com', '--domain', 'help.contoso.com']),
  ).toMatchObject({
    out: 'x.zip',
    manifest: {
      appId,
      name: 'Crash Watch',
      version: '2.0.1',
      domains: ['contoso.com', 'help.contoso.com'],
    },
  });
});

test('to check a package nothing else has to be given', () => {
  expect(parse(['--check', 'x.zip'])).toEqual({ kind: 'check', file: 'x.zip' });
});

test.each([
  ['--bot-id', '', '--bot-id is missing: the application (client) id'],
  ['--bot-id', 'my-bot', '--bot-id cannot be "my-bot": the application (client) id'],
  ['--app-id', '42', '--app-id cannot be "42": a GUID'],
  ['--developer', '', '--developer is missing: who offers the app'],
  ['--developer', 'x'.repeat(33), 'who offers the app, 1 to 32 characters'],
  ['--developer', ' ', '--developer cannot be "": who offers the app'],
  ['--website', '', '--website is missing: page with support'],
  ['--website', 'contoso.com', '--website cannot be "contoso.com": page with support'],
  ['--privacy', 'http://contoso.com/privacy', '--privacy cannot be "http://contoso.com/privacy"'],
  ['--terms', 'https://', '--terms cannot be "https://": terms of use'],
  ['--name', 'x'.repeat(31), 'what people mention, 1 to 30 characters'],
  ['--version', '1.0', '--version cannot be "1.0": three numbers'],
  ['--domain', 'https://contoso.com/', '--domain cannot be "https://contoso.com/": a host name'],
])('%s %j is refused with what to give instead', (option, value, advice) => {
  expect(() => parse(argumentsWith({ [option]: value }))).toThrow(advice);
});

test('everything that is missing is named at once, each on one line', () => {
  expect(() => parse(['--website', 'nowhere'])).toThrow(
    /^The app package was not made\.\n {2}--bot-id is missing.*\n {2}--developer is missing.*\n {2}--website cannot be "nowhere".*\n {2}--privacy is missing.*\n {2}--terms is missing.*\nSee/,
  );
});

test('an option that there is not is refused by its name', () => {
  expect(() => parse([...argumentsWith({}), '--scope', 'team'])).toThrow("Unknown option '--scope'");
});
