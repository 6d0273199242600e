import type { Analysis } from './analysis';
import { judge } from './judge';
import { readPaste } from './paste';
import type { WatchedSignature } from './watched-signature';

/**
 * Judges text that a person pasted: what the guide prints, any rendered crash record, or a bare stack trace. It has no
 * time that could be trusted, and nothing proves where it comes from.
 */
export function analyzePaste(text: string, signature: WatchedSignature): Analysis {
  const { crash, foreign } = readPaste(text, signature);
  return judge(crash === null ? [] : [crash], foreign, signature);
}
