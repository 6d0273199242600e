import { createReadStream } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import type { ServerResponse } from 'node:http';

/** The page's own files lie in the source folder; the compiled program is beside it, at the same depth. */
const PAGE = resolve(__dirname, '../../../src/lab/page');
const RENDERER = join(dirname(require.resolve('adaptivecards/package.json')), 'dist');

const OWN_FILES = [
  'colours.css',
  'base.css',
  'top.css',
  'rail.css',
  'conversation.css',
  'own-answers.css',
  'compose.css',
  'cards.css',
  'panel.css',
  'timeline.css',
  'cluster.css',
  'scenarios.css',
  'faults.css',
  'icon.svg',
  'api.js',
  'app.js',
  'cards.js',
  'cluster-tab.js',
  'code-block.js',
  'compose.js',
  'crash-pulse.js',
  'dom.js',
  'fault-tab.js',
  'host-config.js',
  'lab-panel.js',
  'messages.js',
  'news.js',
  'people.js',
  'rail.js',
  'scenario-tab.js',
  'theme.js',
  'timeline.js',
  'toasts.js',
] as const;

const own = (name: string): [string, string] => [`/${name}`, join(PAGE, name)];

/** Every address that serves a file, and the file. Nothing else on the disk can be asked for. */
export const PAGE_FILES: Readonly<Record<string, string>> = Object.fromEntries([
  ['/', join(PAGE, 'index.html')],
  ...OWN_FILES.map(own),
  ['/vendor/adaptivecards.js', join(RENDERER, 'adaptivecards.min.js')],
  ['/vendor/adaptivecards.css', join(RENDERER, 'adaptivecards.css')],
  ['/vendor/markdown-it.js', require.resolve('markdown-it/browser')],
]);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Everything from this server, nothing from anywhere else, no inline script or style, in nobody's frame. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves one of PAGE_FILES. @param cookie set with the answer when not null */
export function serveFile(response: ServerResponse, path: string, cookie: string | null): Promise<void> {
  const file = PAGE_FILES[path];
  if (file === undefined) throw new Error(`The page has no file for ${path}.`);
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(cookie === null ? {} : { 'set-cookie': cookie }),
  });
  return new Promise((done, failed) => {
    createReadStream(file).on('error', failed).pipe(response).on('close', done);
  });
}
