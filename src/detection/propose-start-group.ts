import { isSameNode } from '../incident/node-name';
import type { StepPlan } from '../incident/run';
import type { Proposer } from './propose';

const GROUP = 'Azure Stack HCI Orchestrator Service Cluster Group';
const WAIT_SECONDS = 300;
const STEP_DEADLINE_MS = 420_000;

/** Recovery R1: asks one node that is Up and readable to bring the orchestrator's group online. */
export const proposeStartGroup: Proposer = (_parts, cluster, state) => {
  const report = state.latest?.report;
  const isUp = (node: string): boolean =>
    report?.group.members.some((member) => isSameNode(member.node, node) && member.state === 'Up') ?? false;
  const readable = report?.nodes.filter((node) => node.status === 'ok' && isUp(node.node)) ?? [];
  const ownerName = report?.group.owner ?? null;
  const owner = readable.find((node) => ownerName !== null && isSameNode(node.node, ownerName));
  const asked = owner ?? readable[0];
  if (!report || !asked) return Promise.resolve({ kind: 'failed', why: 'no node that is Up can be asked' });
  const step: StepPlan = {
    operation: 'Start-ClusterServiceGroup',
    node: asked.node,
    parameters: { name: GROUP, proofNodes: [...cluster.nodes], waitSeconds: WAIT_SECONDS },
    title: `Bring the orchestrator's group online, asked from ${asked.node}`,
    deadlineMs: STEP_DEADLINE_MS,
  };
  const { state: groupState, owner: groupOwner } = report.group;
  return Promise.resolve({
    kind: 'drafted',
    draft: {
      facts: { nodes: [asked.node], groupState },
      steps: groupState === 'Online' ? [] : [step],
      attestSteps: null,
      needsOwnerAgreement: false,
      shown: [
        {
          title: GROUP,
          grade: null,
          facts: [
            { name: 'State', value: groupState },
            { name: 'Owner', value: groupOwner ?? 'unknown' },
            { name: 'Asked from', value: asked.node },
          ],
        },
      ],
      blindNodes: [],
      summary: `the group is ${groupState}`,
    },
  });
};
