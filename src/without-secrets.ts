/** What stands where a secret was. */
export const REMOVED = '<removed>';

const VALUE = String.raw`(?:"[^"]*"|'[^']*'|\\"[^"]*\\"|[^\s"',;&]+)`;
const WORD = String.raw`(?:pass(?:word|wd|phrase)?|pwd|secret|(?<!PublicKey)token|api[-_ ]?key|access[-_ ]?key|account[-_ ]?key|shared[-_ ]?key|private[-_ ]?key|signature|sig|authorization|credential)`;

const AFTER_A_WORD = [
  /(\b(?:Bearer|Basic|Negotiate|SharedAccessSignature)\s+)[A-Za-z0-9._~+/=%&-]{8,}/gu,
  // password=..., "token": "...", AccountKey=...;
  new RegExp(String.raw`(${WORD}\w*["']?\s*[:=]\s*)(?!\s)${VALUE}`, 'giu'),
  // -Password ..., -AccessToken ...
  new RegExp(String.raw`(-\w*${WORD}\w*\s+)(?!-)${VALUE}`, 'giu'),
  new RegExp(String.raw`(ConvertTo-SecureString\s+(?:-String\s+)?)(?!-)${VALUE}`, 'giu'),
  // https://name:secret@host
  /(:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gu,
];

const WHOLE = [
  /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/gu,
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/gu,
];

/** Long and mixed, as only encoded bytes are; thumbprints and hashes are hexadecimal and stay. */
const ENCODED = /(?<![\w+/=-])[A-Za-z0-9+/_-]{40,}={0,2}/gu;

/** Keys whose value is a secret whatever it looks like. */
export const SECRET_KEY = /pass(?:word|phrase)|secret|accessToken|apiKey|privateKey|credential/iu;

/** Takes passwords, tokens, keys and other encoded bytes out of a text. What it does not know it cannot find: a bundle is still to be read. */
export function withoutSecrets(text: string): string {
  const named = AFTER_A_WORD.reduce((sum, pattern) => sum.replace(pattern, `$1${REMOVED}`), text);
  const whole = WHOLE.reduce((sum, pattern) => sum.replace(pattern, REMOVED), named);
  return whole.replace(ENCODED, (run) => (isEncoded(run) ? REMOVED : run));
}

function isEncoded(run: string): boolean {
  return /[a-z]/u.test(run) && /[A-Z]/u.test(run) && /\d/u.test(run) && !/^[0-9a-f]+$/iu.test(run);
}
