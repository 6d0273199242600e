import type { IncidentCommand } from './commands';
import { decideAsk, decideBlockAsk } from './decide-ask';
import { decideRecordCheck, decideStartCheck } from './decide-check';
import { decideStoreRestored } from './decide-restored';
import { decideBeginRun, decideStopRun, decideTick } from './decide-run';
import { decideFreeze, decideSettleRun, decideSettleValidation, decideUnfreeze } from './decide-settle';
import { decideLookAtVoters } from './decide-voters';
import { decideStepEvidence } from './decide-step-evidence';
import { decideBeginStep, decideEndStep, decideLoseStep } from './decide-step';
import { decideAttest, decideVote, decideWithdrawRequest, decideWithdrawVote } from './decide-vote';
import type { Decision } from './decision';
import type { ClusterState } from './state';

/** What follows from a command in this state: events, or why not. Pure. */
export function decide(command: IncidentCommand, state: ClusterState): Decision {
  switch (command.kind) {
    case 'StartCheck':
      return decideStartCheck(command, state);
    case 'RecordCheck':
      return decideRecordCheck(command, state);
    case 'BlockAsk':
      return decideBlockAsk(command, state);
    case 'Ask':
      return decideAsk(command, state);
    case 'CastVote':
      return decideVote(command, state);
    case 'WithdrawVote':
      return decideWithdrawVote(command, state);
    case 'WithdrawRequest':
      return decideWithdrawRequest(command, state);
    case 'Attest':
      return decideAttest(command, state);
    case 'BeginRun':
      return decideBeginRun(command, state);
    case 'BeginStep':
      return decideBeginStep(command, state);
    case 'EndStep':
      return decideEndStep(command, state);
    case 'LoseStep':
      return decideLoseStep(command, state);
    case 'RecordStepEvidence':
      return decideStepEvidence(command, state);
    case 'LookAtVoters':
      return decideLookAtVoters(command, state);
    case 'StopRun':
      return decideStopRun(command, state);
    case 'SettleRun':
      return decideSettleRun(command, state);
    case 'SettleValidation':
      return decideSettleValidation(command, state);
    case 'Freeze':
      return decideFreeze(command, state);
    case 'Unfreeze':
      return decideUnfreeze(command, state);
    case 'StoreRestored':
      return decideStoreRestored(command.at, state);
    case 'Tick':
      return decideTick(command.at, state);
  }
}
