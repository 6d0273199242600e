import type { CheckParts, CheckRequest } from '../../src/detection/check-cluster';
import { checkCluster } from '../../src/detection/check-cluster';
import { createRecordMemory } from '../../src/detection/record-memory';
import { judgeVerdict } from '../../src/incident/verdict';
import type { PowerShell, PowerShellOutcome } from '../../src/ports';
import { UPDATE } from '../incident/support/builders';
import { NODE_RESTART } from '../support/node-restart-times';

const REQUEST: CheckRequest = {
  cluster: {
    name: 'cluster-1',
    nodes: ['n1', 'n2'],
    connection: { transport: 'winrm' },
    certificateSubjects: [],
    rootNames: [],
    channel: null,
    protectedVms: null,
    botHostVm: null,
  },
  checkId: 'check-1',
  reason: 'watch',
  knownUpdate: UPDATE,
  mayAskUpdate: true,
};

function partsWith(outcome: PowerShellOutcome): CheckParts & { readonly asked: string[] } {
  const asked: string[] = [];
  const powershell: PowerShell = {
    run: async ({ operation }) => {
      asked.push(operation);
      return outcome;
    },
    close: async () => undefined,
  };
  const detection = {
    watchMs: 1,
    watchInIncidentMs: 1,
    lookBackMs: 86_400_000,
    proofGapMs: 10,
    nodeDeadlineMs: 5000,
    steadyMs: 1000,
    groupMoveMs: 30_000,
    nodeRestart: NODE_RESTART,
    skewLimitMs: 5000,
    updateStalledMs: 1_800_000,
  };
  return {
    powershell,
    clock: { now: () => 1_760_000_000_000 },
    detection,
    memory: createRecordMemory(),
    asked,
  };
}

describe('invariant 17: a check that does not come to an end', () => {
  it.each<[string, PowerShellOutcome, string]>([
    ['did not start', { kind: 'not-started', reason: 'no PowerShell was found' }, 'no PowerShell was found'],
    ['was killed', { kind: 'unknown', reason: 'deadline of 60 s' }, 'deadline of 60 s'],
    [
      'failed',
      { kind: 'reported', ok: false, error: { id: 'BadConnection', message: 'no such endpoint' } },
      'no such endpoint (BadConnection)',
    ],
    ['answered nonsense', { kind: 'reported', ok: true, value: { nodes: 'all fine' } }, ''],
  ])(
    '%s: every node is unavailable, with the reason, and nothing more is asked',
    async (_what, outcome, why) => {
      const parts = partsWith(outcome);
      const report = await checkCluster(parts, REQUEST);
      expect(report.nodes.map(({ node, status, finding }) => [node, status, finding])).toEqual([
        ['n1', 'unavailable', null],
        ['n2', 'unavailable', null],
      ]);
      expect(report.nodes.every(({ hint }) => hint?.includes(why))).toBe(true);
      expect(report).toMatchObject({ process: null, group: { state: 'Unknown' }, update: UPDATE });
      expect(judgeVerdict(report).verdict).toBe('unknown');
      expect(parts.asked).toEqual(['Get-ClusterEvidence']);
    },
  );
});
