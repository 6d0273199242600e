import type { Transaction } from 'kysely';
import type { JsonValue } from '../incident/json';
import type {
  Append,
  AuditReport,
  CardSlot,
  CardTurn,
  ClaimedEffect,
  IndexKey,
  Lease,
  LogEntry,
  NewEntry,
  Store,
} from '../ports';
import { verifyLog } from './audit';
import type { Backend } from './backend';
import { endCardTurn, readCardSlot, saveCardSlot, takeCardTurn } from './card-slots';
import { claimEffects, lostEffects, type Claim } from './claim-effects';
import { addIndexKeys, addSeen, findStreams } from './keys';
import { endLeasesOfOthers, extendLeases, nextFence, resignLeads, takeLead } from './leases';
import {
  appendEntries,
  readEvents,
  readHead,
  readHistory,
  readVersion,
  type LogHead,
  type PlacedEntry,
} from './log';
import { addEffects, completeEffect, finishEffect, postponeEffect } from './outbox';
import { readSetting, saveSetting } from './settings';
import type { Tables } from './tables';
import type { Upcasters } from './upcast';

/**
 * The store over an open, migrated database. Each writing method is one transaction under the write lock: all of it is
 * committed (and on the disk) when the promise resolves, or nothing was written when it rejects with a StoreError.
 */
export class SqlStore implements Store {
  constructor(
    private readonly backend: Backend,
    private readonly upcasters: Upcasters,
  ) {}

  async readStream(stream: string, afterVersion: number): Promise<readonly LogEntry[]> {
    return this.explained(() => readEvents(this.backend.db, this.upcasters, stream, afterVersion));
  }

  async readHistory(stream: string, limit: number): Promise<readonly LogEntry[]> {
    return this.explained(() => readHistory(this.backend.db, this.upcasters, stream, limit));
  }

  async append(append: Append): Promise<'appended' | 'conflict'> {
    return this.explained(async () => {
      try {
        return await this.backend.write((transaction) => this.appendAll(transaction, append));
      } catch (error) {
        if (this.backend.isUniqueViolation(error)) return 'conflict';
        throw error;
      }
    });
  }

  async record(stream: string, facts: readonly NewEntry[]): Promise<void> {
    await this.write((transaction) => appendEntries(transaction, this.upcasters, stream, facts.map(asFact)));
  }

  async find(key: IndexKey): Promise<readonly string[]> {
    return this.explained(() => findStreams(this.backend.db, key));
  }

  async firstSeen(key: IndexKey, at: number): Promise<boolean> {
    return this.write((transaction) => addSeen(transaction, key, at));
  }

  async claim(claim: Claim): Promise<readonly ClaimedEffect[]> {
    return this.write(async (transaction) =>
      claimEffects(transaction, claim, await this.leaseTime(transaction, claim.now)),
    );
  }

  async lost(now: number): Promise<readonly ClaimedEffect[]> {
    return this.explained(async () =>
      lostEffects(this.backend.db, await this.leaseTime(this.backend.db, now)),
    );
  }

  async extend(wish: Lease & { readonly ids: readonly string[] }): Promise<readonly string[]> {
    return this.write(async (transaction) =>
      extendLeases(transaction, { ...wish, now: await this.leaseTime(transaction, wish.now) }),
    );
  }

  async lead(wish: Lease & { readonly name: string }): Promise<boolean> {
    return this.write(async (transaction) =>
      takeLead(transaction, { ...wish, now: await this.leaseTime(transaction, wish.now) }),
    );
  }

  async resign(owner: string): Promise<void> {
    await this.write((transaction) => resignLeads(transaction, owner));
  }

  async takeOver(owner: string): Promise<void> {
    if (this.backend.isAlone) await this.write((transaction) => endLeasesOfOthers(transaction, owner));
  }

  async nextFence(now: number): Promise<number> {
    return this.write(async (transaction) => nextFence(transaction, await this.leaseTime(transaction, now)));
  }

  async complete(effectId: string, owner: string): Promise<void> {
    await this.write((transaction) => completeEffect(transaction, effectId, owner));
  }

  async postpone(effectId: string, owner: string, dueAt: number, error: string): Promise<void> {
    await this.write((transaction) => postponeEffect(transaction, { id: effectId, owner, dueAt, error }));
  }

  async readCardSlot(slot: string): Promise<CardSlot | null> {
    return this.explained(() => readCardSlot(this.backend.db, slot));
  }

  async takeCardTurn(wish: Lease & { readonly slot: string }): Promise<CardTurn | null> {
    return this.write(async (transaction) =>
      takeCardTurn(transaction, { ...wish, now: await this.leaseTime(transaction, wish.now) }),
    );
  }

  async saveCardSlot(
    slot: CardSlot,
    turn: { readonly turn: number; readonly ends: boolean },
  ): Promise<boolean> {
    return this.write((transaction) => saveCardSlot(transaction, slot, turn));
  }

  async endCardTurn(slot: string, turn: number): Promise<void> {
    await this.write((transaction) => endCardTurn(transaction, slot, turn));
  }

  async readSetting(name: string): Promise<JsonValue | null> {
    return this.explained(() => readSetting(this.backend.db, name));
  }

  async saveSetting(name: string, value: JsonValue): Promise<void> {
    await this.write((transaction) => saveSetting(transaction, name, value));
  }

  async head(): Promise<LogHead> {
    return this.explained(() => readHead(this.backend.db));
  }

  async verifyAudit(published?: LogHead): Promise<AuditReport> {
    return this.explained(() => verifyLog(this.backend, published));
  }

  async close(): Promise<void> {
    await this.backend.close();
  }

  private leaseTime(db: Backend['db'], given: number): Promise<number> {
    return this.backend.leaseTime(db, given);
  }

  private async appendAll(
    transaction: Transaction<Tables>,
    append: Append,
  ): Promise<'appended' | 'conflict'> {
    const { stream, expectedVersion } = append;
    if ((await readVersion(transaction, stream)) !== expectedVersion) return 'conflict';
    const events = append.events.map((event, index) => ({ ...event, version: expectedVersion + index + 1 }));
    const entries = [...events, ...append.facts.map(asFact)];
    const head = await appendEntries(transaction, this.upcasters, stream, entries);
    if (append.completes !== undefined) await finishEffect(transaction, append.completes);
    await addEffects(transaction, stream, append.effects);
    await addIndexKeys(transaction, stream, append.index, head.sequence);
    return 'appended';
  }

  private async write<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.explained(() => this.backend.write(work));
  }

  private async explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.backend.explain(error);
    }
  }
}

function asFact(fact: NewEntry): PlacedEntry {
  return { ...fact, version: null };
}
