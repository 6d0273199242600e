import { utcText } from '../../src/incident/utc-text';

it('a moment for people is UTC to the second, and says so', () => {
  expect(utcText(Date.UTC(2026, 9, 14, 21, 22, 10, 999))).toBe('2026-10-14 21:22:10 UTC');
});
