/** What a call of the bot to the connector is for. */
export type ConnectorOperation = 'create' | 'send' | 'edit' | 'delete' | 'roster';

/**
 * How a connector call goes wrong.
 * - `answer`: this status instead of success; with `accept` the work is done first, so the bot cannot tell.
 * - `drop`: the connection is closed without an answer; `accept` as above.
 * - `delay`: the call waits before it is worked on.
 * - `overtaken`: the call is worked on only after the next one of its kind, or after `atMostMs` when none comes.
 */
export type ConnectorFault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string;
      readonly retryAfterSeconds?: number;
      readonly accept?: boolean;
    }
  | { readonly kind: 'drop'; readonly accept?: boolean }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'overtaken'; readonly atMostMs: number };

/** Teams' repeats of one activity: first with the same id at the same time, then with new ids after the first answer. */
export interface RepeatFault {
  readonly sameId: number;
  readonly newId: number;
}

export interface Faults {
  /** Makes the next `times` calls for `on` go wrong. */
  onConnector(on: ConnectorOperation, fault: ConnectorFault, times?: number): void;
  /** Makes the next `times` invokes or messages arrive more than once. */
  onDelivery(type: 'invoke' | 'message', repeat: RepeatFault, times?: number): void;
  takeConnector(operation: ConnectorOperation): ConnectorFault | undefined;
  takeDelivery(type: string): RepeatFault | undefined;
  /** How many faults are still waiting for a call to spoil. */
  waiting(): number;
  clear(): void;
}

interface Planned<On, Fault> {
  readonly on: On;
  readonly fault: Fault;
}

/** A plan of faults; each spoils one call, in the order they were planned. */
export function createFaults(): Faults {
  let connector: Planned<ConnectorOperation, ConnectorFault>[] = [];
  let delivery: Planned<string, RepeatFault>[] = [];
  return {
    onConnector(on, fault, times = 1) {
      connector.push(...Array.from({ length: times }, () => ({ on, fault })));
    },
    onDelivery(type, fault, times = 1) {
      delivery.push(...Array.from({ length: times }, () => ({ on: type, fault })));
    },
    takeConnector: (operation) => take(connector, operation),
    takeDelivery: (type) => take(delivery, type),
    waiting: () => connector.length + delivery.length,
    clear() {
      connector = [];
      delivery = [];
    },
  };
}

function take<On, Fault>(planned: Planned<On, Fault>[], on: On): Fault | undefined {
  const index = planned.findIndex((candidate) => candidate.on === on);
  return index < 0 ? undefined : planned.splice(index, 1)[0]?.fault;
}

/** A fault of the channel that a person can cause on the page. */
export interface ChannelFault {
  readonly name: string;
  readonly title: string;
  readonly inject: (faults: Faults) => void;
}

/** What Teams does now and then, each seen in the wild, by name. */
export const CHANNEL_FAULTS: readonly ChannelFault[] = [
  {
    name: 'repeat-click',
    title: 'Deliver the next click three times',
    inject: (faults) => faults.onDelivery('invoke', { sameId: 1, newId: 1 }),
  },
  {
    name: 'repeat-message',
    title: 'Deliver the next message twice',
    inject: (faults) => faults.onDelivery('message', { sameId: 0, newId: 1 }),
  },
  {
    name: 'throttle',
    title: 'Refuse the next three edits (429, retry after 2 s)',
    inject: (faults) =>
      faults.onConnector(
        'edit',
        { kind: 'answer', status: 429, code: 'TooManyRequests', retryAfterSeconds: 2 },
        3,
      ),
  },
  {
    name: 'lost-answer',
    title: 'Accept the next post, answer 504',
    inject: (faults) =>
      faults.onConnector('send', { kind: 'answer', status: 504, code: 'GatewayTimeout', accept: true }),
  },
  {
    name: 'late-edit',
    title: 'Let the next edit be overtaken',
    inject: (faults) => faults.onConnector('edit', { kind: 'overtaken', atMostMs: 5000 }),
  },
  {
    name: 'edit-forbidden',
    title: 'Refuse the next edit (403)',
    inject: (faults) =>
      faults.onConnector('edit', { kind: 'answer', status: 403, code: 'MessageWritesBlocked' }),
  },
];
