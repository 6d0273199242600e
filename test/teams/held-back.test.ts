import type { Message, Messenger, SendOutcome } from '../../src/ports';
import { heldBack } from '../../src/teams/held-back';

const TEXT: Message = { kind: 'text', text: 'hello' };
const inside = (conversationId: string) => ({ serviceUrl: 'https://x/', conversationId });
const throttled = (retryAfterMs: number | null, code = 'TooManyRequests'): SendOutcome => ({
  kind: 'rejected',
  status: 429,
  code,
  retryAfterMs,
});

function bench() {
  const bench = { now: 1_000_000, outcomes: [] as SendOutcome[], asked: [] as string[] };
  const send = async (conversationId: string): Promise<SendOutcome> => {
    bench.asked.push(conversationId);
    return (
      bench.outcomes.shift() ?? {
        kind: 'sent',
        message: { conversationId, activityId: `${bench.asked.length}` },
      }
    );
  };
  const messenger: Messenger = {
    startThread: (place) => send(place.conversationId),
    post: (place) => send(place.conversationId),
    edit: (place) => send(place.conversationId),
  };
  return { state: bench, held: heldBack(messenger, () => bench.now) };
}

describe('after a 429', () => {
  it('nothing is sent to that channel or its threads until Retry-After is over, by any way', async () => {
    const { state, held } = bench();
    state.outcomes.push(throttled(3_000));
    expect(await held.edit(inside('c;messageid=1'), '1', TEXT)).toEqual(throttled(3_000));
    state.now += 1_000;
    const rest = throttled(2_000, 'HeldBack');
    expect(await held.post(inside('c;messageid=2'), TEXT)).toEqual(rest);
    expect(await held.startThread(inside('c'), TEXT)).toEqual(rest);
    expect(await held.edit(inside('c;messageid=1'), '1', TEXT)).toEqual(rest);
    expect(state.asked).toEqual(['c;messageid=1']);
    state.now += 2_000;
    expect(await held.post(inside('c'), TEXT)).toMatchObject({ kind: 'sent' });
  });

  it('other conversations go on', async () => {
    const { state, held } = bench();
    state.outcomes.push(throttled(60_000));
    await held.post(inside('a'), TEXT);
    expect(await held.post(inside('b'), TEXT)).toMatchObject({ kind: 'sent' });
  });

  it('in two conversations at about the same time: the app as a whole rests', async () => {
    const { state, held } = bench();
    state.outcomes.push(throttled(10_000), throttled(4_000));
    await held.post(inside('a'), TEXT);
    state.now += 1_000;
    await held.post(inside('b'), TEXT);
    expect(await held.post(inside('c'), TEXT)).toEqual(throttled(9_000, 'HeldBack'));
    state.now += 9_000;
    expect(await held.post(inside('c'), TEXT)).toMatchObject({ kind: 'sent' });
  });

  it('in two conversations long after each other: only those rest', async () => {
    const { state, held } = bench();
    state.outcomes.push(throttled(10_000), throttled(10_000));
    await held.post(inside('a'), TEXT);
    state.now += 6_000;
    await held.post(inside('b'), TEXT);
    expect(await held.post(inside('c'), TEXT)).toMatchObject({ kind: 'sent' });
  });

  it('without Retry-After the conversation rests for two seconds', async () => {
    const { state, held } = bench();
    state.outcomes.push(throttled(null));
    await held.post(inside('a'), TEXT);
    state.now += 1_999;
    expect(await held.post(inside('a'), TEXT)).toEqual(throttled(1, 'HeldBack'));
    state.now += 1;
    expect(await held.post(inside('a'), TEXT)).toMatchObject({ kind: 'sent' });
  });

  it('of the token endpoint no conversation rests: it was not theirs', async () => {
    const { state, held } = bench();
    state.outcomes.push(throttled(60_000, 'TokenUnavailable'));
    await held.post(inside('a'), TEXT);
    expect(await held.post(inside('a'), TEXT)).toMatchObject({ kind: 'sent' });
  });
});
