import type { JsonObject } from '../incident/json';
import { isSameNode } from '../incident/node-name';
import { missingRootText } from '../incident/roots';
import type { MissingRoot } from '../incident/roots';
import type { ShownTarget } from '../incident/mitigation-request';
import type { StepPlan } from '../incident/run';
import { connectionSchema } from '../powershell/operations/connection';
import { getRootCertificate } from '../powershell/operations/get-root-certificate';
import { reasonOf } from './check-cluster';
import { judgeRoots, readStores } from './judge-roots';
import type { ReadStore, RootCertificate } from './judge-roots';
import type { Proposer } from './propose';
import { utcText } from '../incident/utc-text';

/** A session, a few looks at two stores, one import, ms. */
const STEP_DEADLINE_MS = 120_000;

/** What is to be done about one missing root. `certificate` null: it is not imported, and why. */
interface Import {
  readonly root: MissingRoot;
  readonly certificate: (RootCertificate & { readonly base64: string }) | null;
  readonly why: string;
}

/** Mitigation ROOTS: each root certificate that a node lacks and most of the others have, store by store. */
export const proposeImportRoots: Proposer = async (parts, cluster, state) => {
  if (cluster.rootNames.length === 0)
    return { kind: 'failed', why: 'no root certificates are watched: name them in "rootCertificates"' };
  const result = await getRootCertificate(parts.powershell, {
    nodes: [...cluster.nodes],
    connection: connectionSchema.parse(cluster.connection),
    rootNames: [...cluster.rootNames],
    nodeDeadlineMs: parts.detection.nodeDeadlineMs,
  });
  if (result.kind !== 'reported') return { kind: 'failed', why: reasonOf(result) };
  const now = result.value.checkedAtUtc;
  const members = (state.latest?.report.group.members ?? []).map(({ node }) => node);
  const known = state.latest?.report.roots ?? null;
  const report = judgeRoots(result.value.nodes, { members, now, known });
  const stores = readStores(result.value.nodes, now);
  const imports = report.missing.map((root) => planImport(root, stores, cluster.nodes));
  const done = imports.flatMap(({ root, certificate }) => (certificate ? [{ root, certificate }] : []));
  const blindNodes = new Set(report.notCompared.map(({ node }) => node));
  return {
    kind: 'drafted',
    draft: {
      facts: {
        nodes: [...new Set(done.map(({ root }) => root.node))],
        roots: done.map(({ root, certificate }) => factOf(root, certificate)),
      },
      steps: done.map(({ root, certificate }) => stepOf(root, certificate.base64, cluster.rootNames)),
      attestSteps: null,
      needsOwnerAgreement: false,
      shown: imports.map(shownOf),
      blindNodes: [...blindNodes],
      summary: report.why,
    },
  };
};

/** Only what most of the other nodes have, byte for byte the same, is taken for the cluster's own. */
function planImport(root: MissingRoot, stores: readonly ReadStore[], nodes: readonly string[]): Import {
  const refused = (why: string): Import => ({ root, certificate: null, why });
  const isRead = stores.some((read) => read.store === root.store && isSameNode(read.node, root.node));
  if (!isRead) return refused('not imported: the node cannot be looked at now');
  const others = nodes.filter((node) => !isSameNode(node, root.node));
  const found = stores
    .filter((read) => read.store === root.store)
    .flatMap(({ certificates }) => certificates.filter(({ thumbprint }) => thumbprint === root.thumbprint));
  const first = found[0];
  if (!first || 2 * found.length <= others.length) {
    return refused(
      `not imported: only ${found.length} of the other ${others.length} node(s) are seen to have it; compare it with the file on the infrastructure volume and import it by hand`,
    );
  }
  if (found.some(({ sha256 }) => sha256 !== first.sha256))
    return refused('not imported: the nodes have different certificates with this thumbprint');
  if (!first.selfIssued || first.base64 === null)
    return refused('not imported: it is not a root certificate of usual size');
  const { base64 } = first;
  return {
    root,
    certificate: { ...first, base64 },
    why: `imported, as ${found.length} of the other ${others.length} node(s) have it`,
  };
}

function factOf(root: MissingRoot, { sha256, thumbprint, subject }: RootCertificate): JsonObject {
  return { node: root.node, store: root.store, thumbprint, sha256, subject };
}

function stepOf(root: MissingRoot, certificateBase64: string, rootNames: readonly string[]): StepPlan {
  const { node, store, thumbprint, sha256, subject } = root;
  return {
    operation: 'Import-RootCertificate',
    node,
    parameters: { store, thumbprint, sha256, certificateBase64, rootNames: [...rootNames] },
    title: `Import ${subject} (${thumbprint}) into store ${store} of ${node}, and read it again`,
    deadlineMs: STEP_DEADLINE_MS,
  };
}

function shownOf({ root, why }: Import): ShownTarget {
  return {
    title: missingRootText(root),
    grade: null,
    facts: [
      { name: 'Thumbprint', value: root.thumbprint },
      { name: 'SHA-256', value: root.sha256 },
      { name: 'Valid until', value: utcText(root.notAfter) },
      { name: 'Will be', value: why },
    ],
  };
}
