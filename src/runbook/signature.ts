import type { WatchedSignature } from '../crash/watched-signature';

/** The known issue this runbook is for. Adding another one is another row like this. */
export const ORCHESTRATOR_CRASH: WatchedSignature = {
  id: 'orchestrator-mtls-audit',
  title: 'HCI Orchestrator crashes when a caller uses the client certificate from before the secret rotation',
  executable: 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe',
  service: 'Azure Stack HCI Orchestrator Service',
  frame: { type: 'SecurityAuditLogger', method: 'MtlsCertificateException' },
  guide: {
    text: 'Azure Local: update hangs after secret rotation',
    url: 'https://github.com/Azure/AzureLocal-Supportability/blob/main/TSG/Update/Update-Hangs-after-Secret-Rotation.md',
  },
};
