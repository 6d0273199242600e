import type { Reply } from '../../src/commands/incoming';
import { refusalWords } from '../../src/commands/refusal-words';
import type { ShownTarget } from '../../src/incident/mitigation-request';
import { MINUTE, OLGA, proposal, T0, vote, ADA } from '../incident/support/builders';
import { asked } from '../incident/support/stories';
import { closeStores, openTestStore } from '../store/support/open-stores';
import type { Bench } from './support/bench';
import { benchOn, clicks, says, settingsFor } from './support/bench';

const CLUSTER = 'cluster-1';
const MESSAGE = 'CONTOSO\\anna: your PowerShell session on n2 [link](http://x) <at>all</at>';
const target = (ownerMessage?: string): ShownTarget => ({
  title: 'Remote PowerShell session',
  grade: ownerMessage === undefined ? 'D' : 'C',
  facts: [],
  ...(ownerMessage === undefined ? {} : { ownerMessage }),
});

afterEach(closeStores);

async function benchWith(shown: readonly ShownTarget[]): Promise<Bench> {
  const settings = settingsFor([
    { person: OLGA, roles: ['operator'] },
    { person: ADA, roles: ['approver'] },
  ]);
  const bench = benchOn(await openTestStore(), settings);
  for (const command of asked(proposal({ shown }))) await bench.handler.handle(CLUSTER, command);
  bench.clock.set(T0 + MINUTE);
  return bench;
}

const textOf = (reply: Reply): string => (reply.kind === 'text' ? reply.text : JSON.stringify(reply));

describe('the message to the owner of a session', () => {
  it('is there by word and by button, one for each suspected session, and changes nothing', async () => {
    const bench = await benchWith([target(MESSAGE), target(), target('CONTOSO\\ben: yours')]);
    const before = await bench.handler.load(CLUSTER);
    const typed = textOf(await bench.receive(says(OLGA, 'owner r7k2')));
    expect(typed.split('\n\n')).toEqual([
      MESSAGE,
      'CONTOSO\\ben: yours',
      'Once it is closed, an operator types: attest R7K2',
    ]);
    expect(textOf(await bench.receive(clicks(OLGA, 'owner', { request: 'request-1' })))).toBe(typed);
    expect(await bench.handler.load(CLUSTER)).toEqual(before);
  });

  it('says so when there is nobody to write to', async () => {
    const bench = await benchWith([target()]);
    expect(textOf(await bench.receive(says(OLGA, 'owner R7K2')))).toContain('no owner to write to');
  });

  it('is not given for a request that is not there, or that has ended', async () => {
    const bench = await benchWith([target(MESSAGE)]);
    expect(textOf(await bench.receive(says(OLGA, 'owner ZZZZ')))).toBe(refusalWords('no-such-request'));
    const deny = vote(T0 + MINUTE, ADA, { decision: 'deny', reason: 'no' });
    await bench.handler.handle(CLUSTER, deny);
    expect(textOf(await bench.receive(says(OLGA, 'owner R7K2')))).toBe(refusalWords('ended'));
  });
});
