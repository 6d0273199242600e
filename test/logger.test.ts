import { scrubberOf } from '../src/logger';

describe('a line of the log', () => {
  const secret = 'pa"zz\\w/örd%';
  const scrub = scrubberOf([secret, '', 'abc']);

  it.each([
    ['as it is', secret],
    ['as JSON writes it', JSON.stringify({ message: `login with ${secret} failed` })],
    ['as an address writes it', `https://login.example/?client_secret=${encodeURIComponent(secret)}&x=1`],
  ])('holds no secret %s', (_how, text) => {
    const clean = scrub(text);
    expect(clean).toContain('[secret]');
    expect(clean).not.toContain('zz');
  });

  it('holds no bearer token, and is else left as it is', () => {
    expect(scrub('authorization: Bearer eyJhbGciOiJSUzI1.eyJpc3MiOiJ4.c2ln')).toBe('authorization: [token]');
    expect(scrub('abc: nothing to hide')).toBe('abc: nothing to hide');
  });
});
