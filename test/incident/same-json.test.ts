import type { JsonValue } from '../../src/incident/json';
import { differencesOf, isSameJson } from '../../src/incident/same-json';

describe('the same JSON', () => {
  it.each<[string, JsonValue | undefined, JsonValue | undefined, boolean]>([
    ['a value and itself', 'a', 'a', true],
    ['two texts', 'a', 'b', false],
    ['a number and its text', 1, '1', false],
    ['nothing and null', undefined, null, false],
    ['null and an empty object', null, {}, false],
    ['an empty object and null', {}, null, false],
    ['a text and a list of its letters', 'ab', ['a', 'b'], false],
    ['a list of letters and their text', ['a', 'b'], 'ab', false],
    ['a number and an empty object', 1, {}, false],
    ['an empty object and a number', {}, 1, false],
    ['nothing and an empty object', undefined, {}, false],
    ['an empty list and an empty object', [], {}, false],
    ['a list and an object with its indexes', ['a'], { 0: 'a' }, false],
    ['two lists', ['a', 'b'], ['a', 'b'], true],
    ['a list in another order', ['a', 'b'], ['b', 'a'], false],
    ['a list and its beginning', ['a', 'b'], ['a'], false],
    ['an object with its keys in another order', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
    ['an object with one more key', { a: 1 }, { a: 1, b: 2 }, false],
    ['objects of which one value differs', { a: 1, b: 2 }, { a: 1, b: 3 }, false],
    ['objects that differ deep inside', { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, false],
    ['objects that are the same deep inside', { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 1 }] } }, true],
  ])('%s', (_what, a, b, same) => {
    expect(isSameJson(a, b)).toBe(same);
  });
});

describe('the facts that changed since the approval', () => {
  it('are named in the order of their names; what stayed is not', () => {
    expect(
      differencesOf({ owner: 'n1', cluster: 'c', count: 1 }, { owner: 'n2', cluster: 'c', count: 2 }),
    ).toEqual(['count: was 1, is 2', 'owner: was n1, is n2']);
    expect(differencesOf({ b: 1 }, { a: 1 })).toEqual(['a: was not known, is 1', 'b: was 1, is not known']);
  });

  it.each<[string, JsonValue, JsonValue, string]>([
    ['what was not known', null, 'n1', 'fact: was not known, is n1'],
    ['yes and no', true, false, 'fact: was true, is false'],
    ['a list', ['a'], ['b'], 'fact changed'],
    ['a list that was not there', null, ['b'], 'fact changed'],
    ['an object that is gone', { a: 1 }, null, 'fact changed'],
    ['a text as long as is shown', 'a'.repeat(160), 'b', `fact: was ${'a'.repeat(160)}, is b`],
    ['a longer text', 'a'.repeat(161), 'b', `fact: was ${'a'.repeat(157)}..., is b`],
  ])('%s', (_what, before, now, said) => {
    expect(differencesOf({ fact: before }, { fact: now })).toEqual([said]);
  });
});
