import { plainText } from '../../src/teams/message-text';

const BOT = '28:bot';
const mention = (text: string, mentionedId = BOT) => ({ text, mentionedId });
const ofBot = mention('<at>Incident Bot</at>');

describe('what a person typed', () => {
  it.each([
    ['the mention in front', '<at>Incident Bot</at> status  now', [ofBot], 'status now'],
    ['the mention at the end', 'status <at>Incident Bot</at>', [ofBot], 'status'],
    ['the mention twice', '<at>Incident Bot</at> a <at>Incident Bot</at>', [ofBot], 'a'],
    ['only the mention', '<at>Incident Bot</at>', [ofBot], ''],
    ['a mention with attributes', '<at id="0">Bot</at> x', [mention('<at id="0">Bot</at>')], 'x'],
    ['ids in another spelling', '<at>B</at> x', [mention('<at>B</at>', '28:BOT')], 'x'],
    [
      'somebody else',
      '<at>B</at> ask <at>Bob</at>',
      [mention('<at>B</at>'), mention('<at>Bob</at>', '29:b')],
      'ask Bob',
    ],
    [
      'entities, once',
      'a&nbsp;&amp;lt; &lt;b&gt; &#39;&#x41;&#39; &unknown;',
      [],
      "a &lt; <b> 'A' &unknown;",
    ],
    ['entities that are no character', '&#0; &#xD800; &#x110000;', [], '&#0; &#xD800; &#x110000;'],
    ['hard blanks', 'a\u00a0\u00a0b\tc', [], 'a b c'],
    ['a pasted trace', 'analyze\r\n  at A.B()\r\n\tat C.D()  \n', [], 'analyze\nat A.B()\nat C.D()'],
    ['a line break as a tag', 'a<br/>b<BR>c', [], 'a\nb\nc'],
    ['a reply that quotes', '<quoted messageId="1783379480258"/> approve A1B2', [], 'approve A1B2'],
    [
      'a reply that quotes two, in a channel',
      '<quoted messageId="1"/>\n<quoted messageId="2"/>\n<at>Incident Bot</at> deny A1B2 no\n',
      [ofBot],
      'deny A1B2 no',
    ],
    ['a mention with a hard blank in its name', '<at>Incident&nbsp;Bot</at>&nbsp;status', [ofBot], 'status'],
    ['a mention with a sign in its name', '<at>R&amp;D</at> status', [mention('<at>R&D</at>')], 'status'],
    ['a copied id with an invisible end', 'approve\u200b \u2068A1B2\u2069\ufeff', [], 'approve A1B2'],
    ['what stands in angle brackets in a trace', 'analyze at C.<Run>b__0()', [], 'analyze at C.<Run>b__0()'],
    ['Unicode', 'grüße 👍', [], 'grüße 👍'],
  ])('%s', (_name, raw, mentions, text) => {
    expect(plainText(raw, mentions, [BOT])).toBe(text);
  });

  it.each([['deny'], [''], ['<at>x</at> deny'], ['<b>deny</b>']])(
    'a forged mention %j cannot take words out',
    (forged) => {
      expect(plainText('deny 42', [mention(forged)], [BOT])).toBe('deny 42');
    },
  );

  it('very long text of one kind stays cheap', () => {
    const hostile = [
      '<at '.repeat(20_000),
      '&#'.repeat(40_000),
      '<br'.repeat(30_000),
      '<quoted '.repeat(10_000),
      ' '.repeat(90_000) + 'x',
    ];
    const results = hostile.map((text) => plainText(text, [ofBot], [BOT]).length);
    expect(results).toEqual([79_999, 80_000, 90_000, 79_999, 1]);
  });
});
