import MarkdownIt from 'markdown-it';
import { cardBytes, CARD_BYTES } from '../../src/cards/render-card';
import type { NoticeKind } from '../../src/incident/effects';
import type { PaintedCard } from '../../src/ports';
import { personal, SHARED } from '../support/card-contexts';
import { libraryProblems, markdownOf, nodesOf, textOf } from '../support/card-check';
import { ANALYSES, DIAGNOSES, PAINTER, phase } from '../support/golden-cards';
import { PLANS, planWithText } from '../support/golden-plans';
import { HOSTILE_TEXTS, withText } from '../support/hostile-text';
import { personNamed } from '../support/incident-states';

/** As permissive as a client could be: HTML passes and bare links become links. */
const permissive = new MarkdownIt({ html: true, linkify: true });
const MARKUP = /<(?!\/?(?:p|strong)>)[a-z!/]/iu;

function strongParts(texts: readonly string[]): number {
  return texts
    .map((text) => permissive.render(text).split('<strong>').length - 1)
    .reduce((sum, count) => sum + count, 0);
}

const RICH_PHASES = [
  'ask-owner',
  'ask-voters-lacking',
  'ask-production',
  'ask-blind-node',
  'granted-held',
  'running-stop-asked',
  'unknown-step',
  'soaking',
  'blocked',
  'denied',
  'superseded',
  'closed-resume',
  'frozen',
];

function cardsOf(text: string): PaintedCard[] {
  const context = {
    ...SHARED,
    botName: text,
    approverNames: Object.fromEntries(Object.keys(SHARED.approverNames).map((key) => [key, text])),
  };
  const states = RICH_PHASES.map((name) => withText(phase(name), text));
  const diagnoses = Object.values(DIAGNOSES).map((state) => withText(state, text));
  const plans = [PLANS['calls'], PLANS['failed']].flatMap((plan) => (plan ? [planWithText(plan, text)] : []));
  const analyses = Object.values(ANALYSES).map((analysis) => ({ ...analysis, reasons: [text] }));
  return [
    ...states.map((state) => PAINTER.incident(state, context)),
    ...diagnoses.map((state) => PAINTER.diagnosis(state, context)),
    ...diagnoses.map((state) => PAINTER.checking(state, context)),
    ...analyses.map((analysis) => PAINTER.analysis(analysis, context)),
    ...plans.map((plan) => PAINTER.plan(plan, context)),
    PAINTER.help({ ...personal(personNamed(text, 9), 'viewer'), botName: text }),
    PAINTER.status(
      states.map((state) => ({ state, lastCheckedAt: context.now, overdue: false })),
      context,
    ),
  ];
}

const harmless = cardsOf('harmless');
const cases = Object.entries(HOSTILE_TEXTS).map(([name, text]) => ({ name, text, cards: cardsOf(text) }));

describe.each(cases)('given $name in every free text', ({ cards }) => {
  test('then no client finds markup in it', () => {
    const markdown = cards.flatMap(({ card, summary }) => [...markdownOf(card), summary]);
    const marked = markdown.map((text) => permissive.render(text)).filter((html) => MARKUP.test(html));
    expect(marked).toEqual([]);
  });

  test('then it emphasises nothing: only our own words are bold', () => {
    const bold = cards.map(({ card }) => strongParts(markdownOf(card)));
    expect(bold).toEqual(harmless.map(({ card }) => strongParts(markdownOf(card))));
  });

  test('then nothing is left for a template or a card function to evaluate', () => {
    for (const { card } of cards) expect(JSON.stringify(card)).not.toMatch(/\$\{|\{\{/u);
  });

  test('then no invisible, direction-changing or half character is left, and one line stays one line', () => {
    for (const { card, summary } of cards) {
      expect(textOf(card)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect([...markdownOf(card), summary].filter((text) => /\n/u.test(text))).toEqual([]);
    }
  });

  test('then each card is still a valid, small card with the same buttons', () => {
    for (const [index, { card }] of cards.entries()) {
      expect(libraryProblems(card)).toEqual([]);
      expect(cardBytes(card)).toBeLessThan(CARD_BYTES);
      const verbs = (of: typeof card): unknown[] => nodesOf(of).flatMap((node) => node['verb'] ?? []);
      expect(verbs(card)).toEqual(verbs(harmless[index]?.card ?? {}));
    }
  });
});

const KINDS: readonly NoticeKind[] = [
  'opened',
  'reopened',
  'asked',
  'blocked',
  'granted',
  'held',
  'request-ended',
  'run-started',
  'run-ended',
  'settled',
  'validated',
  'exhausted',
  'closed',
  'frozen',
];

test.each(KINDS)('the notice %s stays one inert line whatever the event says', (kind) => {
  const lines = cases.flatMap(({ text }) =>
    [text, `denied: ${text}`].map((detail) =>
      PAINTER.notice(kind, detail, withText(phase('frozen'), text), SHARED),
    ),
  );
  expect(lines.filter((text) => /\n/u.test(text) || MARKUP.test(permissive.render(text)))).toEqual([]);
});
