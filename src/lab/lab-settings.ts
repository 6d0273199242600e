import path from 'node:path';
import type { Role } from '../runbook/chat-commands';
import { ROLES } from '../runbook/chat-commands';
import { ROOT_NAMES } from '../runbook/root-names';
import type { AccessSettings, ClusterSettings } from '../runbook/settings';
import { LAB_PEOPLE, LAB_TENANT_ID } from './channel/people';
import type { LabCluster } from './cluster/lab-cluster';

/** The client certificate that the simulated rotation renews. */
const ECE_CLIENT_SUBJECT = 'CN=ECEClient, OU=AzureStack';

/** How the bot reaches a simulated cluster: as a real one, but for the factory of sessions. */
export function clusterSettings(
  cluster: LabCluster,
  folder: string,
  channel: ClusterSettings['channel'],
): ClusterSettings {
  const state = cluster.snapshot();
  return {
    name: state.clusterName,
    nodes: state.nodes.map((node) => node.name),
    connection: {
      transport: 'factory',
      sessionFactory: path.resolve(__dirname, '..', '..', 'powershell', 'lab', 'session-factory.ps1'),
      settings: { ClusterFolder: folder },
    },
    certificateSubjects: [ECE_CLIENT_SUBJECT],
    rootNames: ROOT_NAMES,
    channel,
    protectedVms: [],
    botHostVm: null,
  };
}

/** The people of the lab with their roles. */
export function labAccess(): AccessSettings {
  const members = LAB_PEOPLE.flatMap((person) => {
    const role: Role | undefined = ROLES.find((one) => one === person.role);
    return role
      ? [
          {
            person: { tenantId: person.tenantId, objectId: person.aadObjectId, name: person.name },
            roles: [role],
          },
        ]
      : [];
  });
  return { tenantId: LAB_TENANT_ID, members, requesterMayVote: false };
}
