import type { RungTerms } from '../../src/incident/rules';
import type { ClusterState } from '../../src/incident/state';
import { findMitigation } from '../../src/runbook/mitigations';
import { checkReport, clusterState, mitigationRequest, ROOTS_MISSING, stepPlan } from './incident-states';

function rootTerms(): RungTerms {
  const found = findMitigation('ROOTS');
  if (!found) throw new Error('the runbook has no mitigation ROOTS');
  return found;
}

/** What an incident with a missing root certificate looks like, by the name of its golden card. */
export const ROOT_PHASES: Readonly<Record<string, ClusterState>> = {
  'ask-roots': clusterState(
    {
      offered: 'ROOTS',
      request: mitigationRequest({
        terms: rootTerms(),
        attestSteps: null,
        shown: [
          {
            title:
              'as-n1 lacks the root certificate CN=AzureStackCertificationAuthority in store Root; as-n2 has it',
            grade: null,
            facts: [
              { name: 'Thumbprint', value: '23AFF6B7CB64D9443C35992C6FCC738E4170C629' },
              { name: 'SHA-256', value: '0F3A'.repeat(16) },
              { name: 'Valid until', value: '2050-01-01 00:00:00 UTC' },
              { name: 'Will be', value: 'imported, as 1 of the other 1 node(s) have it' },
            ],
          },
        ],
        steps: [
          stepPlan({
            operation: 'Import-RootCertificate',
            node: 'as-n1',
            title: 'Import CN=AzureStackCertificationAuthority into store Root of as-n1, and read it again',
          }),
        ],
      }),
    },
    checkReport({ roots: ROOTS_MISSING }),
  ),
};

/** A cluster that was diagnosed, by the name of its golden card. */
export const ROOT_DIAGNOSES: Readonly<Record<string, ClusterState>> = {
  'root-missing': clusterState(null, checkReport({ roots: ROOTS_MISSING })),
  'root-unknown': clusterState(
    null,
    checkReport({
      roots: {
        state: 'unknown',
        why: 'not compared: as-n2, store Root (denied [AccessDenied])',
        missing: [],
        notCompared: [{ node: 'as-n2', store: 'Root', why: 'denied [AccessDenied]' }],
      },
    }),
  ),
};
