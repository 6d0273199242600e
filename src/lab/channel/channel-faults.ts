import type { ConnectorFault, ConnectorOperation, Faults, RepeatFault } from './faults';

/** A fault of the channel that a person can cause on the page. */
export type ChannelFault = {
  readonly name: string;
  readonly title: string;
  /** What it does, and what the bot should make of it. */
  readonly note: string;
  /** How many calls it spoils. */
  readonly times: number;
} & (
  | { readonly of: 'connector'; readonly on: ConnectorOperation; readonly fault: ConnectorFault }
  | { readonly of: 'delivery'; readonly on: 'invoke' | 'message'; readonly fault: RepeatFault }
);

/** What Teams does now and then, each seen in the wild, by name. */
export const CHANNEL_FAULTS: readonly ChannelFault[] = [
  {
    name: 'repeat-click',
    title: 'Deliver the next click three times',
    note: 'Twice with one id, then with a new one. One vote must come of it.',
    of: 'delivery',
    on: 'invoke',
    fault: { sameId: 1, newId: 1 },
    times: 1,
  },
  {
    name: 'repeat-message',
    title: 'Deliver the next message twice',
    note: 'With a new id. One effect must come of it.',
    of: 'delivery',
    on: 'message',
    fault: { sameId: 0, newId: 1 },
    times: 1,
  },
  {
    name: 'throttle',
    title: 'Refuse the next three edits',
    note: '429, retry after 2 s: too many calls. Cards are late, none is lost.',
    of: 'connector',
    on: 'edit',
    fault: { kind: 'answer', status: 429, code: 'TooManyRequests', retryAfterSeconds: 2 },
    times: 3,
  },
  {
    name: 'lost-answer',
    title: 'Take the next post, but answer 504',
    note: 'The bot cannot tell whether it was posted.',
    of: 'connector',
    on: 'send',
    fault: { kind: 'answer', status: 504, code: 'GatewayTimeout', accept: true },
    times: 1,
  },
  {
    name: 'cut-connection',
    title: 'Cut the connection on the next post',
    note: 'Nothing was posted, and no answer comes.',
    of: 'connector',
    on: 'send',
    fault: { kind: 'drop' },
    times: 1,
  },
  {
    name: 'late-edit',
    title: 'Let the next edit be overtaken',
    note: 'It arrives after a newer one, or 5 s late. The newest state must win.',
    of: 'connector',
    on: 'edit',
    fault: { kind: 'overtaken', atMostMs: 5000 },
    times: 1,
  },
  {
    name: 'slow-edit',
    title: 'Hold the next edit back for 5 s',
    note: 'The card stands still meanwhile.',
    of: 'connector',
    on: 'edit',
    fault: { kind: 'delay', ms: 5000 },
    times: 1,
  },
  {
    name: 'edit-forbidden',
    title: 'Refuse the next edit for good',
    note: '403: the message may not be changed any more.',
    of: 'connector',
    on: 'edit',
    fault: { kind: 'answer', status: 403, code: 'MessageWritesBlocked' },
    times: 1,
  },
];

/** Plans the fault for the calls that come next. */
export function causeChannelFault(faults: Faults, chosen: ChannelFault): void {
  if (chosen.of === 'delivery') faults.onDelivery(chosen.on, chosen.fault, chosen.times);
  else faults.onConnector(chosen.on, chosen.fault, chosen.times);
}

/** The faults as the page shows them: on while they wait for a call to spoil. */
export function channelFaultChoices(faults: Faults) {
  return CHANNEL_FAULTS.map(({ name, title, note, fault }) => {
    const left = faults.waiting(fault);
    return { name, title, note, where: 'channel', canEnd: true, isOn: left > 0, isPossible: true, left };
  });
}
