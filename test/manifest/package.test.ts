import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { appManifest } from '../../src/runbook/app-manifest';
import { BOT_ID, DEVELOPER, argumentsWith } from './support/package-arguments';
import { runPackage } from './support/run-package';

const folder = mkdtempSync(path.join(tmpdir(), 'app-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileNamed = (name: string): string => path.join(folder, name);
const committed = (name: string): Buffer => readFileSync(path.resolve(__dirname, '../../manifest', name));

describe('npm run package', () => {
  const args = argumentsWith({ '--version': '2.0.1', '--domain': 'contoso.com' });

  test('makes a zip of exactly three files at its root, and its own check accepts it', async () => {
    const out = fileNamed('new-folder/app.zip');

    expect(await runPackage([...args, '--out', out])).toMatchObject({ code: 0, errors: '' });

    const files = unzipSync(readFileSync(out));
    const manifest = appManifest({
      botId: BOT_ID,
      appId: BOT_ID,
      version: '2.0.1',
      name: 'Incident Bot',
      developer: DEVELOPER,
      domains: ['contoso.com'],
    });
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString('utf8'))).toEqual(manifest);
    for (const icon of ['color.png', 'outline.png'])
      expect(Buffer.from(files[icon] ?? [])).toEqual(committed(icon));
    expect(await runPackage(['--check', out])).toEqual({ code: 0, output: `${out} holds.\n`, errors: '' });
  });

  test('makes the same bytes from the same options', async () => {
    const [first, second] = [fileNamed('first.zip'), fileNamed('second.zip')];

    await Promise.all([first, second].map((out) => runPackage([...args, '--out', out])));

    expect(readFileSync(second)).toEqual(readFileSync(first));
  });

  test('makes nothing when an option is wrong', async () => {
    const out = fileNamed('refused.zip');

    const { code, errors } = await runPackage([...argumentsWith({ '--bot-id': 'my-bot' }), '--out', out]);

    expect(code).toBe(1);
    expect(errors).toContain('--bot-id cannot be "my-bot"');
    expect(existsSync(out)).toBe(false);
  });

  test('says of a package that does not hold what is wrong with it', async () => {
    const file = fileNamed('broken.zip');
    writeFileSync(file, zipSync({ 'manifest.json': Buffer.from('{}') }));

    const { code, errors } = await runPackage(['--check', file]);

    expect(code).toBe(1);
    expect(errors).toContain(`Teams would refuse ${file}:\n  The zip must hold exactly`);
  });
});
