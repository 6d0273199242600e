import { isSameNode } from '../incident/node-name';
import { pausedNodes } from '../incident/half-done';
import type { Proposer } from './propose';
import { askingNode, resumeStep } from './restart-node-steps';

/** Recovery R3: exactly the nodes that the bot may have left paused, never one that somebody else paused. */
export const proposeResumeNode: Proposer = (_parts, cluster, state) => {
  const members = state.latest?.report.group.members ?? [];
  const seen = (state.incident ? pausedNodes(state.incident) : []).map((node) => ({
    node,
    state: members.find((member) => isSameNode(member.node, node))?.state ?? 'not known',
    by: askingNode(node, cluster, state),
  }));
  const targets = seen.filter((one) => one.state !== 'Up');
  const stuck = targets.find(({ by }) => by === null);
  if (stuck)
    return Promise.resolve({
      kind: 'failed',
      why: `no other node that is Up can be asked to resume ${stuck.node}`,
    });
  return Promise.resolve({
    kind: 'drafted',
    draft: {
      facts: { nodes: targets.map(({ node }) => node), states: targets.map((one) => one.state) },
      steps: targets.flatMap(({ node, by }) => (by === null ? [] : [resumeStep(node, by)])),
      attestSteps: null,
      needsOwnerAgreement: false,
      shown: seen.map(({ node, state: nodeState, by }) => ({
        title: node,
        grade: null,
        facts: [
          { name: 'State in the cluster', value: nodeState },
          { name: 'Asked through', value: by ?? 'nobody' },
        ],
      })),
      blindNodes: [],
      summary:
        targets.length > 0
          ? `${targets.map(({ node }) => node).join(', ')} to be resumed`
          : 'every node that the bot paused is Up again',
    },
  });
};
