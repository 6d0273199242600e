import { join } from 'node:path';
import { createCardPainter } from '../../src/cards/card-painter';
import type { Analysis, Crash, Trace } from '../../src/crash/analysis';
import type { ClusterState } from '../../src/incident/state';
import { initialState } from '../../src/incident/state';
import type { PaintedCard } from '../../src/ports';
import { personal, SHARED } from './card-contexts';
import { PLANS } from './golden-plans';
import { PHASES } from './incident-phases';
import { NODE_RESTART_PHASES } from './node-restart-phases';
import { ROOT_DIAGNOSES, ROOT_PHASES } from './root-phases';
import {
  ADA,
  BEN,
  checkReport,
  CLUSTER,
  clusterState,
  crashTimes,
  MINUTE,
  nodeReport,
  NOW,
  OLGA,
  silentReport,
  TRACE,
  UPDATE,
  VERA,
} from './incident-states';

export const PAINTER = createCardPainter({ templatesFolder: join(__dirname, '..', '..', 'cards') });

export function phase(name: string): ClusterState {
  const state = PHASES[name];
  if (!state) throw new Error(`no phase ${name}`);
  return state;
}

const VIEWERS = {
  approver: personal(ADA, 'viewer', 'approver'),
  'second-approver': personal(BEN, 'approver'),
  operator: personal(OLGA, 'operator', 'approver'),
  viewer: personal(VERA, 'viewer'),
};

const HEALTHY = silentReport({
  nodes: [nodeReport('as-n1'), nodeReport('as-n2')],
  update: { ...UPDATE, state: 'succeeded', finishedSteps: 40 },
  trace: null,
});

const BLIND = [
  nodeReport('as-n2', {
    status: 'unreachable',
    finding: null,
    skewMs: null,
    hint: 'Look whether the node is up and WinRM (TCP 5986) is open.',
  }),
  nodeReport('as-n3', {
    status: 'denied',
    finding: null,
    hint: 'Add the bot account to the group of the read endpoint.',
  }),
  nodeReport('as-n4', {
    status: 'unavailable',
    finding: null,
    hint: 'Look whether the Application log can be opened on the node.',
  }),
];

const OTHER_TRACE = {
  ...TRACE,
  exceptions: [{ type: 'System.IO.IOException', message: 'There is not enough space on the disk.' }],
  frames: [{ text: 'Microsoft.AzureStack.Ece.Host.Blob.Read(Byte[] buffer)', isSignature: false }],
  reasons: ['no frame SecurityAuditLogger.MtlsCertificateException'],
};

/** Diagnosed clusters by the name of their golden card. */
export const DIAGNOSES: Readonly<Record<string, ClusterState>> = {
  matches: clusterState(null),
  past: clusterState(null, silentReport({ update: { ...UPDATE, state: 'none' } })),
  down: clusterState(
    null,
    checkReport({
      nodes: [
        nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(9, 40 * MINUTE) }),
        nodeReport('as-n2'),
      ],
      group: { state: 'Failed', owner: 'as-n1', members: [] },
      process: null,
    }),
  ),
  healthy: clusterState(null, HEALTHY),
  'unknown-blind': clusterState(null, { ...HEALTHY, nodes: [nodeReport('as-n1'), ...BLIND] }),
  'other-crash': clusterState(null, {
    ...HEALTHY,
    nodes: [nodeReport('as-n1', { finding: 'other-crash', otherCrashes: 2 }), nodeReport('as-n2')],
    trace: OTHER_TRACE,
  }),
  'unknown-log-cleared': clusterState(null, {
    ...HEALTHY,
    nodes: [
      nodeReport('as-n1'),
      nodeReport('as-n2', {
        coveredSince: NOW - 25 * MINUTE,
        hint: 'The Application log of as-n2 was cleared at 2026-10-14T21:15:00.000Z. Ask who did it (System log, event 104) and for its backup; the watch from then on goes on.',
      }),
    ],
    update: { ...UPDATE, session: 'gone' },
  }),
  'down-gave-up': clusterState(
    null,
    checkReport({
      group: {
        state: 'Failed',
        owner: 'as-n1',
        members: [],
        restarts: {
          restartThreshold: 3,
          restartPeriodMs: 15 * MINUTE,
          failoverThreshold: 0xff_ff_ff_ff,
          failoverPeriodMs: 360 * MINUTE,
          retryPeriodMs: 60 * MINUTE,
          failures: 12,
          gaveUpAt: NOW - 41 * MINUTE,
        },
      },
      nodes: [
        nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(12, 42 * MINUTE) }),
        nodeReport('as-n2'),
      ],
      process: null,
      rotation: { at: NOW - 128 * MINUTE, crashesBefore: 0, crashesAfter: 12 },
      update: { ...UPDATE, session: 'left' },
    }),
  ),
  'never-checked': initialState(CLUSTER),
};

const PASTED_TRACE: Trace = {
  exceptions: TRACE.exceptions.map((exception) => ({ ...exception, frames: [] })),
  frames: TRACE.frames.map(({ text, isSignature }) => ({
    kind: 'clr',
    type: '',
    method: '',
    printedName: text,
    text,
    isSignature,
  })),
  signatureFrame: 'SecurityAuditLogger.MtlsCertificateException',
  topUserFrame: null,
  truncated: true,
  text: TRACE.text,
};

const CRASH: Crash = {
  machine: '',
  at: null,
  atMs: null,
  finding: 'matches',
  records: [],
  recordIds: [],
  processId: null,
  exitCode: null,
  trace: PASTED_TRACE,
  cause: null,
  markers: { executable: true, frame: true, failFast: true },
};

/** Pasted traces by the name of their golden card. */
export const ANALYSES: Readonly<Record<string, Analysis>> = {
  matches: {
    finding: 'matches',
    crashes: [CRASH],
    decisive: CRASH,
    reasons: ['The stack holds the signature frame.'],
    markers: CRASH.markers,
  },
  nothing: {
    finding: 'no-crash',
    crashes: [],
    decisive: null,
    reasons: ['No record of the watched process is in the text.'],
    markers: { executable: false, frame: false, failFast: false },
  },
};

function named<T>(
  group: string,
  of: Readonly<Record<string, T>>,
  draw: (value: T) => PaintedCard,
): (readonly [string, PaintedCard])[] {
  return Object.entries(of).map(([name, value]) => [`${group}-${name}`, draw(value)] as const);
}

const OVERDUE = { ...SHARED, overdue: true, lastCheckedAt: NOW - 47 * MINUTE };

/** Every golden card: each phase as everybody sees it, the ones with buttons as several people see them, and all other cards. */
export const GOLDEN_CARDS: Readonly<Record<string, PaintedCard>> = Object.fromEntries([
  ...named('incident', { ...PHASES, ...NODE_RESTART_PHASES, ...ROOT_PHASES }, (state) =>
    PAINTER.incident(state, SHARED),
  ),
  ...['ask', 'ask-owner', 'ask-production', 'granted', 'running', 'soaking', 'closed-fixed'].flatMap((name) =>
    named(`incident-${name}-for`, VIEWERS, (context) => PAINTER.incident(phase(name), context)),
  ),
  ['incident-ask-overdue', PAINTER.incident(phase('ask'), OVERDUE)],
  ['incident-ask-drill', PAINTER.incident(phase('ask'), { ...SHARED, mode: 'drill' })],
  ['incident-ask-lab', PAINTER.incident(phase('ask'), { ...SHARED, mode: 'lab' })],
  [
    'incident-ask-nobody-may-vote',
    PAINTER.incident(phase('ask'), { ...SHARED, policy: { ...SHARED.policy, approvers: [] } }),
  ],
  [
    'incident-ask-production-requester-may-vote',
    PAINTER.incident(phase('ask-production'), {
      ...SHARED,
      policy: { ...SHARED.policy, requesterMayVote: true },
    }),
  ],
  ...named('diagnosis', { ...DIAGNOSES, ...ROOT_DIAGNOSES }, (state) => PAINTER.diagnosis(state, SHARED)),
  ['diagnosis-matches-observe', PAINTER.diagnosis(clusterState(null), { ...SHARED, runMode: 'observe' })],
  ['diagnosis-healthy-overdue', PAINTER.diagnosis(clusterState(null, HEALTHY), OVERDUE)],
  ...named('analysis', ANALYSES, (analysis) => PAINTER.analysis(analysis, SHARED)),
  ...named('help-for', { ...VIEWERS, nobody: personal(VERA) }, (context) => PAINTER.help(context)),
  ['help', PAINTER.help(SHARED)],
  ...named('plan', PLANS, (plan) => PAINTER.plan(plan, SHARED)),
  [
    'checking',
    PAINTER.checking(
      {
        ...clusterState(null),
        check: {
          checkId: 'check-2',
          startedAt: NOW - 3000,
          mayAskUpdate: true,
          askedBy: [OLGA],
          answerTo: [],
        },
      },
      SHARED,
    ),
  ],
  [
    'status',
    PAINTER.status(
      [
        { state: phase('ask'), lastCheckedAt: NOW - 10_000, overdue: false },
        {
          state: { ...clusterState(null, HEALTHY), cluster: 'cluster-2' },
          lastCheckedAt: NOW - 40_000,
          overdue: false,
        },
        {
          state: { ...clusterState(null, HEALTHY), cluster: 'cluster-3' },
          lastCheckedAt: NOW - 47 * MINUTE,
          overdue: true,
        },
        { state: initialState('cluster-4'), lastCheckedAt: null, overdue: false },
        {
          state: { ...phase('closed-resume'), cluster: 'cluster-5' },
          lastCheckedAt: NOW - 9000,
          overdue: false,
        },
      ],
      SHARED,
    ),
  ],
  ['status-empty', PAINTER.status([], SHARED)],
]);
