import fc from 'fast-check';
import { parseText } from '../../src/commands/parse-text';
import type { Intent } from '../../src/commands/intent';
import { CHAT_COMMANDS } from '../../src/runbook/chat-commands';

describe('what a line of chat means', () => {
  it.each<[string, Intent]>([
    ['', { name: 'help' }],
    ['help', { name: 'help' }],
    ['  HELP  ', { name: 'help' }],
    ['incidents', { name: 'incidents' }],
    ['check', { name: 'check', cluster: null }],
    ['Check hci-lab', { name: 'check', cluster: 'hci-lab' }],
    ['status hci-lab', { name: 'status', cluster: 'hci-lab' }],
    ['history', { name: 'history', cluster: null }],
    ['stop', { name: 'stop', cluster: null }],
    ['unfreeze hci-lab', { name: 'unfreeze', cluster: 'hci-lab' }],
    ['bind hci-lab', { name: 'bind', cluster: 'hci-lab' }],
    ['freeze hci-lab change window', { name: 'freeze', cluster: null, reason: 'hci-lab change window' }],
    ['freeze', { name: 'freeze', cluster: null, reason: '' }],
    ['ask 1', { name: 'ask', rung: '1', cluster: null, nodes: [] }],
    ['ask 3a hci-lab', { name: 'ask', rung: '3A', cluster: 'hci-lab', nodes: [] }],
    ['ask r1', { name: 'ask', rung: 'R1', cluster: null, nodes: [] }],
    [
      'approve R7K2',
      {
        name: 'approve',
        request: 'R7K2',
        ownerAgrees: false,
        reason: null,
        confirmation: null,
        digestPrefix: null,
      },
    ],
    [
      'approve R7K2 Owner-Agrees',
      {
        name: 'approve',
        request: 'R7K2',
        ownerAgrees: true,
        reason: null,
        confirmation: null,
        digestPrefix: null,
      },
    ],
    [
      'approve R7K2 owner-agrees as-n2: it crashes',
      {
        name: 'approve',
        request: 'R7K2',
        ownerAgrees: true,
        reason: 'as-n2: it crashes',
        confirmation: 'as-n2',
        digestPrefix: null,
      },
    ],
    ['ask 4 hci as-n2 as-n3', { name: 'ask', rung: '4', cluster: 'hci', nodes: ['as-n2', 'as-n3'] }],
    [
      'approve R7K2 owner agrees',
      {
        name: 'approve',
        request: 'R7K2',
        ownerAgrees: false,
        reason: 'owner agrees',
        confirmation: 'owner agrees',
        digestPrefix: null,
      },
    ],
    ['deny R7K2', { name: 'deny', request: 'R7K2', reason: null, digestPrefix: null }],
    ['deny R7K2  not  today ', { name: 'deny', request: 'R7K2', reason: 'not  today', digestPrefix: null }],
    ['deny deny deny me', { name: 'deny', request: 'deny', reason: 'deny me', digestPrefix: null }],
    ['attest R7K2', { name: 'attest', request: 'R7K2' }],
    ['withdraw R7K2', { name: 'withdraw', request: 'R7K2' }],
    [
      'settle hci-lab Fixed I looked',
      { name: 'settle', cluster: 'hci-lab', as: 'fixed', reason: 'I looked' },
    ],
    ['settle fixed fixed fixed it', { name: 'settle', cluster: 'fixed', as: 'fixed', reason: 'fixed it' }],
    [
      'settle hci-lab did-not-happen',
      { name: 'settle', cluster: 'hci-lab', as: 'did-not-happen', reason: '' },
    ],
    ['analyze at A.B()\n  at C.D()', { name: 'analyze', text: 'at A.B()\n  at C.D()' }],
    ['analyze\nApplication: x', { name: 'analyze', text: 'Application: x' }],
  ])('%j', (text, intent) => {
    expect(parseText(text)).toEqual(intent);
  });

  it.each([
    'ask',
    'approve',
    'deny',
    'attest',
    'withdraw',
    'analyze',
    'settle',
    'settle hci-lab',
    'settle hci-lab maybe so',
  ])('%j is not enough: says how', (text) => {
    const [word = ''] = text.split(' ');
    const usage = CHAT_COMMANDS.find(({ name }) => name === word)?.usage;
    expect(parseText(text)).toEqual({ name: 'not-understood', advice: `Say it like this: ${usage}` });
  });

  it.each([
    'restart everything',
    'constructor',
    '__proto__',
    'approveR7K2',
    '$(rm -rf /)',
    '<at>bot</at> help',
  ])('%j is not known: says what is', (text) => {
    const parsed = parseText(text);
    expect(parsed).toMatchObject({ name: 'not-understood' });
    expect(JSON.stringify(parsed)).toContain('I know: help, check, status');
  });

  it('every command of the table is understood by its own usage', () => {
    const values: Record<string, string> = {
      '<id>': 'R7K2',
      '<reason>': 'because',
      '<mitigation>': '1',
      '<cluster>': 'hci',
      '<pasted trace>': 'at A.B()',
    };
    const spoken = CHAT_COMMANDS.map(({ name, usage }) => {
      const filled = Object.entries(values).reduce((text, [hole, value]) => text.replace(hole, value), usage);
      return [
        name,
        filled
          .replace(/\[[^\]]*\]/g, '')
          .replace(/\|\S+/g, '')
          .replace(/\s+/g, ' ')
          .trim(),
      ] as const;
    });
    expect(spoken.map(([, text]) => parseText(text).name)).toEqual(spoken.map(([name]) => name));
  });

  it('never fails, whatever is said', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.constantFrom('', 'deny ', 'settle ', 'approve '),
        (text, word) => {
          expect(parseText(word + text).name).not.toBe('');
        },
      ),
      { numRuns: 500 },
    );
  });
});
