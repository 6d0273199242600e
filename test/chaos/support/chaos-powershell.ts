import { randomBytes } from 'node:crypto';
import type { PowerShell, PowerShellOutcome } from '../../../src/ports';
import { createPowerShell } from '../../../src/powershell/create-powershell';
import {
  ALLOWED_OPERATIONS,
  hostModulePath,
  READ_OPERATIONS,
} from '../../../src/powershell/operations/operation-list';
import { testPowerShell } from '../../support/powershell';
import type { Point } from './points';

/** A call takes a few seconds; it is struck at any moment of them, ms. */
const CALL_MS = 4_000;

/** PowerShell's port over the scripted clusters of the run, which know of the points around a call themselves. */
export function scriptedPowerShell(ask: (path: string, body: object) => Promise<unknown>): PowerShell {
  return {
    run: async ({ operation, parameters, deadlineMs }) => {
      try {
        return (await ask('/run', { request: { operation, parameters, deadlineMs } })) as PowerShellOutcome;
      } catch (error) {
        return { kind: 'unknown', reason: `the cluster's answer was lost: ${String(error)}` };
      }
    },
    close: async () => undefined,
  };
}

/** The real port, that tells of the points around a changing call: some moment while it is under way, and when it has ended. */
export function labPowerShell(at: (point: Point) => Promise<void>): PowerShell {
  const { executable, environment } = testPowerShell();
  const reads = new Set<string>(READ_OPERATIONS);
  const real = createPowerShell({
    ...{ executable, environment, modulePaths: [hostModulePath], readOperations: reads },
    allowedOperations: ALLOWED_OPERATIONS,
    newNonce: () => randomBytes(16).toString('hex'),
  });
  return {
    run: async (request) => {
      if (reads.has(request.operation)) return real.run(request);
      const call = real.run(request);
      const during = setTimeout(() => void at('during the remote call'), Math.random() * CALL_MS);
      const outcome = await call;
      clearTimeout(during);
      await at('after the act, before its answer');
      return outcome;
    },
    close: () => real.close(),
  };
}
