import type { Locator, Page } from 'playwright-core';

/** What the people at the lab's page do: one after the other takes the seat, looks at the card, votes, writes. */
export interface PagePerson {
  /** Becomes that person, in the conversation that is open. */
  become(name: string): Promise<void>;
  /** Writes to the bot in the personal chat, and comes back to the channel. */
  tellBot(text: string): Promise<void>;
  /** Waits until the conversation shows these words, folded parts of cards not counted. */
  sees(words: string): Promise<void>;
  /** Waits until this person is answered in private with these words. */
  isTold(words: string): Promise<void>;
  /** The button on a card that the person who sits there now could press. */
  button(name: string): Locator;
  /** The card with that button. */
  cardWith(button: string): Locator;
}

export function pagePerson(page: Page): PagePerson {
  const feed = page.getByRole('feed');
  const rail = page.getByRole('navigation', { name: 'Conversations' });
  const button = (name: string) => feed.getByRole('button', { name, exact: true });
  return {
    button,
    sees: (words) => feed.getByText(words).filter({ visible: true }).first().waitFor(),
    isTold: (words) => feed.locator('.notice', { hasText: words }).first().waitFor(),
    async become(name) {
      await page.getByRole('radio', { name }).check({ force: true });
      await page.getByText(`you are ${name}`).waitFor();
    },
    async tellBot(text) {
      await rail.getByRole('button', { name: 'Incident Bot' }).click();
      await page.getByRole('textbox', { name: 'New message' }).fill(text);
      await page.keyboard.press('Enter');
      await feed.getByText(text, { exact: true }).last().waitFor();
      await rail.getByRole('button', { name: 'Azure Local incidents' }).click();
      await page.getByRole('textbox', { name: 'New post' }).waitFor();
    },
    cardWith: (name) =>
      feed.locator('.card').filter({ has: page.getByRole('button', { name, exact: true }) }),
  };
}
