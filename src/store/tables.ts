/*
 * The tables as the queries see them. Text ids, epoch milliseconds as integers, JSON as text: the same on every database.
 * They are created by the files in `migrations`.
 */

/** The append-only log. One row is one entry; `version` is null for a fact. */
export interface LogTable {
  sequence: number;
  stream: string;
  version: number | null;
  kind: string;
  /** Canonical JSON (RFC 8785). */
  body: string;
  /** Format version of the body. */
  schema: number;
  /** Epoch ms UTC. */
  at: number;
  previous_hash: string;
  hash: string;
}

/** The outbox. A finished `once` effect stays for ever as the proof that it was given out; a finished repeatable one goes. */
export interface EffectsTable {
  id: string;
  /** Insertion order. */
  ordinal: number;
  stream: string;
  kind: string;
  body: string;
  due_at: number;
  delivery: 'repeatable' | 'once';
  coalesce_key: string | null;
  state: 'waiting' | 'claimed' | 'done';
  attempts: number;
  owner: string | null;
  lease_until: number | null;
  last_error: string | null;
}

export interface CardSlotsTable {
  slot: string;
  conversation_id: string;
  activity_id: string | null;
  service_url: string;
  revision: number;
  strays: number;
  unsettled_until: number | null;
}

/** Who may write a card now. */
export interface CardTurnsTable {
  slot: string;
  turn: number;
  owner: string;
  /** Epoch ms of the clock that leases go by; 0: nobody has the turn. */
  lease_until: number;
}

export interface IndexKeysTable {
  kind: string;
  key: string;
  stream: string;
  /** Last sequence of the log when the key was added: the order in which `find` answers. */
  added_at_sequence: number;
}

export interface SettingsTable {
  name: string;
  value: string;
}

export interface SeenTable {
  kind: string;
  key: string;
  at: number;
}

/** Who leads something that only one process may do at a time. */
export interface LeadersTable {
  name: string;
  owner: string;
  /** Epoch ms of the clock that leases go by. */
  lease_until: number;
}

/** Numbers that only grow. */
export interface CountersTable {
  name: string;
  value: number;
}

export interface Tables {
  log: LogTable;
  effects: EffectsTable;
  card_slots: CardSlotsTable;
  card_turns: CardTurnsTable;
  index_keys: IndexKeysTable;
  settings: SettingsTable;
  seen: SeenTable;
  leaders: LeadersTable;
  counters: CountersTable;
}
