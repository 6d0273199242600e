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
  /** How many faults are still waiting for a call to spoil; of one kind when it is given. */
  waiting(of?: PlannedFault): number;
  /** Takes back what of that fault is still waiting. */
  withdraw(fault: PlannedFault): void;
  clear(): void;
}

/** A fault in a plan; each is known by its identity. */
export type PlannedFault = ConnectorFault | RepeatFault;

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
    waiting(of) {
      const all = [...connector, ...delivery];
      return of === undefined ? all.length : all.filter((planned) => planned.fault === of).length;
    },
    withdraw(fault) {
      connector = connector.filter((planned) => planned.fault !== fault);
      delivery = delivery.filter((planned) => planned.fault !== fault);
    },
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
