import { analyzeRecords } from '../../src/crash/analyze-records';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import * as damage from './damage';
import { paste } from './print-record';

const { executable, service } = ORCHESTRATOR_CRASH;

const SERVICE = { provider: 'Service Control Manager', id: 7031, log: 'System' };
const TEXTS = [
  [
    'a 7031',
    SERVICE,
    `The ${service} service terminated unexpectedly.  It has done this 1 time(s).  The following corrective action will be taken in 60000 milliseconds: Restart the service.`,
  ],
  [
    'a German 7034',
    { ...SERVICE, id: 7034 },
    `Dienst "${service}" wurde unerwartet beendet. Dies ist bereits 1 Mal passiert.`,
  ],
  [
    'a French 7034',
    { ...SERVICE, id: 7034 },
    `Le service ${service} s’est terminé de façon inattendue pour la 2e fois.`,
  ],
  [
    'a 1000',
    { provider: 'Application Error', id: 1000 },
    `Faulting application name: ${executable}, version: 10.2408.0.0, time stamp: 0x6710f3c2\r\nFaulting module name: unknown, version: 0.0.0.0, time stamp: 0x00000000\r\nException code: 0x80131623\r\nFaulting application path: C:\\Agents\\${executable}`,
  ],
  [
    'a 1001',
    { provider: 'Windows Error Reporting', id: 1001 },
    `Fault bucket , type 0\r\nEvent Name: CLR20r3\r\n\r\nProblem signature:\r\nP1: ${executable}\r\nP2: 10.2408.0.0\r\nP3: 6710f3c2\r\nP10: `,
  ],
  [
    'a record of the Lifecycle Agent',
    { provider: 'AzureStack Agent Lifecycle Agent', id: 5 },
    `${service}: Memory Error Limit Reached, terminating process. Current private memory usage = 6442455016 bytes, memory limit = 6442450944 bytes.`,
  ],
] as const;

const WAYS: readonly [string, (text: string, width: number) => string][] = [
  ['in a list', damage.formatList],
  [
    'in a list that lost its trailing blanks',
    (text, width) => damage.formatList(text, width).replace(/[ \t]+$/gm, ''),
  ],
  ['at the edge of a console', damage.hardWrap],
];

describe.each(TEXTS)('%s that was wrapped', (_what, source, text) => {
  it.each(WAYS)('%s is one crash at every width', (_way, wrapped) => {
    const widths = Array.from({ length: 130 }, (_, k) => k + 41);
    const missed = widths.filter((width) => {
      const { crashes } = analyzeRecords([paste(wrapped(text, width), source)], ORCHESTRATOR_CRASH);
      return crashes.length !== 1;
    });
    expect(missed).toEqual([]);
  });
});
