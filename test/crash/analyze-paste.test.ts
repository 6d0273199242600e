import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { analyzePaste } from '../../src/crash/analyze-paste';
import { analyzeRecords } from '../../src/crash/analyze-records';
import type { Analysis } from '../../src/crash/analysis';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import * as damage from './damage';
import { frame, paste, printException, printFailFast, ENGLISH, SIGNATURE_FRAME } from './print-record';

const corpusCase = z.object({ events: z.tuple([z.object({ message: z.string() })]) });

function messageOf(file: string): string {
  const text = readFileSync(join(__dirname, '..', 'corpus', file), 'utf8');
  return corpusCase.parse(JSON.parse(text)).events[0].message;
}

const read = (text: string): Analysis => analyzePaste(text, ORCHESTRATOR_CRASH);
const thrown = {
  type: 'System.InvalidOperationException',
  message: 'No value.',
  frames: [SIGNATURE_FRAME, frame('C.A.Run')],
};
const { executable, service } = ORCHESTRATOR_CRASH;

describe('pasted text', () => {
  it.each([
    ['001-sample-as-recorded.json', 5],
    ['002-sample-as-pasted.json', 3],
    ['003-paste-lost-backticks.json', 5],
    ['007-format-list-96-columns.json', 7],
  ])('is the known issue: %s', (file, frames) => {
    const analysis = read(messageOf(file));
    expect(analysis.finding).toBe('matches');
    expect(analysis.decisive?.trace?.exceptions[0]?.type).toBe('System.InvalidOperationException');
    expect(analysis.decisive?.trace?.frames).toHaveLength(frames);
    expect(analysis.decisive?.trace?.signatureFrame).toBe(SIGNATURE_FRAME.name);
    expect(analysis.reasons[0]).toBe('3 of 3 markers: executable, frame, fail-fast.');
    expect(analysis.decisive).toMatchObject({ at: null, atMs: null });
  });

  it('may be quoted between quotes by an older viewer that lacks the description', () => {
    const sentence = "The description for Event ID '1025' in Source '.NET Runtime' cannot be found.";
    const message = `${sentence}  The following information is part of the event:'${printFailFast(thrown)}'`;
    const record = paste(message);
    expect(analyzeRecords([record], ORCHESTRATOR_CRASH)).toMatchObject({
      finding: 'matches',
      decisive: { trace: { signatureFrame: SIGNATURE_FRAME.name } },
    });
  });

  it('may be a bare stack trace; the missing marker is told', () => {
    const analysis = read(printException(thrown, ENGLISH));
    expect(analysis.finding).toBe('matches');
    expect(analysis.decisive?.trace?.frames).toHaveLength(2);
    expect(analysis.reasons[0]).toBe('1 of 3 markers: frame (not seen: executable, fail-fast).');
  });

  it('takes the machine from a Format-List', () => {
    expect(read(damage.formatList(printFailFast(thrown), 80)).decisive?.machine).toBe('as-n1.contoso.lab');
  });

  it('of another process with the same frame does not match, and says so', () => {
    const analysis = read(printFailFast(thrown).replace(executable, 'Contoso.Lcm.exe'));
    expect(analysis.finding).toBe('no-crash');
    expect(analysis.reasons.join(' ')).toContain('Another process crashed with the frame');
  });

  it.each([
    ['other-crash', printException({ ...thrown, frames: [frame('C.A.Run')] }, ENGLISH)],
    ['crash-without-stack', `The ${service} service terminated unexpectedly.  It has done this 4 time(s).`],
    [
      'crash-without-stack',
      `Faulting application name: ${executable}, version: 1.2, time stamp: 0x6710f3c2\nException code: 0x80131623`,
    ],
    ['no-crash', `Is the ${service} well? ${executable} seems to run.`],
    ['no-crash', 'The frame SecurityAuditLogger.MtlsCertificateException is what the guide names.'],
    ['no-crash', ''],
  ])('is %s', (finding, text) => {
    expect(read(text).finding).toBe(finding);
  });

  it.each([
    ['ProviderName', 'Id', '.NET Runtime', 1025, 'matches'],
    ['Source', 'EventID', '.NET Runtime', 1025, 'matches'],
    ['ProviderName', 'Id', '.NET Runtime', 1027, 'matches'],
    ['ProviderName', 'Id', 'MsiInstaller', 1025, 'no-crash'],
    ['ProviderName', 'Id', '.NET Runtime', 1022, 'no-crash'],
  ])('is the record that its fields %s and %s name: %s %i', (provider, id, named, number, finding) => {
    const fields = `${provider} : ${named}\r\n${id} : ${number}\r\n`;
    const text = `${fields}${damage.formatList(printFailFast(thrown), 120).trimStart()}`;
    const analysis = read(text);
    expect([analysis.finding, analysis.decisive?.records[0]?.kind]).toEqual([
      finding,
      finding === 'matches' ? 'runtime' : undefined,
    ]);
  });

  it('names the cause that the id of its fields names', () => {
    const list = damage.formatList(printFailFast({ ...thrown, frames: [] }), 120).trimEnd();
    const withFields = `${list}\r\nSource      : .NET Runtime\r\nEventID     : 1027\r\n`;
    expect(read(withFields).decisive?.cause).toBe('stack overflow (.NET Runtime 1027)');
    expect(read(list).decisive?.cause).toBeNull();
  });

  it.each([
    ['it names the number', `7031: ${service} stopped`, 'crash-without-stack'],
    ['it says so', `The ${service} service terminated unexpectedly.`, 'crash-without-stack'],
    ['not by its name alone', `${service} stopped`, 'no-crash'],
    ['not by a longer number', `17031 ${service} stopped`, 'no-crash'],
  ])('tells of an ended service where %s', (_what, text, finding) => {
    expect(read(text).finding).toBe(finding);
  });

  it.each([
    ['Application: Other.exe', 'no-crash'],
    ['アプリケーション： Other.exe', 'no-crash'],
    ['Other-2.exe', 'no-crash'],
    ['We started Other.exe', 'matches'],
    ['Application: Other.exe failed', 'matches'],
  ])('is of the process that its first line "%s" names', (first, finding) => {
    expect(read(`${first}\n${printException(thrown, ENGLISH)}`).finding).toBe(finding);
  });

  it('without the lines that say whose it is has nothing but its stack', () => {
    const { decisive } = read(
      `${printException(thrown, ENGLISH)}\n   at System.Environment.FailFast(String)`,
    );
    expect(decisive).toMatchObject({
      machine: '',
      records: [],
      recordIds: [],
      processId: null,
      exitCode: null,
      cause: null,
      markers: { executable: false, frame: true, failFast: true },
    });
  });
});
