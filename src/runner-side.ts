import { randomInt } from 'node:crypto';
import type { AccessSource } from './commands/access-source';
import type { CommandHandler } from './commands/handle-command';
import type { Situation } from './commands/situation';
import { createRecordMemory } from './detection/record-memory';
import { createWatch } from './detection/watch';
import type { Watch } from './detection/watch';
import type { Leadership } from './effects/leadership';
import { checkAndRecord } from './effects/check-and-record';
import { createBeginRunPerformer } from './effects/perform-begin-run';
import { createProbePerformers } from './effects/perform-probes';
import { createBundlePerformer } from './effects/perform-bundle';
import type { BundleSettings } from './effects/perform-bundle';
import { createPlanPerformer } from './effects/perform-plan';
import { createReconciler } from './effects/perform-reconcile';
import { createStepPerformer } from './effects/perform-step';
import type { Persist } from './effects/persist';
import type { Performers } from './effects/run-effects';
import { createSharedLooks } from './effects/shared-looks';
import { watchPause } from './effects/watch-pause';
import { mayAskUpdate } from './incident/decide-check';
import type { Logger } from './logger';
import type { Clock, NewId, PowerShell, Store } from './ports';
import type { Settings } from './runbook/settings';

export interface RunnerSideParts {
  readonly settings: Settings;
  readonly powershell: PowerShell;
  /** SHA-256 over the product's PowerShell module. */
  readonly scriptHash: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly owner: string;
  readonly handler: CommandHandler;
  readonly situation: Situation;
  readonly access: AccessSource;
  /** Absent: this process has nowhere to write support bundles. */
  readonly bundles?: BundleSettings;
  readonly leadership: Leadership;
  readonly persist: Persist;
  /** How soon a process that does not lead looks whether it may, ms. */
  readonly followMs: number;
  readonly logger: Logger;
}

/** No letters and digits that are mistaken for each other. */
const SHORT_ID_SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** What the role `runner` does: everything that reaches a cluster. */
export function createRunnerSide(parts: RunnerSideParts): {
  readonly performers: Pick<
    Performers,
    'check' | 'prepare' | 'plan' | 'bundle' | 'begin-run' | 'step' | 'reconcile'
  >;
  readonly watches: readonly Watch[];
} {
  const { settings, clock, newId, store, handler } = parts;
  const memories = { recordMemory: createRecordMemory(), looks: createSharedLooks() };
  const probes = { ...parts, ...memories, detection: settings.detection, newShortId };
  const performers = {
    ...createProbePerformers(probes),
    ...createBeginRunPerformer(probes),
    ...createPlanPerformer(probes),
    ...createBundlePerformer({ ...probes, bundles: parts.bundles ?? null }),
    ...createReconciler(parts),
    ...createStepPerformer({
      ...parts,
      nextFence: () => store.nextFence(clock.now()),
      look: async (cluster) => {
        const wanted = { checkId: newId(), reason: 'recheck', mayAskUpdate: false } as const;
        return (await checkAndRecord(probes, cluster, wanted)).state;
      },
    }),
  };
  const look = async (name: string): Promise<void> => {
    if (!(await parts.leadership.leads(leadOf(name)))) return;
    const state = await handler.load(name);
    const mayAsk = mayAskUpdate(state, clock.now(), settings.rules.timing.updateQueryMs);
    await checkAndRecord(probes, name, { checkId: newId(), reason: 'watch', mayAskUpdate: mayAsk });
  };
  const pause = async (name: string): Promise<number> =>
    parts.leadership.isLeading(leadOf(name))
      ? watchPause(await handler.load(name), settings.detection)
      : parts.followMs;
  const watches = settings.clusters.map(({ name }) =>
    createWatch({ cluster: name, logger: parts.logger, look: () => look(name), pause: () => pause(name) }),
  );
  return { performers, watches };
}

/** Of several runners one watches a cluster. */
function leadOf(cluster: string): string {
  return `watch/${cluster}`;
}

function newShortId(): string {
  return Array.from({ length: 4 }, () => SHORT_ID_SIGNS.charAt(randomInt(SHORT_ID_SIGNS.length))).join('');
}
