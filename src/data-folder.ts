import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Config } from './config-schema';

/** Where a start keeps what it has to remember. */
export interface DataFolder {
  readonly storeFile: string;
  /** State of the simulated cluster. */
  readonly clusterFolder: string;
  /** Where support bundles are written. */
  readonly bundleFolder: string;
  /** Goes on with what an earlier start left. */
  readonly keep: boolean;
  /** Renames the store's file, so that the next one begins empty and none is lost; while nobody has it open. `at`: epoch ms UTC. */
  setStoreAside(at: number): void;
  /** Removes what nobody asked to keep. */
  release(): void;
}

/**
 * Without a folder or a store file the lab is a fresh one each time and leaves nothing behind; with one it goes on where it stopped.
 * @param chosen folder named on the command line; null: none
 */
export function openDataFolder(config: Config, chosen: string | null): DataFolder {
  const isSimulated = config.lab || config.drill;
  const configured = config.store.file === undefined ? null : path.resolve(config.store.file);
  const keeps = chosen !== null || configured !== null || !isSimulated;
  const folder = keeps
    ? path.resolve(chosen ?? (configured ? path.dirname(configured) : '.'))
    : mkdtempSync(path.join(os.tmpdir(), 'incident-bot-lab-'));
  mkdirSync(folder, { recursive: true });
  const storeFile = configured ?? path.join(folder, isSimulated ? 'bot.sqlite' : 'incident-bot.sqlite');
  return {
    storeFile,
    clusterFolder: path.join(folder, 'cluster'),
    bundleFolder: path.join(folder, 'bundles'),
    keep: keeps,
    setStoreAside: (at) => {
      const moment = new Date(at).toISOString().replaceAll(/[:.]/gu, '-');
      const { dir, name, ext } = path.parse(storeFile);
      const aside = path.join(dir, `${name}.until-${moment}${ext}`);
      for (const suffix of ['', '-wal', '-shm'])
        if (existsSync(storeFile + suffix)) renameSync(storeFile + suffix, aside + suffix);
    },
    release: () => {
      if (!keeps) rmSync(folder, { recursive: true, force: true });
    },
  };
}
