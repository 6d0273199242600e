import type { Settings } from '../../src/runbook/settings';
import { SUBJECT } from '../detection/support/watched';
import type { ScriptedBot } from './support/scripted-bot';
import { AGREE, startScriptedBot } from './support/scripted-bot';
import { BERT } from './support/scripted-cluster';

const naming = (settings: Settings): Settings => ({
  ...settings,
  clusters: settings.clusters.map((cluster) => ({ ...cluster, certificateSubjects: [SUBJECT] })),
});

describe('a session that was seen directly', () => {
  let bot: ScriptedBot;
  let asked: string[];

  const start = async (isSeenDirectly: boolean): Promise<void> => {
    bot = await startScriptedBot({ callers: [BERT], adjust: naming, isSeenDirectly });
    asked = [];
    bot.cluster.beforeRead = (operation) => void asked.push(operation);
  };
  afterEach(() => bot.stop(), 60_000);

  it('is ended without its owner, although the log has rolled since: what was seen was shown and approved, and nobody watches again', async () => {
    await start(true);
    const ask = await bot.askCard();
    expect(ask.text).toContain('grade B, direct');
    expect(ask.text).not.toContain('"id":"ownerAgrees"');
    asked = [];
    bot.cluster.isSeenDirectly = false;
    await bot.client.as('approver1').click(ask, 'approve');
    await bot.until('RunEnded');
    expect(bot.cluster.changes).toMatchObject([{ parameters: { user: BERT.owner } }]);
    expect(asked).toContain('Find-CallerCandidate');
    expect(asked).not.toContain('Find-CertificateCall');
    expect((await bot.events('RequestGranted')).length).toBe(1);
  });

  it('that is another one at the recheck is not ended: superseded, and asked again as what it is now', async () => {
    await start(true);
    const ask = await bot.askCard();
    bot.cluster.callers = [{ ...BERT, processId: BERT.processId + 1 }];
    await bot.client.as('approver1').click(ask, 'approve');
    await bot.until('RequestEnded');
    expect((await bot.events('RequestEnded'))[0]).toMatchObject({ as: 'superseded' });
    expect(bot.cluster.changes).toEqual([]);
    await bot.until('RequestOpened', 2);
    expect((await bot.events('RequestOpened')).map(({ request }) => request.needsOwnerAgreement)).toEqual([
      false,
      true,
    ]);
  });

  it('is one like any other where the log is off: its owner has to agree', async () => {
    await start(false);
    const ask = await bot.askCard();
    expect(ask.text).toContain('grade C, circumstantial');
    expect(ask.text).toContain('the CAPI2 log of n1 is off, so no direct evidence can be had');
    await bot.client.as('approver1').click(ask, 'approve');
    expect(await bot.events('VoteCast')).toEqual([]);
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    await bot.until('RunEnded');
    expect(asked).not.toContain('Find-CertificateCall');
  });
});
