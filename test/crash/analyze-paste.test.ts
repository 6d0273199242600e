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
});
