import { readFileSync, statSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { labAccess } from '../../src/lab/lab-settings';
import { startScriptedBot } from './support/scripted-bot';
import type { ScriptedBot } from './support/scripted-bot';

describe('bundle: the evidence for support', () => {
  let bot: ScriptedBot;
  afterEach(() => bot.stop(), 60_000);

  it('is one zip with what was read and tried, in which nobody and no host is named, and nothing was changed for it', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    await bot.client
      .as('approver1')
      .click(ask, 'deny', { reason: 'Anna (CONTOSO\\anna) closes it, password=Geheim7' });
    await bot.until('RequestEnded');
    await bot.client.as('asker').inChannel().say('bundle');
    const told = await bot.client.waitForText('.zip');
    const file = /\S+\.zip/.exec(JSON.stringify(told))?.[0] ?? '';
    expect(statSync(file).mode & 0o077).toBe(0);

    const unpacked = unzipSync(new Uint8Array(readFileSync(file)));
    const files = Object.fromEntries(
      Object.entries(unpacked).map(([name, bytes]) => [name, strFromU8(bytes)]),
    );
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'README.txt',
        'versions.json',
        'configuration.json',
        'incident.json',
        'log.json',
        'plans.json',
        'nodes/node-1.json',
        'nodes/node-2.json',
        'nodes/node-3.json',
      ]),
    );
    expect(Object.keys(files).some((name) => name.endsWith('-Find-CallerCandidate.json'))).toBe(true);
    expect(files['nodes/node-1.json']).toContain('SecurityAuditLogger.MtlsCertificateException');
    expect(files['log.json']).toContain('VoteCast');
    expect(files['log.json']).toContain('approver-');
    expect(files['plans.json']).toContain('Stop-Caller');

    const everything = Object.values(files).join('\n').toLowerCase();
    const people = labAccess().members.flatMap(({ person }) => [person.name, person.objectId]);
    for (const name of [...people, 'anna', 'contoso', 'Geheim7', 'hci-test', labAccess().tenantId])
      expect(everything).not.toContain(name.toLowerCase());
    expect(bot.cluster.changes).toEqual([]);
  }, 120_000);
});
