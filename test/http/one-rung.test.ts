import { personByKey } from '../../src/lab/channel/people';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';

describe('monitoring-session: one rung through everything', () => {
  let bot: LabBot;

  beforeAll(async () => {
    bot = await startLabBot({ scenario: 'monitoring-session' });
  }, 60_000);

  afterAll(() => bot.stop(), 30_000);

  it('goes from check to closed, by one approval, with one change on the cluster', async () => {
    const { client } = bot;
    const asker = client.as('asker');
    const approver = client.as('approver1');

    await asker.inChannel().say('check');
    const diagnosis = await client.waitForCard(
      ({ text }) => text.includes('System.InvalidOperationException'),
      240_000,
    );
    expect(diagnosis.text).toContain('SecurityAuditLogger.MtlsCertificateException');
    for (const node of ['as-n1', 'as-n2', 'as-n3']) expect(diagnosis.text).toContain(node);

    const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 240_000);
    expect(ask.text).toContain('mbauer');
    expect(bot.cluster.ledger().filter((entry) => entry.kind === 'change')).toEqual([]);

    const refusedOutsider = await client.as('outsider').click(ask, 'approve', { ownerAgrees: 'true' });
    expect(JSON.stringify(refusedOutsider)).toContain('needs the role approver');
    const withoutOwner = await approver.click(ask, 'approve');
    expect(JSON.stringify(withoutOwner)).toContain('Talk to its owner');
    expect(bot.cluster.ledger().filter((entry) => entry.kind === 'change')).toEqual([]);

    await approver.click(ask, 'approve', { ownerAgrees: 'true' });
    const closed = await client.waitForCard(
      ({ text }) => text.includes('closed') && !text.includes('"verb":"approve"') && text.includes('fixed'),
      240_000,
    );
    expect(closed.message.id).toBe(ask.message.id);

    await client.waitForText('Incident closed');

    const changes = bot.cluster.ledger().filter((entry) => entry.kind === 'change');
    expect(changes.map((entry) => entry.command)).toEqual(['Remove-WSManInstance']);
    const thread = client.thread(ask.message.threadId).map((message) => JSON.stringify(message));
    for (const words of ['Incident opened', 'Approval needed', 'Approved', 'Running', 'Incident closed']) {
      expect(thread.some((message) => message.includes(words))).toBe(true);
    }
    const asked = thread.find((message) => message.includes('Approval needed'));
    for (const key of ['approver1', 'approver2'])
      expect(asked).toContain(`<at>${personByKey(key).name}</at>`);
  }, 900_000);
});
