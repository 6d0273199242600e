/**
 * Brings a name into the form in which the corpus compares names (the table in its README), written apart from the
 * product so that a mistake there does not hide itself here.
 */
export function comparable(name: string | null): string | null {
  if (name === null) return null;
  let text = name;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\[[^[\]]*\]/g, '');
  }
  text = text.replace(/[` ]\d+/g, '').replace(/\+/g, '.');
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace(/<>c(?:__DisplayClass[\w]*)?\./g, '')
      .replace(/<([^<>]+)>d(?:__\d+)?\.MoveNext/g, '$1')
      .replace(/<([^<>]+)>b__[\w|]+/g, '$1')
      .replace(/<([^<>]+)>g__\w+\|[\w]+/g, '$1');
  }
  return text;
}

export function comparableName(name: { type: string; method: string } | null): string | null {
  return name === null ? null : comparable(name.type === '' ? name.method : `${name.type}.${name.method}`);
}
