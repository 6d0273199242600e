import type { VoteRefusal } from './approval';

/** Why a command was refused. A closed set: the words for people are chosen where they are said. */
export type RejectionReason =
  | VoteRefusal
  | 'other-place'
  | 'confirmation-missing'
  | 'confirmation-wrong'
  | 'no-incident'
  | 'no-such-request'
  | 'no-such-run'
  | 'not-offered'
  | 'not-read-yet'
  | 'already-asked'
  | 'too-few-voters'
  | 'run-open'
  | 'frozen'
  | 'nothing-to-attest'
  | 'not-yours'
  | 'nothing-to-withdraw'
  | 'nothing-to-settle'
  | 'may-still-begin'
  | 'root-missing'
  | 'nothing-to-stop'
  | 'not-granted'
  | 'step-not-next'
  | 'not-owner';

export interface Rejection {
  readonly rejected: RejectionReason;
  /** Further words when the reason alone says too little. */
  readonly detail?: string;
}

/** A refusal as data. */
export function reject(rejected: RejectionReason, detail?: string): Rejection {
  return detail === undefined ? { rejected } : { rejected, detail };
}
