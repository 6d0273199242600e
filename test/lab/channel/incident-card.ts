export interface IncidentCardOptions {
  readonly voted?: string;
  readonly refreshFor?: readonly string[];
}

const STACK = [
  'System.ServiceModel.FaultException: the caller is not known',
  ...[
    'Verify',
    'Authorize',
    'Audit',
    'Dispatch',
    'Invoke',
    'Process',
    'Handle',
    'Receive',
    'Pump',
    'Accept',
    'Listen',
    'Run',
  ].map((name) => `   at Example.Orchestrator.Security.${name}Step(OperationContext context)`),
].join('\n');

/** A card with everything the page has to draw: facts, columns, code, an input, buttons, a hidden part, an own view. */
export function incidentCard({ voted, refreshFor }: IncidentCardOptions = {}): Record<string, unknown> {
  const data = { request: 'r-1' };
  const vote = {
    type: 'ActionSet',
    actions: [
      { type: 'Action.Execute', title: 'Approve', verb: 'approve', data },
      { type: 'Action.Execute', title: 'Deny', verb: 'deny', data },
      { type: 'Action.ToggleVisibility', title: 'What it does', targetElements: ['details'] },
    ],
  };
  const refresh = { action: { type: 'Action.Execute', verb: 'view', data }, userIds: refreshFor };
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    ...(refreshFor ? { refresh } : {}),
    msteams: { width: 'Full' },
    body: [
      {
        type: 'Container',
        style: 'attention',
        bleed: true,
        items: [
          {
            type: 'TextBlock',
            text: 'hci-lab: orchestrator crash loop',
            size: 'large',
            weight: 'bolder',
            wrap: true,
          },
          {
            type: 'TextBlock',
            text: 'The orchestrator crashes about once a minute.',
            wrap: true,
            spacing: 'none',
          },
        ],
      },
      {
        type: 'FactSet',
        facts: [
          { title: 'Verdict', value: '**matches**, 4 of 4 markers' },
          { title: 'Node', value: 'hci-n1 (owner of the group)' },
          { title: 'Last crash', value: '17:02:11, 14 in the last 15 minutes' },
          { title: 'Votes', value: voted ? `1 of 1: ${voted}` : '0 of 1' },
        ],
      },
      {
        type: 'CodeBlock',
        language: 'PlainText',
        codeSnippet: STACK,
        fallback: { type: 'TextBlock', text: STACK, fontType: 'monospace', wrap: true },
      },
      {
        type: 'Container',
        id: 'details',
        isVisible: false,
        style: 'emphasis',
        items: [{ type: 'TextBlock', text: 'Stops process 4711 of CONTOSO\\ops on hci-n2.', wrap: true }],
      },
      ...(voted
        ? [{ type: 'TextBlock', text: 'You have voted.', color: 'good', weight: 'bolder' }]
        : [{ type: 'Input.Text', id: 'reason', label: 'Reason', placeholder: 'Optional' }, vote]),
    ],
  };
}
