import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';
import { approveWhenAsked, changesOf, requestsOf, rungsOf } from './support/lab-record';

const MINUTE = 60_000;

describe('the ladder: a cause is ended by its own rung', () => {
  let bot: LabBot | undefined;

  afterEach(async () => {
    await bot?.stop();
    bot = undefined;
  }, MINUTE);

  it(
    'stale-lcm: rung 1 finds nothing to do, restarting the LCM controller node by node fixes it',
    async () => {
      bot = await startLabBot({ scenario: 'stale-lcm' });
      await approveWhenAsked(bot, 'Restart the LCM controller');
      await bot.client.waitForText('Incident closed', 7 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['1 nothing-to-do', '2 fixed']);
      expect(new Set(changesOf(bot).map((change) => change.split(' ')[0]))).toEqual(
        new Set(['Stop-Service', 'Start-Service']),
      );
    },
    15 * MINUTE,
  );

  it(
    'stale-services: rungs 1 and 2 do not help, moving the services does not, restarting the agents fixes it',
    async () => {
      bot = await startLabBot({ scenario: 'stale-services' });
      await approveWhenAsked(bot, 'Restart the LCM controller');
      await approveWhenAsked(bot, 'Move the four clustered services');
      await bot.client.waitForText('Incident closed', 10 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['1 nothing-to-do', '2 not-fixed', '3 fixed']);
      // One approval each: nothing was found to have changed in between.
      expect(await requestsOf(bot)).toEqual(['2 run-ended', '3 run-ended']);
      const changes = changesOf(bot).filter((change) => !change.includes('LcmController'));
      expect(changes.filter((change) => change.startsWith('Move-ClusterGroup'))).toHaveLength(4);
      expect(changes.filter((change) => change.startsWith('Start-Service ECEAgent'))).toHaveLength(3);
      expect(changes.some((change) => change.startsWith('Restart-Computer'))).toBe(false);
    },
    20 * MINUTE,
  );
});
