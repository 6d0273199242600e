import type { ScriptedBot, ScriptedBotOptions } from './support/scripted-bot';
import { startScriptedBot, withVotes } from './support/scripted-bot';

const AGREE = { ownerAgrees: 'true' };
let bot: ScriptedBot | null = null;
const start = async (options?: ScriptedBotOptions): Promise<ScriptedBot> =>
  (bot = await startScriptedBot(options));

afterEach(async () => {
  await bot?.stop();
  bot = null;
}, 60_000);

it('failure mode 1: a double click by one person is one vote, and every repeat says so', async () => {
  const { client, until, events } = await start({ adjust: withVotes(2) });
  const ask = await bot!.askCard();
  const ana = client.as('approver1');
  const answers = await Promise.all(Array.from({ length: 50 }, () => ana.click(ask, 'approve', AGREE)));
  await until('VoteCast');
  expect(await events('VoteCast')).toHaveLength(1);
  console.log(answers.map((a) => JSON.stringify(a).slice(0, 100)));
});
