import { isSameNode } from './node-name';

export type HalfDoneKind = 'node-paused' | 'service-stopped';

/** A state that a step may leave behind when it does not come to its end. */
export interface HalfDone {
  readonly kind: HalfDoneKind;
  readonly node: string;
  /** The service that may be stopped; null when it is not about a service. */
  readonly service: string | null;
}

/** Whether two mean the same thing on the same node. */
export function isSamePlace(a: HalfDone, b: HalfDone): boolean {
  return a.kind === b.kind && isSameNode(a.node, b.node) && a.service === b.service;
}

/** What may be left half-done, as plain words. */
export function halfDoneText({ kind, node, service }: HalfDone): string {
  return kind === 'node-paused'
    ? `${node} may be paused`
    : `${service ?? 'a service'} may be stopped on ${node}`;
}
