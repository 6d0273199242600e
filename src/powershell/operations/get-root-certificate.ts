import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNamesSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { nodeRoots, rootNamesSchema } from './root-certificates';

export const getRootCertificateParameters = z.strictObject({
  nodes: nodeNamesSchema,
  connection: connectionSchema,
  rootNames: rootNamesSchema,
  /** How long each node may take, session included, ms. */
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type GetRootCertificateParameters = z.infer<typeof getRootCertificateParameters>;

export const rootCertificateReport = z.object({
  checkedAtUtc: utcTime,
  nodes: z.array(z.object({ ...nodeFields, roots: nodeRoots.nullable() })),
});
export type RootCertificateReport = z.infer<typeof rootCertificateReport>;

/**
 * Lists the platform's root certificates on all nodes at once, store by store, with their bytes. Read-only; public data only, never a key.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function getRootCertificate(
  powershell: PowerShell,
  parameters: GetRootCertificateParameters,
  options?: OperationOptions,
): Promise<OperationResult<RootCertificateReport>> {
  const call = {
    operation: 'Get-RootCertificate',
    parameters: getRootCertificateParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: rootCertificateReport,
  };
  return runOperation(powershell, call, options);
}
