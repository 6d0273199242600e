import type { RejectionReason } from '../incident/rejection';

/** What a refused person reads: why, and what to do next. One row per reason. */
const WORDS: Readonly<Record<RejectionReason, string>> = {
  'not-eligible':
    'You are not one of the approvers, so your vote does not count. Ask one of the people named on the card.',
  requester: 'You asked for this yourself, so somebody else has to approve it.',
  'already-voted': 'Your vote is already recorded; nothing changed.',
  'vote-withdrawn':
    'You withdrew your vote on this request; a withdrawn vote cannot be cast again. Another approver may vote.',
  expired: 'This request has expired; nothing was run. Ask again with "ask" if it is still needed.',
  ended: 'This request has ended; nothing was run by this click.',
  'already-running': 'It is running already. To end it after the step it is in, say "stop".',
  'owner-agreement-missing':
    'This session is only circumstantial evidence. Talk to its owner, then tick "the owner agrees" (or say "approve ID owner-agrees").',
  'confirmation-missing':
    'Yours is the vote that lets it run, so first type the name of the node: into the field on the card as it is now, or say "approve ID NODE". Your vote was not cast.',
  'confirmation-wrong':
    'That is not the name of the node this request is for, so your vote was not cast. Look at the card again, and type exactly the node it names.',
  'reason-missing': 'Please give a reason.',
  'other-version':
    'This button belongs to an older version of the request. The card now shows what is asked today.',
  'other-place':
    'Decisions are taken in the incident channel, or in the personal chat with me. Nothing was done here.',
  'no-incident': 'There is no open incident on this cluster.',
  'no-such-request': 'I know no open request with this id. Say "status" to see what is open.',
  'no-such-run': 'There is no such run any more.',
  'not-offered': 'This mitigation is not offered now.',
  'not-read-yet':
    'What it depends on could not be read yet; it is read again by itself. Ask again in some minutes.',
  'already-asked': 'There is a request already; decide on that one first.',
  'too-few-voters': 'It could never be approved.',
  'run-open':
    'Another run on this cluster is under way, or its outcome is unknown and has to be settled first.',
  frozen: 'This cluster is frozen; nothing runs until an admin says "unfreeze".',
  'nothing-to-attest': 'There is nothing to attest on this request.',
  'not-yours': 'Only the person who asked can withdraw a request.',
  'nothing-to-withdraw': 'You have not voted on this request.',
  'nothing-to-settle':
    'There is nothing to settle: only an unknown step, or a validation that cannot tell, can be settled.',
  'may-still-begin':
    'The call of that step may still be on its way to the node, so nobody can say yet what becomes of it. Say it again when its time is over, or when the journal of the node tells.',
  'root-missing':
    'While a root certificate is missing on a node nothing is called a cure: import it first. If it is not needed there, take its name out of "rootCertificates" in the configuration.',
  'nothing-to-stop': 'Nothing is running on this cluster.',
  'not-granted': 'This request is not approved.',
  'step-not-next': 'This step is not the next one.',
  'not-owner': 'Another process owns this step.',
};

/** The words for a refusal, with its detail when there is one. */
export function refusalWords(reason: RejectionReason, detail?: string): string {
  return detail ? `${WORDS[reason]} (${detail})` : WORDS[reason];
}
