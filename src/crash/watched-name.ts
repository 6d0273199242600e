/** Characters that no file name holds, and the full-width colon in code pages it was misread in. */
const BEFORE_FILE_NAME = /(?:^|[:：?*"<>|\ufffd]|ï¼š?|∩╝Ü|´╝Ü)$/;
/** A record that lost its line ends names its own executable first. */
const ANOTHER_FILE = /\.exe/i;
/** The version label of the next line, when its line end was lost. */
const VERSION_LABEL = /^\s?[^\n:：]{0,40}[:：]\s?v?\d+\.\d/;

/**
 * Whether the first line of a runtime record names the executable: `label: file`, in any language, or the file alone.
 * The whole file name counts, without regard to case.
 */
export function namesExecutable(line: string, executable: string): boolean {
  const text = line.trim();
  const at = text.toLowerCase().indexOf(executable.toLowerCase());
  if (at < 0) return false;
  const before = text.slice(0, at).trimEnd();
  const after = text.slice(at + executable.length);
  if (ANOTHER_FILE.test(before)) return false;
  return BEFORE_FILE_NAME.test(before) && (after === '' || VERSION_LABEL.test(after));
}

/** A comma, and the wide ones in the code page they are misread in. */
const COMMA = /[,，、]|ï¼Œ|ã€/;

/** The value of a `label: value` line, or the whole line. */
function labelledValue(line: string): string {
  return line.replace(/^.*[:：]\s*/, '').trim();
}

/**
 * The faulting application of an Application Error text: the first line up to its first comma, behind the label. Not every
 * language ends the label with a colon.
 */
export function namesFaultingApplication(firstLine: string, executable: string): boolean {
  const head = (firstLine.split(COMMA)[0] ?? '').trim().toLowerCase();
  const name = executable.toLowerCase();
  if (/[:：]/.test(head)) return labelledValue(head) === name;
  return head === name || head.endsWith(` ${name}`);
}

/** The word for a service, or the article, where it stands right in front of the name. */
const SERVICE_WORD =
  /^(?:the|dienst|service|servicio|servizio|serviço|служба|usługa|služba|tjänsten|tjenesten|palvelu|hizmeti)$/i;
const WORD_CHAR = /[\p{L}\p{N}_.-]/u;

/** Whether a sentence names the service with its whole display name, in any language. */
export function namesService(sentence: string, service: string): boolean {
  const text = sentence.replace(/\s+/g, ' ').trim();
  const english = /^The (.{1,200}?) service terminated\b/i.exec(text)?.[1];
  if (english !== undefined) return sameName(english, service);
  const at = text.toLowerCase().indexOf(service.toLowerCase());
  if (at < 0) return false;
  return endsBefore(text.slice(0, at)) && startsAfter(text.slice(at + service.length));
}

/** Display names and file names are compared without regard to case. */
export function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** In front of a name may stand a quote, a colon or a word of the sentence; a capitalised word inside it is part of a longer name. */
function endsBefore(before: string): boolean {
  const text = before.trimEnd();
  if (text === '') return true;
  if (text === before) return !WORD_CHAR.test(text.at(-1) ?? '');
  const word = /\S+$/.exec(text.slice(-80))?.[0] ?? '';
  return word === text || SERVICE_WORD.test(word) || !/^\p{Lu}/u.test(word) || /[:："'“”„«»]$/.test(word);
}

function startsAfter(after: string): boolean {
  if (after === '' || !/^\s/.test(after))
    return !WORD_CHAR.test(after.charAt(0)) || /^\.(?:\s|$)/.test(after);
  return !/^\p{Lu}/u.test(after.trimStart());
}
