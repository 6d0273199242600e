import type { NodeTrace } from './call-trace';
import type { CertificateAge } from './certificate-age';
import { plainAddress } from './grade-candidate';

type Connection = NodeTrace['connections'][number];
type Chain = NodeTrace['chains'][number];

/** The process at the other end. `startedAtUtc` as the node wrote it. */
export interface Caller {
  readonly node: string;
  readonly processId: number;
  readonly startedAtUtc: string;
}

export type Joined =
  | {
      readonly kind: 'joined';
      readonly caller: Caller;
      readonly thumbprint: string;
      /** By the clock of the orchestrator's node. */
      readonly crashAt: number;
    }
  /** `stage`: how far it came, for telling the most useful reason. */
  | { readonly kind: 'not'; readonly stage: number; readonly why: string };

/** Longest time from the check of a certificate to the crash it causes, ms. */
const CRASHES_WITHIN_MS = 10_000;
/** A client certificate is checked while the connection is made, ms. */
const CHECKED_WITHIN_MS = 2_000;
/** Both ends of a connection are made at about the same time; the clocks of two nodes are compared no closer, ms. */
const SAME_TIME_MS = 2_000;
/** Windows itself: http.sys takes the connections of every program that uses it, so the owner tells nothing. */
const KERNEL = 4;

type AgeOf = (shown: Chain) => CertificateAge;

/**
 * Who showed the old certificate that one crash followed: crash -> record of the same process, seconds before -> the only connection made to
 * that process then, still there after the record -> the one process at its other end. Every doubt ends the join. Pure.
 *
 * @param crash of the orchestrator, by its node's clock
 */
export function joinCrash(
  crash: NodeTrace['crashes'][number],
  orchestrator: NodeTrace,
  traces: readonly NodeTrace[],
  ageOf: AgeOf,
): Joined {
  const checked = findChecked(crash, orchestrator, ageOf);
  if (typeof checked === 'string') return not(1, checked);
  const server = findServerSide(checked, orchestrator, ageOf);
  if (typeof server === 'string') return not(2, server);
  const caller = findCaller(server, orchestrator, traces);
  if (typeof caller === 'string') return not(3, caller);
  return { kind: 'joined', caller, thumbprint: checked.thumbprint, crashAt: crash.at };
}

function not(stage: number, why: string): Joined {
  return { kind: 'not', stage, why };
}

interface Checked {
  readonly processId: number;
  readonly at: number;
  readonly thumbprint: string;
}

/** The check of the one old certificate before the crash, when nothing else was checked about then. A text says why there is none. */
function findChecked(
  { at: crashAt, processId }: NodeTrace['crashes'][number],
  { chains, read }: NodeTrace,
  ageOf: AgeOf,
): Checked | string {
  if (processId === null) return 'the crash record does not say which process it was';
  const own = chains.filter(
    (chain) =>
      chain.processId === processId && chain.atUtc <= crashAt && chain.atUtc >= crashAt - CRASHES_WITHIN_MS,
  );
  const old = own.filter((chain) => ageOf(chain) === 'old');
  const first = Math.min(...old.map(({ atUtc }) => atUtc));
  const thumbprints = [...new Set(old.flatMap(({ thumbprint }) => thumbprint ?? []))];
  const [thumbprint] = thumbprints;
  if (thumbprint === undefined)
    return 'no record of a certificate older than the rotation was found just before a crash';
  if (thumbprints.length > 1) return 'several old certificates were checked just before a crash';
  const from = first - CHECKED_WITHIN_MS;
  if (!read.some((span) => span.from <= from && span.to >= crashAt))
    return 'the CAPI2 log does not reach back to before the crash';
  const about = own.filter(({ atUtc }) => atUtc >= from);
  if (about.some((chain) => chain.thumbprint === null))
    return 'a record of the CAPI2 log from just before a crash has a shape that this version does not know';
  if (about.some((chain) => ['current', 'unknown'].includes(ageOf(chain))))
    return 'another client certificate was checked at about the same time';
  return { processId, at: first, thumbprint };
}

/** The only connection to the process that can have caused the check: made just before it, and still there after it. */
function findServerSide(checked: Checked, orchestrator: NodeTrace, ageOf: AgeOf): Connection | string {
  const { processId, at } = checked;
  const portsOf = (owner: number): ReadonlySet<number> =>
    new Set(orchestrator.listeners.flatMap((one) => (one.processId === owner ? [one.localPort] : [])));
  const ports = portsOf(processId);
  if (ports.size === 0)
    return portsOf(KERNEL).size > 0
      ? 'the orchestrator was not seen to listen by itself (http.sys may do it), so no connection is tied to it'
      : 'the orchestrator was not seen to listen';
  const taken = orchestrator.connections.filter(
    (one) =>
      one.processId === processId &&
      ports.has(one.localPort) &&
      (one.createdAtUtc === null || one.createdAtUtc <= at),
  );
  const isJustMade = ({ createdAtUtc }: Connection): boolean =>
    createdAtUtc === null || createdAtUtc >= at - CHECKED_WITHIN_MS;
  const made = taken.filter(isJustMade);
  const [server] = made;
  if (!server) return 'the connection was gone before it could be seen';
  if (made.length > 1 || server.createdAtUtc === null)
    return 'several connections to the orchestrator were made at about the same time';
  // Only a look after the check shows every connection that can have caused it.
  if (server.lastSeenUtc < at) return 'the connection was not seen after its certificate was checked';
  const older = taken.filter((one) => !isJustMade(one) && one.lastSeenUtc >= at);
  if (!areExplained(older, checked, orchestrator, ageOf))
    return 'an older connection to the orchestrator had shown no certificate before, so it may be the one that did now';
  return server;
}

/**
 * Whether each of the older connections had its own certificate checked when it was made. One that had not may have been made in advance, and
 * have shown the old one only now.
 */
function areExplained(
  older: readonly Connection[],
  { processId, at }: Checked,
  { chains }: NodeTrace,
  ageOf: AgeOf,
): boolean {
  const checks = chains
    .filter((chain) => chain.processId === processId && chain.atUtc < at)
    .filter((chain) => chain.thumbprint !== null && ['current', 'foreign'].includes(ageOf(chain)))
    .map(({ atUtc }) => atUtc)
    .sort((a, b) => a - b);
  const made = older.map(({ createdAtUtc }) => createdAtUtc ?? 0).sort((a, b) => a - b);
  return made.every((createdAt) => {
    const own = checks.findIndex((time) => time >= createdAt && time <= createdAt + CHECKED_WITHIN_MS);
    if (own === -1) return false;
    checks.splice(own, 1);
    return true;
  });
}

/** The one process on one node whose end of the connection this is. */
function findCaller(
  server: Connection,
  orchestrator: NodeTrace,
  traces: readonly NodeTrace[],
): Caller | string {
  const address = plainAddress(server.remoteAddress);
  // The same on every node, or on every link: tells nothing beyond its own node.
  const isLocal = isLoopback(address);
  if (isLinkLocal(address)) return 'the connection came from an address that is not unique in the cluster';
  const where = isLocal ? [orchestrator] : traces;
  const ends = where.flatMap((trace) =>
    trace.connections
      .filter((one) => isOtherEnd(one, server) && isSameTime(one, trace, server, orchestrator))
      .map(({ processId, createdAtUtc }) => ({ trace, processId, createdAt: createdAtUtc ?? 0 })),
  );
  const [end] = ends;
  if (!end) return 'nobody in the cluster was seen at the other end of the connection';
  if (ends.length > 1) return 'more than one process was seen at the other end of the connection';
  const starts = new Set(
    end.trace.processes.flatMap(({ processId, startedAtUtc }) =>
      processId === end.processId ? [startedAtUtc] : [],
    ),
  );
  const [startedAtUtc] = starts;
  if (starts.size !== 1 || startedAtUtc == null)
    return 'it is not known which process has the other end of the connection';
  // Otherwise the number of the process was given away again since.
  if (Date.parse(startedAtUtc) > end.createdAt)
    return 'the process at the other end is younger than the connection';
  return { node: end.trace.node, processId: end.processId, startedAtUtc };
}

function isOtherEnd(one: Connection, server: Connection): boolean {
  return (
    one.localPort === server.remotePort &&
    one.remotePort === server.localPort &&
    plainAddress(one.localAddress) === plainAddress(server.remoteAddress) &&
    plainAddress(one.remoteAddress) === plainAddress(server.localAddress)
  );
}

function isSameTime(
  client: Connection,
  clientTrace: NodeTrace,
  server: Connection,
  serverTrace: NodeTrace,
): boolean {
  if (client.createdAtUtc === null || server.createdAtUtc === null) return false;
  const isOneClock = clientTrace.node === serverTrace.node;
  if (!isOneClock && (clientTrace.shift === null || serverTrace.shift === null)) return false;
  const shift = isOneClock ? 0 : (clientTrace.shift ?? 0) - (serverTrace.shift ?? 0);
  return Math.abs(client.createdAtUtc - server.createdAtUtc - shift) <= SAME_TIME_MS;
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || /^fe[89ab][0-9a-f]:/.test(address);
}
