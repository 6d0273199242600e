import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser.close());

/** Red, green, blue and alpha of each pixel, as a browser shows the committed picture. */
async function pixelsOf(name: string): Promise<readonly (readonly number[])[]> {
  const png = readFileSync(path.resolve(__dirname, '../../manifest', `${name}.png`)).toString('base64');
  const page = await browser.newPage();
  // Text, because the code runs in the page, whose types this project does not load.
  const flat = await page.evaluate<readonly number[]>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png}';
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(0, 0, image.width, image.height).data];
  })()`);
  await page.close();
  return Array.from({ length: flat.length / 4 }, (_, index) => flat.slice(index * 4, index * 4 + 4));
}

test('the outline icon is white on nothing, as Teams wants it', async () => {
  const pixels = await pixelsOf('outline');
  const drawn = pixels.filter(([, , , alpha = 0]) => alpha > 0);

  expect(pixels).toHaveLength(32 * 32);
  expect(drawn.length).toBeGreaterThan(100);
  expect(drawn.length).toBeLessThan(512);
  expect(drawn.filter(([red, green, blue]) => red !== 255 || green !== 255 || blue !== 255)).toEqual([]);
});

test('the colour icon fills its square, because Teams cuts the corners itself', async () => {
  const pixels = await pixelsOf('color');

  expect(pixels).toHaveLength(192 * 192);
  expect(pixels.filter(([, , , alpha]) => alpha !== 255)).toEqual([]);
});
