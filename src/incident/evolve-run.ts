import type { IncidentEvent } from './events';
import type { Run, Step } from './run';

/** The newest run after one more event. */
export function evolveRun(run: Run | null, event: IncidentEvent): Run | null {
  if (event.kind === 'RunStarted') return startRun(event);
  if (!run || !('runId' in event) || event.runId !== run.id) return run;
  switch (event.kind) {
    case 'StepStarted':
      return withStep(run, event.index, {
        status: 'started',
        startedAt: event.at,
        owner: event.owner,
        fence: event.fence,
      });
    case 'StepEnded':
      return withStep(run, event.index, {
        status: event.outcome,
        endedAt: event.at,
        detail: event.detail,
        ...(event.restored ? { restored: true } : {}),
      });
    case 'StepEvidenceFound':
      return withStep(run, event.index, { evidence: event.evidence });
    case 'StopRequested':
      return { ...run, stopRequestedBy: event.by };
    case 'RunEnded':
      return { ...run, endedAt: event.at, result: event.result };
    case 'RunSettled':
      return { ...run, settled: { by: event.by, at: event.at, as: event.as, reason: event.reason } };
  }
}

function startRun(event: Extract<IncidentEvent, { kind: 'RunStarted' }>): Run {
  const steps = event.steps.map((plan): Step => ({
    plan,
    status: 'planned',
    startedAt: null,
    endedAt: null,
    owner: null,
    fence: null,
    detail: null,
    evidence: null,
  }));
  return {
    id: event.runId,
    requestId: event.requestId,
    rung: event.rung,
    attested: event.attestedBy !== null,
    startedAt: event.at,
    endedAt: null,
    steps,
    result: null,
    stopRequestedBy: null,
    settled: null,
  };
}

function withStep(run: Run, index: number, change: Partial<Step>): Run {
  return { ...run, steps: run.steps.map((step, at) => (at === index ? { ...step, ...change } : step)) };
}
