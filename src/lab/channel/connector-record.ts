import type { ServerResponse } from 'node:http';
import type { ConnectorOperation } from './faults';

/** One authenticated request of the bot to the connector. */
export interface ConnectorCall {
  readonly operation: ConnectorOperation;
  readonly conversation: string;
  /** Epoch ms UTC. */
  readonly at: number;
  /** What the bot was answered; null: nothing yet, or the connection ended without an answer. */
  readonly status: number | null;
}

export interface ConnectorRecord {
  /** Notes a request now, and its answer when there is one. */
  note(operation: ConnectorOperation, conversation: string, response: ServerResponse): void;
  /** The newest calls, oldest first. */
  calls(): readonly ConnectorCall[];
}

const MOST_CALLS = 10_000;

/** What the bot asked of the connector, to be compared with what it should have. @param now epoch ms UTC */
export function createConnectorRecord(now: () => number): ConnectorRecord {
  const noted: { call: ConnectorCall }[] = [];
  return {
    note(operation, conversation, response) {
      const entry = { call: { operation, conversation, at: now(), status: null as number | null } };
      noted.push(entry);
      if (noted.length > MOST_CALLS) noted.shift();
      response.once('finish', () => {
        entry.call = { ...entry.call, status: response.statusCode };
      });
    },
    calls: () => noted.map(({ call }) => call),
  };
}
