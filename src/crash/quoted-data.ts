import type { EventRecord } from './event-record';

/** Older viewers put the data between quotes, right behind the sentence. */
const IN_QUOTES = /[:：]\s?'(?=[^'\s])/;

/** The oldest ones put it there without quotes: the line ends with the name of the executable. */
const BEHIND_SENTENCE = /[:：]\s+([^\s:：]+\.exe)\s*$/i;

/**
 * The data strings of a record whose message resource is missing on the reading computer: Windows then quotes them, a
 * line each, behind a text in its own language that names the provider and the id. `null`: the message is no such text.
 */
export function quotedData(record: EventRecord, lines: readonly string[]): string[] | null {
  const opening = lines.slice(0, 12);
  const first = opening.find((line) => line.trim() !== '') ?? '';
  const named = first.includes(record.provider) && new RegExp(`(?<!\\d)${record.id}(?!\\d)`).test(first);
  if (!named) return null;
  const inQuotes = IN_QUOTES.exec(first);
  const rest = lines.slice(lines.indexOf(first) + 1);
  if (inQuotes !== null)
    return [first.slice(inQuotes.index + inQuotes[0].length), ...rest].filter((line) => line.trim() !== "'");
  const executable = BEHIND_SENTENCE.exec(first)?.[1];
  if (executable !== undefined) return [executable, ...rest];
  const end = opening.findIndex((line) => /[:：]\s*$/.test(line));
  if (end >= 0) return withoutLeadingBlanks(lines.slice(end + 1));
  const last = opening.findIndex((line) => /[:：]\s/.test(line));
  return last < 0 ? null : [(opening[last] ?? '').replace(/^.*[:：]\s+/, ''), ...lines.slice(last + 1)];
}

function withoutLeadingBlanks(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => line.trim() !== '');
  return start < 0 ? [] : lines.slice(start);
}
