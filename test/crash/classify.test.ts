import { buildCrash, crashFinding, describeCrash } from '../../src/crash/build-crash';
import { classify, type CrashRecord } from '../../src/crash/classify';
import { timed } from '../../src/crash/crash-group';
import type { EventRecord } from '../../src/crash/event-record';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import { frame, paste, printFailFast, record, SIGNATURE_FRAME } from './print-record';

const { executable, service } = ORCHESTRATOR_CRASH;
const MATCHING = printFailFast({ type: 'C.AException', message: 'a', frames: [SIGNATURE_FRAME] });
const OTHER = printFailFast({ type: 'C.BException', message: 'b', frames: [frame('C.B.Run')] });
const HASH = 'QJ5T2LN0XMB4RZKY3WVD7AHE1GUPC6SF';
const ID = 'b87cf3eb-2534-9bdf-b714-600c576d8237';

const of = (changes: Partial<EventRecord>, text = ''): CrashRecord | null =>
  classify(record(text, { properties: [], ...changes }), ORCHESTRATOR_CRASH);
const known = (changes: Partial<EventRecord>, text = ''): CrashRecord => {
  const read = of(changes, text);
  if (read === null) throw new Error('no crash record');
  return read;
};

describe('the kind of a record', () => {
  it.each([
    ['.NET Runtime', 1023, 'runtime'],
    ['.NET Runtime', 1025, 'runtime'],
    ['.NET Runtime', 1026, 'runtime'],
    ['.NET Runtime', 1027, 'runtime'],
    [' .net RUNTIME ', 1025, 'runtime'],
    ['.NET Runtime', 1024, undefined],
    ['Application Error', 1000, 'application-error'],
    ['Application Error', 1002, undefined],
    ['Windows Error Reporting', 1001, 'error-report'],
    ['Windows Error Reporting', 1000, undefined],
    ['Service Control Manager', 7031, 'service-manager'],
    ['Service Control Manager', 7034, 'service-manager'],
    ['Service Control Manager', 7036, undefined],
    ['NET Runtime', 1025, undefined],
  ])('of %s %i is %s', (provider, id, kind) => {
    expect(of({ provider, id }, `Application: ${executable}`)?.kind).toBe(kind);
  });

  it.each([
    [`${service}: Memory Error Limit Reached, terminating process.`, 'watched'],
    [`${service} terminated the process.`, 'watched'],
    [`${service}: terminates its process.`, 'watched'],
    [`${service}: the process has been terminated.`, 'watched'],
    [`${service}: process is being terminated.`, 'watched'],
    ['Other Service: terminating process.', 'other'],
    [`My ${service}: terminating process.`, 'other'],
    [`${service} Monitor: terminating process.`, 'other'],
    [`${service}: not terminating process.`, undefined],
    [`${service}: without terminating process.`, undefined],
    [`${service}: just before terminating process.`, undefined],
    [`${service}: the process was restarted.`, undefined],
  ])('of the Lifecycle Agent: %s', (text, whose) => {
    expect(of({ provider: 'AzureStack Agent Lifecycle Agent', id: 9 }, text)?.whose).toBe(whose);
  });

  it('of the Lifecycle Agent may name the service among its data', () => {
    const changes = { provider: 'AzureStack Agent Lifecycle Agent', id: 9 };
    expect(of({ ...changes, properties: [service, 'terminating process'] })?.whose).toBe('watched');
    expect(of({ ...changes, properties: ['Other Service', 'terminating process'] })?.whose).toBe('other');
  });
});

describe('whose crash it is', () => {
  const P = (name: string): string[] => ['1', '5', 'CLR20r3', 'n', '0', name, '1', '2'];

  it.each([
    ['.NET Runtime', 1025, [`\n Application: ${executable}\nx`], 'watched'],
    ['.NET Runtime', 1025, ['', `Application: ${executable}`, 'x'], 'watched'],
    ['.NET Runtime', 1025, [`x\nApplication: ${executable}`], 'other'],
    ['Application Error', 1000, [executable.toUpperCase(), '1.0'], 'watched'],
    ['Application Error', 1000, ['Other.exe', executable], 'other'],
    ['Windows Error Reporting', 1001, P(executable), 'watched'],
    ['Windows Error Reporting', 1001, P(` ${executable} `), 'watched'],
    ['Windows Error Reporting', 1001, P('Other.exe'), 'other'],
    ['Windows Error Reporting', 1001, P(HASH), 'hidden'],
    ['Windows Error Reporting', 1001, P(`${HASH}1`), 'other'],
    ['Service Control Manager', 7031, [service, '1'], 'watched'],
    ['Service Control Manager', 7031, [`${service} 2`, '1'], 'other'],
  ])('by the data of %s %i', (provider, id, properties, whose) => {
    expect(of({ provider, id, properties })?.whose).toBe(whose);
  });

  it.each([
    ['Application Error', 1000, `Faulting application name: ${executable}, version: 1`, 'watched'],
    ['Application Error', 1000, `\nFaulting application name: ${executable}, version: 1`, 'watched'],
    ['Application Error', 1000, 'Faulting application name: Other.exe, version: 1', 'other'],
    ['Application Error', 1000, `Faulting application\nname: ${executable}, version: 1`, 'watched'],
    ['Application Error', 1000, `Faulting application name\n: My${executable}, version: 1`, 'other'],
    ['Windows Error Reporting', 1001, `Signature: P1: ${executable} P2: 1 P3: 2`, 'watched'],
    ['Windows Error Reporting', 1001, `Signature:P1: ${executable}P2: 1`, 'watched'],
    ['Windows Error Reporting', 1001, `Signature: P1: My${executable} P2: 1`, 'other'],
    ['Windows Error Reporting', 1001, `Signature: P1: ${HASH} P2: ${executable} P3: 1`, 'hidden'],
    ['Windows Error Reporting', 1001, `Fault bucket , type 0\nP1: ${executable}\nP2: 1`, 'watched'],
    ['Windows Error Reporting', 1001, `Fault bucket , type 0\n P1：${executable}\nP2: 1`, 'watched'],
    ['Windows Error Reporting', 1001, `Fault bucket , type 0\nP10: ${executable}`, 'other'],
    ['Windows Error Reporting', 1001, `Fault bucket: P1: ${executable}`, 'other'],
    ['Windows Error Reporting', 1001, `Fault bucket\nP1 : ${executable}`, 'watched'],
    ['Windows Error Reporting', 1001, `P1: ${HASH}`, 'hidden'],
    ['Service Control Manager', 7034, `The ${service}\nservice terminated unexpectedly.`, 'watched'],
    ['Service Control Manager', 7034, 'The Other service terminated unexpectedly.', 'other'],
  ])('by the text of %s %i: %s', (provider, id, text, whose) => {
    expect(of({ provider, id }, text)?.whose).toBe(whose);
  });

  it('keeps the text that tells it, and whether it was pasted', () => {
    expect(known({ properties: [MATCHING, ' ', 'tail'] }, 'rendered')).toMatchObject({
      text: `${MATCHING}\ntail`,
      pasted: false,
    });
    expect(known({ properties: [' '] }, MATCHING)).toMatchObject({ text: MATCHING, pasted: true });
    expect(known({ message: null, provider: 'Application Error', id: 1000 })).toMatchObject({ text: '' });
  });

  it('reads the stack of the watched process alone', () => {
    expect(known({}, MATCHING).trace?.signatureFrame).toBe(SIGNATURE_FRAME.name);
    expect(known({}, MATCHING.replace(executable, 'Other.exe')).trace).toBeNull();
    expect(known({ provider: 'Application Error', id: 1000 }, MATCHING).trace).toBeNull();
  });
});

describe('the Report Id', () => {
  const error = (properties: string[], text = ''): string | null =>
    known({ provider: 'Application Error', id: 1000, properties }, text).reportId;

  it.each([
    ['in small letters', [executable, ID.toUpperCase()], ID],
    ['without braces', [executable, `{${ID}}`], ID],
    ['the first that is one', [executable, 'x', '00000000-0000-0000-0000-000000000000', ID, 'y'], ID],
    ['none of noughts', [executable, '00000000-0000-0000-0000-000000000000'], null],
    ['none in a longer text', [executable, `x${ID}`], null],
    ['none where the text goes on', [executable, `${ID}x`], null],
    ['the only value', [ID], null],
    ['none', [executable, '1'], null],
  ])('is read from the data: %s', (_what, properties, id) => {
    expect(error(properties)).toBe(id);
  });

  it.each([
    [`Faulting application name: ${executable}\nReport Id: ${ID}`],
    [`Faulting application name: ${executable}\nID de rapport : ${ID.toUpperCase()} `],
    [`Faulting application name: ${executable}\n报告 ID：${ID}`],
  ])('is read from the text', (text) => {
    expect(error([], text)).toBe(ID);
  });

  it('is of no other kind of record', () => {
    expect(
      known({ provider: 'Service Control Manager', id: 7031, properties: [service, ID] }).reportId,
    ).toBeNull();
  });
});

describe('what the records of one crash say together', () => {
  const data = (code: string, pid: string): string[] => [
    executable,
    '1',
    '2',
    'm',
    '3',
    '4',
    code,
    '5',
    pid,
    '6',
  ];
  const error = (code: string, pid: string): CrashRecord =>
    known({ provider: 'Application Error', id: 1000, recordId: 2, properties: data(code, pid) });

  it.each([
    ['80131623', '1f4c', '0x80131623', 0x1f4c],
    ['0x80131623', '0x1F4C', '0x80131623', 0x1f4c],
    ['c0000005', ' 1f4c ', '0xc0000005', 0x1f4c],
    ['5', '0', '0x00000005', 0],
    ['?', '1f4c1f4c1f4c1', null, null],
    ['', 'x1', null, null],
  ])('code %j and process %j', (code, pid, exitCode, processId) => {
    expect(describeCrash([error(code, pid)])).toMatchObject({ exitCode, processId });
  });

  it('reads code and process from the English text where there are no data', () => {
    const text = `Faulting application name: ${executable}, version: 1\nException code: 0x80131623\nFaulting process id:   0x1F4C\n`;
    const read = known({ provider: 'Application Error', id: 1000 }, text);
    expect(describeCrash([read])).toMatchObject({ exitCode: '0x80131623', processId: 0x1f4c });
    expect(describeCrash([known({}, MATCHING)])).toMatchObject({ exitCode: null, processId: null });
  });

  it.each([
    ['a record of the fail-fast', [known({}, OTHER)], true],
    ['another record of the runtime', [known({ id: 1026 }, OTHER)], false],
    ['the code of the fail-fast', [known({ id: 1026 }, OTHER), error('80131623', '1')], true],
    ['another code', [known({ id: 1026 }, OTHER), error('80131506', '1')], false],
  ])('%s marks it', (_what, members, failFast) => {
    expect(describeCrash(members).markers).toEqual({ executable: true, frame: false, failFast });
  });

  it.each([
    [1023, 'internal error of the .NET runtime (.NET Runtime 1023)'],
    [1027, 'stack overflow (.NET Runtime 1027)'],
    [1026, null],
  ])('names the cause of a %i', (id, cause) => {
    expect(describeCrash([known({ id }, OTHER)]).cause).toBe(cause);
  });

  it('names the Lifecycle Agent in one line of bounded length', () => {
    const agent = { provider: 'AzureStack Agent Lifecycle Agent', id: 9 };
    const text = `${service}:  terminating process.\r\n${'x'.repeat(500)}`;
    const { cause } = describeCrash([known(agent, text)]);
    expect(cause).toMatch(
      /^ended by the Agent Lifecycle Agent: Azure Stack HCI Orchestrator Service: terminating process\. x+…$/,
    );
    expect(cause).toHaveLength('ended by the Agent Lifecycle Agent: '.length + 401);
    const fromData = known({ ...agent, properties: [service, 'terminating process'] }, 'rendered');
    expect(describeCrash([fromData]).cause).toBe(
      `ended by the Agent Lifecycle Agent: ${service} terminating process`,
    );
  });

  it('lists its records, with the numbers of those that have one', () => {
    const crash = describeCrash([known({ recordId: null }, MATCHING), error('80131623', '1')]);
    expect(crash).toMatchObject({
      machine: 'as-n1.contoso.lab',
      at: null,
      atMs: null,
      recordIds: [2],
      records: [
        { kind: 'runtime', log: 'Application', recordId: null },
        { kind: 'application-error', log: 'Application', recordId: 2 },
      ],
    });
    expect(describeCrash([]).machine).toBe('');
  });

  it('has the time of the record that tells most', () => {
    const at = (second: number, changes: Partial<EventRecord>, text = ''): CrashRecord =>
      known({ ...changes, timeCreated: `2026-10-14T21:00:0${second}.1230000Z` }, text);
    const agent = { provider: 'AzureStack Agent Lifecycle Agent', id: 9 };
    const records = [
      at(1, { provider: 'Windows Error Reporting', id: 1001 }, `P1: ${executable}`),
      at(2, { provider: 'Service Control Manager', id: 7031, properties: [service] }),
      at(3, agent, `${service} terminating process`),
      at(4, { provider: 'Application Error', id: 1000, properties: data('80131623', '1') }),
      at(5, {}, MATCHING),
    ];
    for (const count of [1, 2, 3, 4, 5]) {
      const crash = buildCrash({ members: records.slice(0, count).map(timed), reports: [] });
      expect(crash.at).toBe(`2026-10-14T21:00:0${count}.1230000Z`);
      expect(crash.atMs).toBe(Date.parse(crash.at));
    }
    const [report, ...members] = records.map(timed);
    const whole = buildCrash({ members, reports: report === undefined ? [] : [report] });
    expect(whole.records.map(({ kind }) => kind)).toEqual([
      'runtime',
      'application-error',
      'lifecycle-agent',
      'service-manager',
      'error-report',
    ]);
    expect(buildCrash({ members: [], reports: [] })).toMatchObject({ at: '', atMs: 0 });
  });

  it('is of this kind by its frame, of another by its stack or cause, and else unknown', () => {
    const trace = known({}, MATCHING).trace;
    const other = known({}, OTHER).trace;
    const none = known(paste(`Application: ${executable}\n`)).trace;
    expect(crashFinding(trace, 'a cause')).toBe('matches');
    expect(crashFinding(other, null)).toBe('other-crash');
    expect(crashFinding(null, 'a cause')).toBe('other-crash');
    expect(crashFinding(none, null)).toBe('crash-without-stack');
    expect(crashFinding(null, null)).toBe('crash-without-stack');
  });
});
