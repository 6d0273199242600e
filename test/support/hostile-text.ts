import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClusterState } from '../../src/incident/state';

const corpusSchema = z.object({ events: z.array(z.object({ message: z.string() })) });

function corpusMessage(file: string): string {
  const text = readFileSync(join(__dirname, '..', 'corpus', file), 'utf8');
  return corpusSchema
    .parse(JSON.parse(text))
    .events.map((event) => event.message)
    .join('\n');
}

/** Texts a cluster, a person or a paste may hand over to make a card say, show or do something else. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  link: '[click me](http://evil.example/x)',
  'bare link': 'http://evil.example and www.evil.com',
  autolink: '<https://evil.example>',
  image: '![x](https://evil.example/x.png)',
  mention: '<at>everyone</at>',
  'escaped mention': '&lt;at&gt;everyone&lt;/at&gt; &#60;b&#62;',
  template: '${1+1} ${$root.token} ${string(cluster)}',
  'card function': '{{DATE(2026-10-14T21:40:00Z,SHORT)}}',
  emphasis: '**bold** __bold__ *it* _it_ ~~gone~~ ***both***',
  code: '`code` ```block```',
  list: '- one\n- two\n* three\n+ four\n1. five',
  heading: '# big\n===\n> quote\n---',
  html: '<script>alert(1)</script><b>x</b><img src=x onerror=alert(1)>',
  backslashes: '\\*not\\* \\[x\\](http://evil.example) C:\\dir\\_x_',
  'half a character': 'a\ud83d b\udc00',
  'direction and control': '\u202eexe.tsoh\u202c\u0000\u0007\u001b[31mred\u001b[0m\u2028x\u2029y\ufeff\u200b',
  'corpus 047': corpusMessage('047-hostile-markup.json'),
  'corpus 048': corpusMessage('048-control-characters.json'),
};

const FREE_TEXT = new Set([
  'name',
  'title',
  'value',
  'reason',
  'detail',
  'hint',
  'text',
  'message',
  'type',
  'currentStep',
  'closedWhy',
  'blocked',
  'held',
  'executable',
  'node',
  'grade',
  'shortId',
  'owner',
  'why',
]);
const FREE_LISTS = new Set(['why', 'reasons']);

/** The same state with every free text replaced: names, hints, titles, reasons, traces. A cluster's name is an id of the configuration. */
export function withText(state: ClusterState, text: string): ClusterState {
  const replace = (key: string, value: unknown): unknown => {
    if (FREE_TEXT.has(key) && typeof value === 'string') return text;
    return FREE_LISTS.has(key) && Array.isArray(value) ? value.map(() => text) : value;
  };
  return JSON.parse(JSON.stringify(state), replace) as ClusterState;
}
