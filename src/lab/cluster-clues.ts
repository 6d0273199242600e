import type { LabCaller, LabState } from './cluster/lab-state';

/** One thing that makes the orchestrator crash. */
export interface Clue {
  readonly title: string;
  readonly details: readonly string[];
}

const CALLERS: Readonly<Record<string, string>> = {
  'monitoring-session': 'A monitoring session left open',
  lcm: 'The LCM controller',
  'service-agent': 'A service agent',
  process: 'A process',
};

/** The truth behind the crashes, which the bot has to find out: stale callers, missing roots, a defect of the service itself. */
export function cluesOf(state: LabState): readonly Clue[] {
  const stale = state.callers.filter((caller) => caller.thumbprint !== state.eceThumbprint);
  const roots = state.nodes.filter((node) => node.missingRoots.length > 0);
  return [
    ...stale.map((caller) => callerClue(state, caller)),
    ...roots.map((node) => ({
      title: `A root certificate is missing on ${node.name}`,
      details: ['While the orchestrator runs there, every call crashes it, with the right certificate too.'],
    })),
    ...(state.defect === null
      ? []
      : [
          {
            title: 'The service itself is broken',
            details: [
              `It ends by itself every ${seconds(state.defect.periodMs)}, whoever calls. Not this issue.`,
            ],
          },
        ]),
  ];
}

function callerClue(state: LabState, caller: LabCaller): Clue {
  const node = state.nodes.find((one) => one.name === caller.node);
  const process = node?.processes.find((one) => one.id === caller.processId);
  const shell = state.shells.find((one) => one.node === caller.node && one.processId === caller.processId);
  const what = CALLERS[caller.kind] ?? 'A caller';
  const from = shell?.clientAddress ? `, opened from ${shell.clientAddress}` : '';
  return {
    title: `${what} on ${caller.node}`,
    details: [
      process
        ? `${process.name}, process ${process.id}, of ${process.user}${from}`
        : 'Its process has ended; it comes back by itself.',
      `Holds certificate ${caller.thumbprint.slice(0, 8)}…, calls every ${seconds(caller.periodMs)}`,
      ...(caller.shows ? [] : ['Nothing on its node shows that it calls.']),
      ...(caller.respawn ? ['Starts again when it is stopped.'] : []),
    ],
  };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
