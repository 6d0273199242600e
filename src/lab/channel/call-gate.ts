import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectorFault, ConnectorOperation, Faults } from './faults';
import { sendFault, sendJson, HttpFault } from './router';

/** An answer to give when nothing goes wrong. */
export interface GateAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Where planned faults meet connector calls. */
export interface CallGate {
  /** Does the work and answers, unless a fault planned for the operation says otherwise. */
  pass(operation: ConnectorOperation, response: ServerResponse, work: () => GateAnswer): Promise<void>;
}

/** Creates the gate; calls that wait do not keep the process alive. */
export function createCallGate(faults: Faults): CallGate {
  const overtakers = new Map<ConnectorOperation, (() => void)[]>();

  const letOvertakenGo = (operation: ConnectorOperation) => {
    const waiting = overtakers.get(operation) ?? [];
    overtakers.delete(operation);
    for (const go of waiting) go();
  };
  const untilOvertaken = (operation: ConnectorOperation, atMostMs: number) => {
    const overtaken = new Promise<void>((resolve) => {
      overtakers.set(operation, [...(overtakers.get(operation) ?? []), resolve]);
    });
    return Promise.race([overtaken, wait(atMostMs, undefined, { ref: false })]);
  };

  return {
    async pass(operation, response, work) {
      const fault = faults.takeConnector(operation);
      if (fault?.kind === 'overtaken') await untilOvertaken(operation, fault.atMostMs);
      if (fault?.kind === 'delay') await wait(fault.ms, undefined, { ref: false });
      spoil(fault, response, work);
      if (fault?.kind !== 'overtaken') letOvertakenGo(operation);
    },
  };
}

function spoil(fault: ConnectorFault | undefined, response: ServerResponse, work: () => GateAnswer): void {
  if (fault?.kind === 'answer') {
    if (fault.accept) work();
    const headers: Record<string, string> =
      fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
    sendFault(
      response,
      new HttpFault(fault.status, fault.code, 'The lab channel was asked to fail here.', headers),
    );
    return;
  }
  if (fault?.kind === 'drop') {
    if (fault.accept) work();
    response.destroy();
    return;
  }
  const { status, body } = work();
  sendJson(response, status, body);
}
