import type { CheckReport, NodeReport, TraceSummary, UpdateReport } from '../../src/incident/evidence';
import type { Person } from '../../src/incident/person';
import { crashInterval, judgePresence, matchingCrashes } from '../../src/incident/presence';
import type { RootsReport } from '../../src/incident/roots';
import type { Rules } from '../../src/incident/rules';
import type { MitigationRequest, RequestEndReason, Vote } from '../../src/incident/mitigation-request';
import type { Run, RunResult, Step, StepPlan } from '../../src/incident/run';
import type { ClusterState, Incident, JudgedCheck, RunSpan } from '../../src/incident/state';
import { initialState } from '../../src/incident/state';
import type { Validation, ValidationResult } from '../../src/incident/validation';
import { beginValidation } from '../../src/incident/validation';
import { judgeVerdict } from '../../src/incident/verdict';
import { LADDER, RECOVERIES } from '../../src/runbook/mitigations';

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
const TENANT = '8f6e0f5e-3c1f-4a0e-9b54-3f1f0d6f7a11';

/** Every state is told as of this moment. */
export const NOW = Date.UTC(2026, 9, 14, 21, 40, 0);
export const CLUSTER = 'cluster-1';

export function personNamed(name: string, number: number): Person {
  return { tenantId: TENANT, objectId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`, name };
}

export const ADA = personNamed('Ada Approver', 1);
export const BEN = personNamed('Ben Approver', 2);
export const OLGA = personNamed('Olga Operator', 3);
export const VERA = personNamed('Vera Viewer', 4);
export const ANTON = personNamed('Anton Admin', 5);

export const RULES: Rules = {
  signatureId: 'orchestrator-mtls-crash',
  timing: {
    settleMs: MINUTE,
    soakMinimumMs: 15 * MINUTE,
    soakIntervals: 10,
    waitingMs: 30 * MINUTE,
    presenceMinimumMs: 15 * MINUTE,
    recurrenceMs: 24 * 60 * MINUTE,
    updateQueryMs: 5 * MINUTE,
  },
  ladder: LADDER,
  recoveries: RECOVERIES,
};

export const TRACE: TraceSummary = {
  node: 'as-n1',
  at: NOW - 40 * SECOND,
  executable: 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe',
  exceptions: [
    { type: 'System.InvalidOperationException', message: 'Nullable object must have a value.' },
    {
      type: 'System.Security.Authentication.AuthenticationException',
      message: 'The certificate was replaced.',
    },
  ],
  frames: [
    'System.ThrowHelper.ThrowInvalidOperationException(ExceptionResource resource)',
    'System.Nullable`1.get_Value()',
    'Microsoft.AzureStack.Common.Infrastructure.WebLayer.SecurityAuditLogger.MtlsCertificateException(Exception exception, String subjectName, String thumbprint)',
    'System.Environment.FailFast(System.String)',
    'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.CrashGuard.OnUnhandledException(System.Object, System.UnhandledExceptionEventArgs)',
  ].map((text, index) => ({ text, isSignature: index === 2 })),
  reasons: [
    'executable is the watched one',
    'frame SecurityAuditLogger.MtlsCertificateException is in the stack of the outermost exception',
  ],
  text: [
    'Application: Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe',
    'Framework Version: v4.0.30319',
    'Description: The application requested process termination through System.Environment.FailFast(string message).',
    'Message: Unhandled exception encountered; terminating. Exception: System.InvalidOperationException: Nullable object must have a value.',
    '   at System.ThrowHelper.ThrowInvalidOperationException(ExceptionResource resource)',
    '   at System.Nullable`1.get_Value()',
    '   at Microsoft.AzureStack.Common.Infrastructure.WebLayer.SecurityAuditLogger.MtlsCertificateException(Exception exception, String subjectName, String thumbprint)',
    'Stack:',
    '   at System.Environment.FailFast(System.String)',
  ].join('\n'),
};

export const ROOTS_MISSING: RootsReport = {
  state: 'missing',
  why: 'as-n1 lacks the root certificate CN=AzureStackCertificationAuthority (23AFF6B7CB64D9443C35992C6FCC738E4170C629) in store Root; as-n2 has it',
  missing: [
    {
      node: 'as-n1',
      store: 'Root',
      subject: 'CN=AzureStackCertificationAuthority',
      thumbprint: '23AFF6B7CB64D9443C35992C6FCC738E4170C629',
      sha256: '0F3A'.repeat(16),
      presentOn: ['as-n2'],
      notAfter: NOW + 1000 * 24 * 60 * MINUTE,
      seenAt: NOW - 12 * SECOND,
    },
  ],
  notCompared: [],
};

export const UPDATE: UpdateReport = {
  state: 'in-progress',
  finishedSteps: 12,
  totalSteps: 40,
  currentStep: 'Update agents and services',
  lastChangeAt: NOW - 95 * MINUTE,
  askedAt: NOW - 4 * MINUTE,
};

export function nodeReport(node: string, change: Partial<NodeReport> = {}): NodeReport {
  return {
    node,
    status: 'ok',
    hint: null,
    checkedAt: NOW - 12 * SECOND,
    skewMs: 120,
    finding: 'no-crash',
    matchingCrashes: [],
    otherCrashes: 0,
    ...change,
  };
}

/** Crash times one interval apart, the newest `lastAgoMs` before now. */
export function crashTimes(count: number, lastAgoMs: number, intervalMs = 62 * SECOND): number[] {
  return Array.from({ length: count }, (_, index) => NOW - lastAgoMs - (count - 1 - index) * intervalMs);
}

export function checkReport(change: Partial<CheckReport> = {}): CheckReport {
  return {
    checkId: 'check-1',
    reason: 'watch',
    startedAt: NOW - 20 * SECOND,
    finishedAt: NOW - 10 * SECOND,
    nodes: [
      nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(57, 40 * SECOND) }),
      nodeReport('as-n2', { skewMs: -4200 }),
    ],
    group: {
      state: 'Online',
      owner: 'as-n1',
      members: [
        { node: 'as-n1', state: 'Up' },
        { node: 'as-n2', state: 'Up' },
      ],
    },
    process: { node: 'as-n1', processId: 7120, startedAt: NOW - 35 * SECOND, livedOn: true },
    update: UPDATE,
    trace: TRACE,
    ...change,
  };
}

/** Judges a report as the product does. */
export function judged(report: CheckReport): JudgedCheck {
  const { verdict, why } = judgeVerdict(report);
  const crashes = matchingCrashes(report);
  return {
    report,
    verdict,
    why,
    presence: judgePresence(report, RULES.timing),
    intervalMs: crashInterval(crashes),
    lastCrashAt: crashes.at(-1) ?? null,
    crashes: crashes.length,
  };
}

/** A check after a cure: old crashes, one process that lives. */
export function silentReport(change: Partial<CheckReport> = {}): CheckReport {
  return checkReport({
    nodes: [
      nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(57, 31 * MINUTE) }),
      nodeReport('as-n2'),
    ],
    process: { node: 'as-n1', processId: 7344, startedAt: NOW - 30 * MINUTE, livedOn: true },
    trace: { ...TRACE, at: NOW - 31 * MINUTE },
    ...change,
  });
}

export function stepPlan(change: Partial<StepPlan> = {}): StepPlan {
  return {
    operation: 'Stop-StaleSession',
    node: 'as-n2',
    parameters: { processId: 4711 },
    title: 'End remote session 4711 of CONTOSO\\anna, exactly by shell id',
    deadlineMs: 2 * MINUTE,
    ...change,
  };
}

export const SECOND_STEP = stepPlan({
  operation: 'Confirm-SessionGone',
  title: 'Look whether process 4711 is really gone',
});

export function mitigationRequest(change: Partial<MitigationRequest> = {}): MitigationRequest {
  const terms = LADDER.find(({ id }) => id === '1');
  if (!terms) throw new Error('the ladder is empty');
  return {
    id: '0192a7d4-11aa-7c3e-9f2b-6d1f0e8a4c55',
    shortId: 'R7K2',
    terms,
    requester: null,
    openedAt: NOW - 6 * MINUTE,
    expiresAt: NOW + 54 * MINUTE,
    facts: { cluster: CLUSTER },
    digest: '9c1185a5c5e9fc54612808977ee8f548b2258d31f0c2a9b4e4b6b1f6f1a2c3d4',
    shown: [
      {
        title: 'PowerShell session of CONTOSO\\anna on as-n2, process 4711',
        grade: 'B',
        facts: [
          { name: 'Started', value: '2026-10-14 17:02:11 UTC, before the rotation (19:31:40 UTC)' },
          { name: 'From', value: 'mgmt-7.contoso.lab (10.20.0.17)' },
          {
            name: 'Command line',
            value:
              'powershell.exe -NoExit -Command Start-MonitoringActionplanInstanceToComplete -ActionPlanInstanceID 5e1b*',
          },
          { name: 'Certificate loaded', value: 'thumbprint 3F..A1, replaced at 19:31:40 UTC' },
        ],
      },
    ],
    steps: [stepPlan(), SECOND_STEP],
    attestSteps: [SECOND_STEP],
    needsOwnerAgreement: false,
    votes: [],
    grantedAt: null,
    held: null,
    status: 'pending',
    end: null,
    ...change,
  };
}

export function vote(by: Person, change: Partial<Vote> = {}): Vote {
  return {
    by,
    decision: 'approve',
    at: NOW - 2 * MINUTE,
    reason: null,
    ownerAgrees: false,
    withdrawn: false,
    ...change,
  };
}

export function endedRequest(
  as: RequestEndReason,
  why: string,
  change: Partial<MitigationRequest> = {},
): MitigationRequest {
  return mitigationRequest({ status: 'ended', end: { as, at: NOW - MINUTE, why }, ...change });
}

export function step(plan: StepPlan, status: Step['status'], detail: string | null = null): Step {
  const begun = status !== 'planned';
  const ended = begun && status !== 'started' && status !== 'unknown';
  return {
    plan,
    status,
    startedAt: begun ? NOW - 30 * SECOND : null,
    endedAt: ended ? NOW - 18 * SECOND : null,
    owner: begun ? 'runner-1' : null,
    fence: begun ? 1 : null,
    detail,
    evidence: null,
  };
}

export function run(steps: readonly Step[], result: RunResult | null, change: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    requestId: mitigationRequest().id,
    rung: '1',
    attested: false,
    startedAt: NOW - 40 * SECOND,
    endedAt: result === null ? null : NOW - 15 * SECOND,
    steps,
    result,
    stopRequestedBy: null,
    settled: null,
    ...change,
  };
}

/** A run whose first step was lost, before and after somebody looked what became of it. */
export function lostRun(as: 'not looked' | 'looked'): Run {
  const detail = 'the bot stopped while the step was under way; nobody knows whether it happened';
  const facts = [
    'the journal of as-n2 says: begun at 2026-10-14 21:39:32 UTC; no end is noted',
    'the session is gone',
  ];
  const evidence = as === 'looked' ? { at: NOW - 10 * SECOND, journal: 'begun' as const, facts } : null;
  const lost: Step = { ...step(stepPlan(), 'unknown', detail), evidence };
  return run([lost, step(SECOND_STEP, 'planned')], 'unknown');
}

/** A watch over `run-1`, which ended `endedAgoMs` ago. */
export function validation(
  result: ValidationResult,
  why: string,
  endedAgoMs: number,
  change: Partial<Validation> = {},
): Validation {
  const begun = beginValidation(
    { runId: 'run-1', rung: '1', endedAt: NOW - endedAgoMs },
    62 * SECOND,
    UPDATE,
    RULES.timing,
  );
  return { ...begun, process: { processId: 7344, startedAt: begun.settledAt }, result, why, ...change };
}

export function incident(change: Partial<Incident> = {}): Incident {
  return {
    id: 'incident-1',
    status: 'open',
    openedAt: NOW - 9 * MINUTE,
    reopenedAt: null,
    closedAt: null,
    closedWhy: null,
    previousId: null,
    rules: RULES,
    offered: '1',
    blocked: null,
    halfDone: [],
    rungs: [],
    request: null,
    run: null,
    validation: null,
    ran: change.run ? [spanOf(change.run)] : [],
    timeline: [
      { at: NOW - 9 * MINUTE, text: 'Incident opened: the known crash on as-n1' },
      { at: NOW - 6 * MINUTE, text: 'Asked for approval: Stop Start-MonitoringActionplanInstanceToComplete' },
    ],
    ...change,
  };
}

function spanOf({ id, rung, attested, startedAt, endedAt }: Run): RunSpan {
  return { runId: id, rung, attested, startedAt, endedAt };
}

/** A cluster with an incident, as of its newest check. */
export function clusterState(
  incidentChange: Partial<Incident> | null,
  report: CheckReport | null = checkReport(),
): ClusterState {
  return {
    ...initialState(CLUSTER),
    version: 12,
    latest: report && judged(report),
    incident: incidentChange && incident(incidentChange),
  };
}

/** The owner of the session has to agree, and can be written to. */
export function requestToOwner(): MitigationRequest {
  const request = mitigationRequest({ needsOwnerAgreement: true });
  const ownerMessage = 'CONTOSO\\anna: please close your PowerShell session on as-n2.';
  return { ...request, shown: request.shown.map((target) => ({ ...target, grade: 'C', ownerMessage })) };
}

/** As mitigation 1 asks for a session that was seen directly: its owner is named and can be told, but does not have to agree. */
export function requestOnDirectEvidence(): MitigationRequest {
  const ownerMessage = 'CONTOSO\\anna: please close your PowerShell session on as-n2.';
  const facts = [
    { name: 'Owner', value: 'CONTOSO\\anna' },
    { name: 'Node', value: 'as-n2' },
    { name: 'From', value: '10.20.0.17' },
    { name: 'Process', value: '4711, since 2026-10-14T17:02:11.0000000Z' },
    {
      name: 'Seen directly',
      value:
        'just before crashes on as-n1 (2026-10-14 21:20:10 UTC and 2026-10-14 21:21:10 UTC, by its clock) the orchestrator was shown the certificate ' +
        "851053DAF4D63058D7D330EA7DA8CC19F5269CB5, older than the rotation, on this process's connection, the only one made then",
    },
    { name: 'Evidence', value: 'started before the certificate rotation' },
  ];
  return mitigationRequest({
    shown: [{ title: 'Remote PowerShell session', grade: 'B', facts, ownerMessage }],
  });
}
