import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cardBytes } from '../../src/cards/render-card';
import { libraryProblems, nodesOf } from '../support/card-check';
import { goldenOf } from '../support/golden';
import { GOLDEN_CARDS } from '../support/golden-cards';

const cards = Object.entries(GOLDEN_CARDS).map(([name, painted]) => ({ name, ...painted }));

describe.each(cards)('card $name', ({ name, card, summary }) => {
  test('is the golden one', () => {
    expect({ summary, card }).toEqual(goldenOf(name, { summary, card }));
  });

  test('has no unfilled part of the template', () => {
    expect(JSON.stringify(card)).not.toMatch(/\$\{|\{\{|"\$(data|when|part)"|undefined|\[object/u);
    expect(nodesOf(card).flatMap((node) => Object.values(node))).not.toContain(null);
  });

  test('is a card by the official library', () => {
    expect(libraryProblems(card)).toEqual([]);
  });

  test('is small enough for every way of sending', () => {
    expect(cardBytes(card)).toBeLessThan(28 * 1024);
    expect(Buffer.byteLength(JSON.stringify(card), 'utf16le')).toBeLessThan(80 * 1024);
  });

  test('falls back to the same action with the same data on old clients', () => {
    for (const action of nodesOf(card).filter((node) => node['type'] === 'Action.Execute')) {
      expect(action['fallback']).toMatchObject({
        type: 'Action.Submit',
        title: action['title'],
        data: action['data'],
      });
      expect(action['data']).toMatchObject({ verb: action['verb'] });
    }
  });

  test('says in one line what it says', () => {
    expect(summary).toMatch(/^\S.{5,250}$/u);
  });
});

test('there is no golden file without a card', () => {
  const files = readdirSync(join(__dirname, '..', 'golden')).map((file) => file.replace(/\.json$/u, ''));
  expect(files.toSorted()).toEqual(Object.keys(GOLDEN_CARDS).toSorted());
});
