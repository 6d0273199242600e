import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import {
  certificateBase64Schema,
  ROOT_STORES,
  rootNamesSchema,
  sha256Schema,
  thumbprintSchema,
} from './root-certificates';

export const importRootCertificateParameters = z.strictObject({
  node: nodeNameSchema,
  connection: connectionSchema,
  store: z.enum(ROOT_STORES),
  thumbprint: thumbprintSchema,
  sha256: sha256Schema,
  certificateBase64: certificateBase64Schema,
  rootNames: rootNamesSchema,
  requestId: requestIdSchema,
  ticket: changeTicket,
  /** True: the node says what it would do and does nothing. */
  whatIf: z.boolean(),
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type ImportRootCertificateParameters = z.infer<typeof importRootCertificateParameters>;

export const importRootCertificateReport = z.object({
  ...changeFields,
  node: z.object({
    ...nodeFields,
    answer: z
      .object({
        ...changeAnswerFields,
        store: z.enum(ROOT_STORES),
        thumbprint: z.string(),
        subject: z.string().nullable(),
      })
      .nullable(),
  }),
});
export type ImportRootCertificateReport = z.infer<typeof importRootCertificateReport>;

/**
 * Puts one root certificate that other nodes have into one store of one node, once. The node refuses bytes that are not exactly the approved
 * certificate, or no self-signed authority. `succeeded` was proven: read again from the store.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function importRootCertificate(
  powershell: PowerShell,
  parameters: ImportRootCertificateParameters,
  options?: OperationOptions,
): Promise<OperationResult<ImportRootCertificateReport>> {
  const call = {
    operation: 'Import-RootCertificate',
    parameters: importRootCertificateParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: importRootCertificateReport,
  };
  return runOperation(powershell, call, options);
}
