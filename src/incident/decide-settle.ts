import type { IncidentCommand } from './commands';
import { offerAfterNotFixed } from './decide-check';
import type { Decision } from './decision';
import { inOrder } from './decision';
import { followValidation } from './offers';
import { reject } from './rejection';
import { missingRootsOf, missingRootsText } from './roots';
import type { ClusterState } from './state';
import { mayBeginUntil } from './step-clock';

type Command<K extends IncidentCommand['kind']> = Extract<IncidentCommand, { kind: K }>;

/**
 * An admin says what became of an unknown run; then the ladder may go on, and the evidence judges as before. While its call may still begin neither
 * answer is taken: whoever is wrong about "happened" would let the next run meet it.
 */
export function decideSettleRun(command: Command<'SettleRun'>, state: ClusterState): Decision {
  const run = state.incident?.run;
  if (run?.result !== 'unknown' || run.settled) return reject('nothing-to-settle');
  const { at, by, as, reason } = command;
  if (reason.trim() === '') return reject('reason-missing');
  const until = mayBeginUntil(run, at);
  if (until !== null)
    return reject('may-still-begin', `in ${Math.ceil((until - at) / 1000)} s at the latest`);
  return inOrder(
    state,
    () => [{ kind: 'RunSettled', at, runId: run.id, by, as, reason }],
    (now) => followValidation(now, at),
    (now) => offerAfterNotFixed(now, at),
  );
}

/** An admin settles what the evidence cannot: only from cannot-tell, with a reason. */
export function decideSettleValidation(command: Command<'SettleValidation'>, state: ClusterState): Decision {
  const validation = state.incident?.status === 'open' ? state.incident.validation : null;
  if (validation?.result !== 'cannot-tell') return reject('nothing-to-settle');
  if (state.incident?.run?.endedAt === null) return reject('run-open', 'its recovery is being run');
  const { at, by, as, reason } = command;
  if (reason.trim() === '') return reject('reason-missing');
  const missing = missingRootsOf(state.latest?.report);
  if (as === 'fixed' && missing.length > 0) return reject('root-missing', missingRootsText(missing));
  return inOrder(
    state,
    () => [
      {
        kind: 'ValidationJudged',
        at,
        by,
        validation: { ...validation, result: as, why: reason, isSettledByPerson: true },
      },
    ],
    (now) => followValidation(now, at),
    (now) => offerAfterNotFixed(now, at),
  );
}

/** Nothing runs until it is lifted. A repeat says nothing new. */
export function decideFreeze(command: Command<'Freeze'>, state: ClusterState): Decision {
  const { at, by, reason } = command;
  if (reason.trim() === '') return reject('reason-missing');
  return state.freeze ? [] : [{ kind: 'ClusterFrozen', at, by, reason }];
}

/** Lifts a freeze. */
export function decideUnfreeze(command: Command<'Unfreeze'>, state: ClusterState): Decision {
  return state.freeze ? [{ kind: 'ClusterUnfrozen', at: command.at, by: command.by }] : [];
}
