import { z } from 'zod';
import type { IncomingAction } from './incoming';
import type { Intent, NotUnderstood, RefreshIntent } from './intent';

const id = z.string().min(1).max(80);
const digest = z.string().regex(/^[0-9a-f]{8,64}$/);
/**
 * Inputs of a card: a toggle arrives as the text "true", a text field as text. What was left empty is missing, blank, or null (Teams on iOS:
 * microsoft/AdaptiveCards 9330); what that means for a vote is decided where the request is.
 */
const toggle = z
  .union([z.boolean(), z.enum(['true', 'false', ''])])
  .nullish()
  .transform((value) => value === true || value === 'true');
const field = z.string().max(2000).nullish();

/** What a button may carry: ids and the inputs of the card. Anything else is ignored, nothing is trusted (invariant 4). */
const actions = z.discriminatedUnion('verb', [
  z.object({
    verb: z.literal('approve'),
    request: id,
    digest,
    ownerAgrees: toggle,
    reason: field,
    nodeName: field,
  }),
  z.object({ verb: z.literal('deny'), request: id, digest, reason: field }),
  z.object({ verb: z.literal('attest'), request: id }),
  z.object({ verb: z.literal('withdraw'), request: id }),
  z.object({ verb: z.literal('owner'), request: id }),
  z.object({ verb: z.literal('ask'), rung: z.string().max(10), cluster: id }),
  z.object({ verb: z.literal('refresh'), request: id.optional(), cluster: id.optional() }),
  z.object({ verb: z.literal('check'), cluster: id.optional() }),
  z.object({ verb: z.literal('status'), cluster: id.optional() }),
  z.object({ verb: z.literal('stop'), cluster: id.optional() }),
  z.object({ verb: z.literal('help') }),
]);

/** Turns a click into the same intents that text gives. The verb of the action wins over a verb in the data. */
export function parseAction(action: IncomingAction): Intent | RefreshIntent | NotUnderstood {
  if (action.trigger === 'automatic' && action.verb !== 'refresh') {
    return { name: 'not-understood', advice: 'A refresh never decides anything. Press the button.' };
  }
  const parsed = actions.safeParse({ ...action.data, verb: action.verb });
  if (!parsed.success)
    return {
      name: 'not-understood',
      advice: 'This button is not known any more. Say "status" for the present card.',
    };
  const data = parsed.data;
  switch (data.verb) {
    case 'approve':
      return {
        name: 'approve',
        request: data.request,
        ownerAgrees: data.ownerAgrees,
        reason: data.reason?.trim() || null,
        confirmation: data.nodeName?.trim() || null,
        digestPrefix: data.digest,
      };
    case 'deny':
      return {
        name: 'deny',
        request: data.request,
        reason: data.reason?.trim() || null,
        digestPrefix: data.digest,
      };
    case 'attest':
    case 'owner':
    case 'withdraw':
      return { name: data.verb, request: data.request };
    case 'ask':
      return { name: 'ask', rung: data.rung, cluster: data.cluster, nodes: [] };
    case 'refresh':
      return { name: 'refresh', request: data.request ?? null, cluster: data.cluster ?? null };
    case 'check':
    case 'status':
    case 'stop':
      return { name: data.verb, cluster: data.cluster ?? null };
    case 'help':
      return { name: 'help' };
  }
}
