import { isSameNode } from '../incident/node-name';
import { missingRootsText } from '../incident/roots';
import type { MissingRoot, NotCompared, RootsReport } from '../incident/roots';
import type { NodeRoots } from '../powershell/operations/root-certificates';

type Store = NonNullable<NodeRoots['value']>['stores'][number];
export type RootCertificate = Store['certificates'][number];

/** What one node said of its stores, or why it said nothing. */
export interface RootsEvidence {
  readonly node: string;
  readonly status: string;
  readonly roots: NodeRoots | null;
}

/** One store of one node that could be read, with the certificates that are valid now. */
export interface ReadStore {
  readonly node: string;
  readonly store: string;
  readonly certificates: readonly RootCertificate[];
}

export interface RootsContext {
  /** All nodes of the cluster as it names them: one that was not asked is not compared. */
  readonly members: readonly string[];
  /** Epoch ms UTC. */
  readonly now: number;
  /** What was known before: a root stays missing until it is seen. */
  readonly known: RootsReport | null;
}

/**
 * Compares every store of every node with the same store of the others. A certificate counts while it is valid, and is missing on a node that
 * has neither it nor a newer one of the same subject. Pure.
 */
export function judgeRoots(nodes: readonly RootsEvidence[], context: RootsContext): RootsReport {
  const stores = readStores(nodes, context.now);
  const seen = findMissing(stores, context.now);
  const kept = (context.known?.missing ?? []).filter(
    (one) => isStillKnown(one, stores, nodes, context) && !seen.some((other) => isSameMissing(one, other)),
  );
  const missing = [...seen, ...kept];
  const notCompared = findNotCompared(nodes, context.members);
  if (missing.length > 0) return { state: 'missing', why: missingRootsText(missing), missing, notCompared };
  const doubt = doubtOf(stores, notCompared);
  return doubt === null
    ? { state: 'same', why: `the same on ${nodes.length} nodes`, missing, notCompared }
    : { state: 'unknown', why: doubt, missing, notCompared };
}

/** Stores that could be read, with what is valid now. */
export function readStores(nodes: readonly RootsEvidence[], now: number): readonly ReadStore[] {
  return nodes.flatMap(({ node, roots }) =>
    (roots?.value?.stores ?? [])
      .filter(({ status }) => status === 'ok')
      .map(({ store, certificates }) => ({
        node,
        store,
        certificates: certificates.filter((one) => one.notBeforeUtc <= now && now < one.notAfterUtc),
      })),
  );
}

function findMissing(stores: readonly ReadStore[], now: number): readonly MissingRoot[] {
  return stores.flatMap((read) => {
    const others = stores.filter((other) => other.store === read.store && other.node !== read.node);
    const theirs = new Map(
      others.flatMap((other) => other.certificates.map((one) => [one.thumbprint, one] as const)),
    );
    return [...theirs.values()]
      .filter((certificate) => !hasOrReplaces(read, certificate))
      .map(({ subject, thumbprint, sha256, notAfterUtc }) => ({
        node: read.node,
        store: read.store,
        subject,
        thumbprint,
        sha256,
        presentOn: others.filter((other) => holds(other, thumbprint)).map((other) => other.node),
        notAfter: notAfterUtc,
        seenAt: now,
      }));
  });
}

function holds({ certificates }: ReadStore, thumbprint: string): boolean {
  return certificates.some((one) => one.thumbprint === thumbprint);
}

/** A root that was renewed is not missed where the newer one is. */
function hasOrReplaces({ certificates }: ReadStore, wanted: RootCertificate): boolean {
  return certificates.some(
    (one) =>
      one.thumbprint === wanted.thumbprint ||
      (one.subject === wanted.subject && one.notBeforeUtc > wanted.notBeforeUtc),
  );
}

/** What was missing before and cannot be looked at now: on the node itself, or on those that have it. */
function isStillKnown(
  one: MissingRoot,
  stores: readonly ReadStore[],
  nodes: readonly RootsEvidence[],
  { members, now }: RootsContext,
): boolean {
  const isOurs = [...nodes.map(({ node }) => node), ...members].some((name) => isSameNode(name, one.node));
  if (!isOurs || now >= one.notAfter) return false;
  const readOn = (node: string): ReadStore | undefined =>
    stores.find((read) => read.store === one.store && isSameNode(read.node, node));
  const own = readOn(one.node);
  if (!own) return true;
  return !holds(own, one.thumbprint) && one.presentOn.some((node) => readOn(node) === undefined);
}

function isSameMissing(one: MissingRoot, other: MissingRoot): boolean {
  return isSameNode(one.node, other.node) && one.store === other.store && one.thumbprint === other.thumbprint;
}

function findNotCompared(
  nodes: readonly RootsEvidence[],
  members: readonly string[],
): readonly NotCompared[] {
  const asked = nodes.flatMap(({ node, status, roots }): NotCompared[] => {
    const { value } = roots ?? { value: null };
    if (value === null)
      return [{ node, store: null, why: withId(roots?.status ?? status, roots?.errorId ?? null) }];
    return value.stores
      .filter((store) => store.status !== 'ok')
      .map((store) => ({ node, store: store.store, why: withId(store.status, store.errorId) }));
  });
  const unnamed = members
    .filter((member) => !nodes.some(({ node }) => isSameNode(node, member)))
    .map((node) => ({ node, store: null, why: 'the configuration does not name this node' }));
  return [...asked, ...unnamed];
}

function withId(status: string, errorId: string | null): string {
  return errorId === null ? status : `${status} [${errorId}]`;
}

/** Why "nothing is missing" cannot be said; null when it can. */
function doubtOf(stores: readonly ReadStore[], notCompared: readonly NotCompared[]): string | null {
  if (notCompared.length > 0) {
    const names = notCompared.map(({ node, store, why }) =>
      store === null ? `${node} (${why})` : `${node}, store ${store} (${why})`,
    );
    return `not compared: ${names.join('; ')}`;
  }
  if (stores.every(({ certificates }) => certificates.length === 0))
    return 'no node has a valid certificate with one of the configured names ("rootCertificates")';
  return new Set(stores.map(({ node }) => node)).size < 2
    ? 'a single node has nothing to be compared with'
    : null;
}
