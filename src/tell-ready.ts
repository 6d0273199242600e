import type { Config } from './config-schema';
import type { Lab } from './lab-module';
import type { ClusterSettings } from './runbook/settings';

/** Says where the bot listens, what it watches, and how to begin. `say` takes one line. */
export function tellReady(
  say: (line: string) => void,
  config: Config,
  botUrl: string,
  lab: Lab | null,
  clusters: readonly ClusterSettings[],
): void {
  const names = clusters.map(({ name }) => name).join(', ');
  const does = config.roles.includes('runner') ? 'watches' : 'speaks for';
  say(
    config.roles.includes('teams')
      ? `The bot listens on ${botUrl}/api/messages and ${does} ${names}.`
      : `The runner answers on ${botUrl}/readyz and watches ${names}.`,
  );
  if (!config.people.some((one) => one.roles.includes('approver')) && !lab?.channel)
    say('Nobody is configured as approver, so nothing can be approved.');
  if (lab?.channel)
    say(`\n  Open ${lab.channel.pageUrl}\n\nThere, say "check" in the channel. Ctrl+C ends everything.`);
}
