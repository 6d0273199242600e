import { RecentAnswers } from '../../src/teams/recent-answers';

let now: number;
let answers: RecentAnswers<number>;
let computed: number;
const next = async () => ++computed;

beforeEach(() => {
  [now, computed] = [0, 0];
  answers = new RecentAnswers({ now: () => now });
});

describe('answers to repeated deliveries', () => {
  it('one computation within a minute, a new one after it', async () => {
    expect(await Promise.all([answers.once('a', next), answers.once('a', next)])).toEqual([1, 1]);
    now = 59_999;
    expect(await answers.once('a', next)).toBe(1);
    now = 60_000;
    expect(await answers.once('a', next)).toBe(2);
  });

  it('another key is another computation', async () => {
    expect([await answers.once('a', next), await answers.once('b', next)]).toEqual([1, 2]);
  });

  it('a failure is not kept', async () => {
    await expect(answers.once('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await answers.once('a', next)).toBe(1);
  });

  it('memory is bounded: the oldest of more than 500 are forgotten', async () => {
    for (let key = 0; key < 2_000; key += 1) await answers.once(String(key), next);
    expect(answers.size).toBe(500);
    expect(await answers.once('1999', next)).toBe(2_000);
    expect(await answers.once('0', next)).toBe(2_001);
  });
});
