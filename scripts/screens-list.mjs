/** The cards of docs/screens, in the order of an incident; a name is that of a golden card. */
export const CONTACT_SHEET = [
  {
    title: 'Diagnosis',
    text: 'What one check found out. Only positive proof is green; what cannot be read is unknown, with the remedy.',
    cards: [
      { name: 'checking', caption: 'A check runs' },
      { name: 'diagnosis-matches', caption: 'The known crash loop' },
      { name: 'diagnosis-healthy', caption: 'Healthy, with positive proof' },
      { name: 'diagnosis-unknown-blind', caption: 'Unknown: nodes that cannot be read' },
      { name: 'diagnosis-other-crash', caption: 'Another crash of the same service' },
      { name: 'incident-opened-root-missing', caption: 'The second cause: a root certificate is missing' },
    ],
  },
  {
    title: 'Approval',
    text: 'What runs, on what, with which impact, who may vote, who has, and until when.',
    cards: [
      { name: 'incident-ask', caption: 'No impact on guest workloads: one approval' },
      { name: 'incident-ask-production', caption: 'Production impact: 1 of 2 approvals' },
      {
        name: 'incident-ask-production-for-second-approver',
        caption: 'For the person whose vote lets it run: the name of the node is typed',
        refusal: 'confirmation-wrong',
      },
      { name: 'plan-blocked', caption: 'One condition is red, one unknown: the restart cannot be asked for' },
      { name: 'incident-denied', caption: 'Denied' },
      { name: 'incident-expired', caption: 'Expired' },
      { name: 'incident-superseded', caption: 'Superseded: the facts changed' },
      { name: 'incident-frozen', caption: 'Frozen by an admin' },
    ],
  },
  {
    title: 'Run and effect',
    text: 'Step by step, node by node; then the watch over the effect.',
    cards: [
      { name: 'incident-running-nodes', caption: 'Running, node after node' },
      { name: 'incident-node-left-paused', caption: 'The alarm: a node may be left paused' },
      { name: 'incident-unknown-step', caption: 'The outcome of a step is unknown' },
      { name: 'incident-soaking', caption: 'Watching whether the crashes stop' },
      { name: 'incident-not-fixed-next', caption: 'Not fixed: the next mitigation' },
      { name: 'incident-cannot-tell', caption: 'Cannot tell' },
      { name: 'incident-closed-fixed', caption: 'Fixed and closed' },
    ],
  },
  {
    title: 'The rest',
    text: 'Words, several clusters, pasted traces.',
    cards: [
      { name: 'status', caption: 'Status of all clusters' },
      { name: 'help-for-operator', caption: 'Help, for an operator' },
      { name: 'analysis-matches', caption: 'A pasted trace' },
      { name: 'incident-ask-lab', caption: 'In the lab' },
    ],
  },
];
