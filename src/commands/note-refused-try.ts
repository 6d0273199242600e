import type { Logger } from '../logger';
import { behindAccount } from './access';
import type { AnswerParts } from './answer-intent';
import type { NoteRefusedTry } from './incoming';
import { noteRefusal, subjectWithId } from './refused';

export type NoteRefusedTryParts = Pick<AnswerParts, 'store' | 'handler' | 'refusals' | 'clock' | 'access'> & {
  readonly logger: Logger;
};

/**
 * Notes what was refused at the door, before it was an intent: whoever tries to decide on a request of ours stands in the log, as anybody does
 * who is refused later. What names no request of ours is left out, so nobody can write into the log at will.
 */
export function createNoteRefusedTry(parts: NoteRefusedTryParts): NoteRefusedTry {
  return async ({ by, request, reason }) => {
    try {
      const subject = await subjectWithId(parts, request);
      if (subject === null) return;
      const access = await parts.access.now('recent');
      await noteRefusal(parts, behindAccount(by, access), subject, `door-${reason}`);
    } catch (error) {
      parts.logger.error({ error, reason }, 'a refused try could not be noted');
    }
  };
}
