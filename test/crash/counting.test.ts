import { analyzeRecords } from '../../src/crash/analyze-records';
import { withoutCopies } from '../../src/crash/count-crashes';
import type { DatedCrash, Analysis } from '../../src/crash/analysis';
import type { EventRecord } from '../../src/crash/event-record';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import { frame, printFailFast, record, SIGNATURE_FRAME } from './print-record';

const START = Date.parse('2026-10-14T21:00:00Z');
const { executable, service } = ORCHESTRATOR_CRASH;
const MATCHING = printFailFast({ type: 'C.AException', message: 'a', frames: [SIGNATURE_FRAME] });
const OTHER = printFailFast({ type: 'C.BException', message: 'b', frames: [frame('C.B.Run')] });

const time = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const runtime = (at: number, changes: Partial<EventRecord> = {}, text = MATCHING): EventRecord =>
  record(text, { timeCreated: time(at), ...changes });

function error(at: number, reportId: string, changes: Partial<EventRecord> = {}): EventRecord {
  const data = [
    executable,
    '1.0',
    '6710f3c2',
    'unknown',
    '0.0.0.0',
    '00000000',
    '80131623',
    '00007ffb',
    '1f4c',
    '01dc',
  ];
  const properties = [...data, `C:\\Agents\\${executable}`, 'unknown', reportId, '', ''];
  return record('', {
    provider: 'Application Error',
    id: 1000,
    timeCreated: time(at),
    properties,
    ...changes,
  });
}

function werReport(
  at: number,
  p1: string,
  reportId: string,
  changes: Partial<EventRecord> = {},
): EventRecord {
  const parameters = [p1, '1', '2', '3', '4', '5', '6', '7', '8', ''];
  const properties = [
    '123',
    '5',
    'CLR20r3',
    'Not available',
    '0',
    ...parameters,
    '',
    '',
    '',
    '0',
    reportId,
    '4',
    'ab',
  ];
  return record('', {
    provider: 'Windows Error Reporting',
    id: 1001,
    timeCreated: time(at),
    properties,
    ...changes,
  });
}

function serviceEnded(at: number, changes: Partial<EventRecord> = {}): EventRecord {
  const properties = [service, '7', '60000', '1', 'Restart the service'];
  return record('', {
    provider: 'Service Control Manager',
    id: 7031,
    log: 'System',
    timeCreated: time(at),
    properties,
    ...changes,
  });
}

const analysis = (...events: EventRecord[]): Analysis<DatedCrash> =>
  analyzeRecords(events, ORCHESTRATOR_CRASH);
const count = (...events: EventRecord[]): number => analysis(...events).crashes.length;

const ID_A = 'b87cf3eb-2534-9bdf-b714-600c576d8237';
const ID_B = 'be7b1cb4-f76d-655e-0498-569b479bd23d';
const HASH = 'QJ5T2LN0XMB4RZKY3WVD7AHE1GUPC6SF';

describe('counting crashes', () => {
  it.each([
    ['kinds exactly 30 s apart', 1, [runtime(0), serviceEnded(30)]],
    [
      'kinds 100 ns more than 30 s apart',
      2,
      [runtime(0), serviceEnded(30, { timeCreated: '2026-10-14T21:00:30.0000001Z' })],
    ],
    ['two of one kind at one time', 2, [runtime(0), runtime(0)]],
    ['a report hours later with the same id', 1, [error(0, ID_A), werReport(9000, executable, ID_A)]],
    ['a hashed report of the same id', 1, [error(0, ID_A), werReport(9000, HASH, ID_A.toUpperCase())]],
    ['a hashed report of another id', 1, [error(0, ID_A), werReport(1, HASH, ID_B)]],
    ['only a hashed report', 0, [werReport(1, HASH, ID_B)]],
    ['a readable report without its 1000', 1, [werReport(1, executable.toUpperCase(), ID_B)]],
    [
      'the report of an earlier crash beside a newer one',
      2,
      [error(0, ID_A), werReport(24, executable, ID_A), werReport(5, executable, ID_B)],
    ],
    ['two machines at one time', 2, [runtime(0), serviceEnded(1, { machine: 'as-n2.contoso.lab' })]],
    ['a machine in two spellings', 1, [runtime(0), serviceEnded(1, { machine: 'AS-N1.CONTOSO.LAB' })]],
    [
      'the same record twice',
      1,
      [runtime(0, { recordId: 7 }), runtime(0, { recordId: 7, machine: 'AS-N1.contoso.lab' })],
    ],
    ['the same number in two logs', 1, [runtime(0, { recordId: 7 }), serviceEnded(1, { recordId: 7 })]],
    ['a lost record between two crashes', 2, [runtime(0), runtime(20), serviceEnded(23.2)]],
    ['a 7034 in the place of a 7031', 1, [runtime(0), serviceEnded(2, { id: 7034 })]],
    ['a foreign id of the service manager', 0, [serviceEnded(2, { id: 7036 })]],
    ['a chain of kinds', 1, [runtime(0), error(25, ID_A), serviceEnded(50)]],
    ['a record too far from both of its kind', 3, [runtime(0), runtime(1), error(2, ID_A), error(32, ID_B)]],
    ['kinds with others between', 2, [runtime(0), error(100, ID_A), serviceEnded(1)]],
    ['two reports of one id', 1, [werReport(0, executable, ID_A), werReport(900, executable, ID_A)]],
    [
      'three reports of one id',
      1,
      [werReport(0, executable, ID_A), werReport(9, HASH, ID_A), werReport(900, HASH, ID_A)],
    ],
    ['a report before its 1000', 1, [werReport(0, executable, ID_A), error(900, ID_A)]],
    ['reports of no id', 2, [werReport(0, executable, ''), werReport(900, executable, '')]],
    ['a machine with blanks around it', 1, [runtime(0), serviceEnded(1, { machine: ' as-n1.contoso.lab ' })]],
    [
      'the same record of a log in two spellings',
      1,
      [runtime(0, { recordId: 7 }), runtime(0, { recordId: 7, log: ' application ' })],
    ],
    ['records without a number', 2, [runtime(0, { recordId: null }), runtime(100, { recordId: null })]],
    ['a longer service name', 0, [serviceEnded(2, { properties: [`${service} Helper`, '1'] })]],
  ])('%s: %i', (_what, crashes, events) => {
    expect(count(...events)).toBe(crashes);
    expect(count(...events.toReversed())).toBe(crashes);
  });

  it('keeps a record that lost its partner with the nearer crash', () => {
    const [first, second] = analysis(runtime(0), runtime(20), serviceEnded(23.2)).crashes;
    expect(first?.records).toHaveLength(1);
    expect(second?.records.map(({ kind }) => kind)).toEqual(['runtime', 'service-manager']);
  });

  it('takes the newest by record id when the clock was set back', () => {
    const before = runtime(3600, { recordId: 10 });
    const after = runtime(60, { recordId: 20 });
    const between = error(3601, ID_A, { recordId: 11 });

    const { crashes, decisive } = analysis(after, between, before);

    expect(crashes.map(({ recordIds }) => recordIds)).toEqual([[10, 11], [20]]);
    expect(decisive?.atMs).toBe(START + 60_000);
  });

  it('keeps a record with the nearest of the records of a crash', () => {
    const { crashes } = analysis(runtime(0), error(20, ID_A), runtime(40), serviceEnded(28));
    expect(crashes.map(({ records }) => records.map(({ kind }) => kind))).toEqual([
      ['runtime', 'application-error', 'service-manager'],
      ['runtime'],
    ]);
  });

  it('pairs by record id when the clock was set back between two crashes', () => {
    const events = [
      runtime(20, { recordId: 10 }),
      error(21, ID_A, { recordId: 11 }),
      runtime(10, { recordId: 12 }),
      error(20, ID_B, { recordId: 13 }),
    ];
    for (const given of [events, events.toReversed()])
      expect(analysis(...given).crashes.map(({ recordIds }) => recordIds)).toEqual([
        [10, 11],
        [12, 13],
      ]);
  });

  it('keeps the order within a machine whose clock was set back among the crashes of another', () => {
    const other = { machine: 'as-n2.contoso.lab' };
    const { crashes } = analysis(
      runtime(1000, { recordId: 1 }),
      runtime(500, { recordId: 2 }),
      runtime(750, { ...other, recordId: 3 }),
      runtime(1500, { ...other, recordId: 4 }),
    );
    expect(crashes.map(({ recordIds }) => recordIds)).toEqual([[3], [1], [2], [4]]);
  });

  it('keeps the fuller of two copies of a record', () => {
    const full = runtime(0, { recordId: 7 });
    for (const poor of [
      { ...full, properties: [], message: '' },
      { ...full, properties: [], message: null },
      { ...full, properties: [] },
    ])
      for (const given of [
        [full, poor],
        [poor, full],
      ])
        expect(withoutCopies(given)).toEqual([full]);
    const data = { ...full, properties: ['xx'], message: null };
    const text = { ...full, properties: [], message: 'xxx' };
    expect(withoutCopies([text, data])).toEqual([data]);
    expect(withoutCopies([data, { ...data }])[0]).toBe(data);
  });

  it('judges by the first row that applies to any crash, with the values of the newest of that kind', () => {
    const { finding, decisive } = analysis(
      runtime(0),
      runtime(100),
      runtime(200, {}, OTHER),
      serviceEnded(300),
    );
    expect(finding).toBe('matches');
    expect(decisive?.at).toBe(time(100));
  });

  it('tells process id, exit code and the markers', () => {
    const { decisive, reasons } = analysis(runtime(0), error(1, ID_A));
    expect(decisive).toMatchObject({
      processId: 0x1f4c,
      exitCode: '0x80131623',
      markers: { executable: true, frame: true, failFast: true },
    });
    expect(reasons[0]).toBe('3 of 3 markers: executable, frame, fail-fast.');
  });

  it('has no markers where there is no crash', () => {
    expect(analysis()).toMatchObject({
      finding: 'no-crash',
      decisive: null,
      markers: { executable: false, frame: false, failFast: false },
    });
  });

  it('stays with the number of crashes of a day that never stops', () => {
    const events = Array.from({ length: 3000 }, (_, i) => [runtime(i * 20), serviceEnded(i * 20 + 3)]).flat();
    expect(count(...events)).toBe(3000);
  });
});

describe('other providers and languages', () => {
  it.each([
    ['de', `Dienst "${service}" wurde unerwartet beendet. Dies ist bereits 1 Mal passiert.`, 1],
    ['fr', `Le service ${service} s’est terminé de façon inattendue pour la 2e fois.`, 1],
    ['zh', `${service} 服务意外地终止。`, 1],
    ['en', `The ${service} service terminated unexpectedly.  It has done this 4 time(s).`, 1],
    ['a longer name', `The ${service} Helper service terminated unexpectedly.`, 0],
    ['a longer name in German', `Dienst "${service} Helfer" wurde unerwartet beendet.`, 0],
  ])('reads a pasted 7031 (%s)', (_language, message, crashes) => {
    expect(count(serviceEnded(0, { message, properties: [] }))).toBe(crashes);
  });

  it.each([
    ['en', `Faulting application name: ${executable}, version: 1.2, time stamp: 0x6710f3c2`, 1],
    ['de', `Name der fehlerhaften Anwendung: ${executable}, Version: 1.2, Zeitstempel: 0x6710f3c2`, 1],
    ['fr', `Nom de l’application défaillante ${executable}, version : 1.2`, 1],
    ['ja', `障害が発生しているアプリケーション名: ${executable}、バージョン: 1.2`, 1],
    ['another one', `Faulting application name: My${executable}, version: 1.2`, 0],
    [
      'module only',
      `Faulting application name: x.exe, version: 1.2\r\nFaulting module name: ${executable}`,
      0,
    ],
  ])('reads a pasted 1000 (%s)', (_language, message, crashes) => {
    expect(count(error(0, ID_A, { message, properties: [] }))).toBe(crashes);
  });

  it.each([
    [
      'de',
      'Die Beschreibung für Ereignis-ID "1025" aus der Quelle ".NET Runtime" wurde nicht gefunden.\r\n\r\nDie folgenden Informationen wurden mit dem Ereignis gespeichert: \r\n\r\n',
    ],
    [
      'ja',
      'ソース ".NET Runtime" からのイベント ID 1025 の説明が見つかりません。\r\n\r\nイベントには次の情報が含まれています: \r\n\r\n',
    ],
  ])('reads text quoted for want of its description (%s)', (_language, preamble) => {
    const message = `${preamble}${MATCHING}\r\n\r\nThe message resource is present.\r\n`;
    expect(analysis(runtime(0, { message, properties: [] }))).toMatchObject({
      finding: 'matches',
      decisive: { trace: { frames: { length: 3 } } },
    });
  });

  it.each([
    [
      `${service}: Memory Error Limit Reached, terminating process. Current private memory usage = 1 bytes`,
      'other-crash',
    ],
    [`${service}: Memory Warning Limit Reached. Current private memory usage = 1 bytes`, 'no-crash'],
    ['Azure Stack HCI Update Service: Memory Error Limit Reached, terminating process.', 'no-crash'],
  ])('reads the Lifecycle Agent: %s', (message, finding) => {
    const events = record(message, { provider: 'AzureStack Agent Lifecycle Agent', id: 1 });
    expect(analysis(events).finding).toBe(finding);
  });

  it.each([
    ['.NET Runtime', 1022],
    ['MsiInstaller', 1025],
    ['Application Error', 1001],
    ['Service Control Manager', 7030],
  ])('takes %s %i for no crash record', (provider, id) => {
    expect(count(runtime(0, { provider, id }))).toBe(0);
  });

  it('names a stack overflow as the cause', () => {
    const text = `Application: ${executable}\nFramework Version: v4.0.30319\nDescription: The process was terminated due to stack overflow.\n`;
    expect(analysis(runtime(0, { id: 1027 }, text))).toMatchObject({
      finding: 'other-crash',
      decisive: { cause: 'stack overflow (.NET Runtime 1027)' },
    });
  });
});
