/** Properties of an event record as Format-List prints them (`Get-WinEvent`, `Get-EventLog`). */
const FIELDS: ReadonlySet<string> = new Set(
  (
    'TimeCreated MachineName Message Id Version Qualifiers Level Task Opcode Keywords RecordId ProviderName ProviderId ' +
    'LogName ProcessId ThreadId UserId ActivityId RelatedActivityId ContainerLog MatchedQueryIds Bookmark Properties ' +
    'LevelDisplayName OpcodeDisplayName TaskDisplayName KeywordsDisplayNames PSComputerName RunspaceId PSShowComputerName ' +
    'Index EntryType InstanceId Source TimeGenerated TimeWritten UserName EventID Category CategoryNumber Data ' +
    'ReplacementStrings Site Container'
  ).split(' '),
);
const FIELD = /^\s{0,8}([A-Z][A-Za-z]{1,30})\s{0,40}:(?:\s|$)/;

export interface FormatList {
  /** Values of the one-line properties around the message. */
  readonly fields: ReadonlyMap<string, string>;
  /** The lines of the message; the first one without its property name. */
  readonly message: readonly string[];
}

/**
 * Takes the message out of a record printed by Format-List. `null`: the text is no such list, which is so when anything
 * but known properties stands before the message.
 */
export function readFormatList(lines: readonly string[]): FormatList | null {
  const fields = new Map<string, string>();
  let message: string[] | null = null;
  let inMessage = false;
  let column = -1;
  for (const line of lines) {
    const name = fieldName(line);
    if (name === 'Message' && message === null) {
      message = [line.slice(line.indexOf(':') + 1).replace(/^\s/, '')];
      inMessage = true;
      column = line.indexOf(':');
    } else if (name !== null && (!inMessage || isAligned(line, column))) {
      fields.set(name, line.slice(line.indexOf(':') + 1).trim());
      inMessage = false;
    } else if (inMessage) message?.push(line);
    else if (message === null && line.trim() !== '' && (fields.size === 0 || !/^\s/.test(line))) return null;
  }
  return message === null || message.length === 0 ? null : { fields, message };
}

function fieldName(line: string): string | null {
  const name = FIELD.exec(line)?.[1];
  return name !== undefined && FIELDS.has(name) ? name : null;
}

/** Within the message only a line whose colon stands where the message's own colon stands is the next property. */
function isAligned(line: string, column: number): boolean {
  return line.indexOf(':') === column && /\s:/.test(line.slice(0, column + 1));
}
