import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHAT_COMMANDS, findChatCommand } from '../../src/runbook/chat-commands';
import { appManifest, commandList } from '../../src/runbook/app-manifest';
import type { AppManifestOptions, BotScope } from '../../src/runbook/app-manifest';

const OPTIONS: AppManifestOptions = {
  botId: '3f2b8c1e-0d4a-4f6b-9a57-1c2d3e4f5a6b',
  appId: '9d1c7a52-6b3e-4c88-8f10-2a4b6c8d0e1f',
  version: '1.2.3',
  name: 'Crash Watch',
  developer: {
    name: 'Contoso IT',
    websiteUrl: 'https://contoso.com/bot',
    privacyUrl: 'https://contoso.com/privacy',
    termsOfUseUrl: 'https://contoso.com/terms',
  },
  domains: ['contoso.com'],
};
const SCOPES: readonly BotScope[] = ['team', 'personal'];

describe('the suggested commands', () => {
  test.each(SCOPES)('%s: every title is a chat command, with its help and its usage', (scope) => {
    const { scopes, commands } = commandList(scope);

    expect(scopes).toEqual([scope]);
    for (const { title, description } of commands) {
      const command = findChatCommand(title);
      expect(command?.name).toBe(title);
      expect(description).toBe(
        command?.usage === title ? command.help : `${command?.help} Say: ${command?.usage}`,
      );
    }
  });

  test.each(SCOPES)('%s: fills the twelve places there are, each once, help among them', (scope) => {
    const titles = commandList(scope).commands.map(({ title }) => title);

    expect(titles).toHaveLength(12);
    expect(new Set(titles).size).toBe(12);
    expect(titles).toContain('help');
  });

  test('leave out only what is rare in each place', () => {
    const leftOut = (scope: BotScope): readonly string[] => {
      const titles = commandList(scope).commands.map(({ title }) => title);
      return CHAT_COMMANDS.map(({ name }) => name).filter((name) => !titles.includes(name));
    };

    expect(leftOut('team')).toEqual(['bundle', 'analyze', 'plan', 'owner', 'attest', 'settle', 'bind']);
    expect(leftOut('personal')).toEqual(['bundle', 'plan', 'owner', 'attest', 'withdraw', 'settle', 'bind']);
  });
});

describe('the manifest', () => {
  const manifest = appManifest(OPTIONS);

  test('says what the options say', () => {
    expect(manifest).toMatchObject({
      id: OPTIONS.appId,
      version: '1.2.3',
      name: { short: 'Crash Watch' },
      developer: OPTIONS.developer,
      validDomains: ['contoso.com'],
      bots: [{ botId: OPTIONS.botId, scopes: ['team', 'personal'] }],
    });
  });

  test('asks for no permission, so that the bot sees only what is said to it', () => {
    const asked = Object.keys(manifest);

    for (const permission of ['authorization', 'permissions', 'devicePermissions', 'webApplicationInfo'])
      expect(asked).not.toContain(permission);
  });

  test('has the colour of the icon as its accent', () => {
    const icon = readFileSync(path.resolve(__dirname, '../../manifest/color.svg'), 'utf8');

    expect(icon).toContain(`fill="${manifest.accentColor.toLowerCase()}"`);
  });
});
