import path from 'node:path';

/** The bot-host module whose functions are the operations; the same path from `src` and from `dist`. */
export const hostModulePath = path.resolve(
  __dirname,
  '../../../powershell/AzureLocalIncident/AzureLocalIncident.psd1',
);

/** Operations that only read. */
export const READ_OPERATIONS = [
  'Find-CallerCandidate',
  'Find-CertificateCall',
  'Get-ClusterEvidence',
  'Get-GroupPlan',
  'Get-NodeRestartInterlock',
  'Get-RootCertificate',
  'Get-ServiceInventory',
  'Get-StepCall',
  'Get-StepEvidence',
  'Get-UpdateProgress',
  'Test-CallerGone',
  'Test-OrchestratorAnswer',
  'Wait-StorageClean',
] as const;

/** Operations that change something on a cluster; only the runner of an approved request may call them. */
export const CHANGE_OPERATIONS = [
  'Import-RootCertificate',
  'Move-ClusterServiceGroup',
  'Restart-ClusterServiceGroup',
  'Restart-Node',
  'Restart-NodeService',
  'Resume-Node',
  'Start-ClusterServiceGroup',
  'Start-NodeService',
  'Stop-Caller',
  'Suspend-Node',
] as const;

/** Closes the sessions that a kept process holds; the PowerShell port itself calls it. */
export const CLOSE_OPERATION = 'Close-KeptSession';

/** Every operation the runner may be asked for. */
export const ALLOWED_OPERATIONS: ReadonlySet<string> = new Set([...READ_OPERATIONS, ...CHANGE_OPERATIONS]);
