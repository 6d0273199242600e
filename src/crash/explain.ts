import type { Crash, Finding, Markers } from './analysis';
import type { CrashRecord } from './classify';
import { restoreText } from './record-lines';
import { readTrace } from './runtime-trace';
import type { WatchedSignature } from './watched-signature';

/** As many foreign records are looked into; one is enough to explain, and the work stays bounded. */
const MAX_FOREIGN = 5;

/** Says why the records have this finding, one sentence each: which markers were met, and what nearly was one. */
export function explain(
  finding: Finding,
  decisive: Crash | null,
  crashes: readonly Crash[],
  foreign: readonly CrashRecord[],
  signature: WatchedSignature,
): string[] {
  const frame = `${signature.frame.type}.${signature.frame.method}`;
  const others = foreignReasons(foreign, signature, frame);
  if (decisive === null) return [`No record shows a crash of ${signature.executable}.`, ...others];
  return [...ofCrash(finding, decisive, frame), ...ofOthers(decisive, crashes), ...others];
}

function ofCrash(finding: Finding, crash: Crash, frame: string): string[] {
  if (finding === 'matches')
    return [metMarkers(crash.markers), `The stack holds the frame ${crash.trace?.signatureFrame ?? frame}.`];
  if (finding === 'crash-without-stack') {
    return [
      metMarkers(crash.markers),
      'The process crashed, but no record shows its stack: whether it is this issue is not known.',
    ];
  }
  const { cause } = crash;
  return [
    `Same service, other ${cause === null ? 'stack' : 'cause'}: this guide does not apply to this crash.`,
    metMarkers(crash.markers),
    cause === null ? otherStack(crash) : `The records name another cause: ${cause.replace(/\.$/, '')}.`,
    ...nearMisses(crash, frame),
  ];
}

function metMarkers(markers: Markers): string {
  const names: [boolean, string][] = [
    [markers.executable, 'executable'],
    [markers.frame, 'frame'],
    [markers.failFast, 'fail-fast'],
  ];
  const met = names.filter(([is]) => is).map(([, name]) => name);
  const missing = names.filter(([is]) => !is).map(([, name]) => name);
  const rest = missing.length === 0 ? '' : ` (not seen: ${missing.join(', ')})`;
  return `${met.length} of ${names.length} markers: ${met.join(', ')}${rest}.`;
}

function otherStack(crash: Crash): string {
  const type = crash.trace?.exceptions[0]?.type;
  const top = crash.trace?.topUserFrame;
  const parts = [type ?? 'no exception', ...(top == null ? [] : [`at ${top.type}.${top.method}`])];
  return `The stack is another one: ${parts.join(type === undefined ? ', ' : ' ')}.`;
}

/** What looks like the signature and is not. */
function nearMisses(crash: Crash, frame: string): string[] {
  const method = frame.split('.').at(-1) ?? frame;
  const similar = crash.trace?.frames.find((candidate) => candidate.printedName.includes(method));
  if (similar !== undefined)
    return [`${similar.printedName} only resembles ${frame}: whole names are compared.`];
  const named = crash.trace?.text.includes(frame) ?? false;
  return named ? [`${frame} is named in the text of the message; no frame of the stack is that method.`] : [];
}

function ofOthers(decisive: Crash, crashes: readonly Crash[]): string[] {
  const other = crashes.filter((crash) => crash.finding !== decisive.finding).length;
  return other === 0 ? [] : [`${other} of ${crashes.length} crashes are not of this kind.`];
}

/** Another process that died of the same frame is worth a word: its guide is another one. */
function foreignReasons(
  foreign: readonly CrashRecord[],
  signature: WatchedSignature,
  frame: string,
): string[] {
  const same = foreign
    .filter(({ kind, text }) => kind === 'runtime' && text.includes(signature.frame.method))
    .slice(0, MAX_FOREIGN)
    .some(
      ({ record, text, pasted }) =>
        readTrace({ text, restored: pasted ? restoreText(text) : null, id: record.id }, signature)
          .signatureFrame !== null,
    );
  if (same)
    return [
      `Another process crashed with the frame ${frame}; it is not ${signature.executable}, so it does not count.`,
    ];
  return foreign.length === 0 ? [] : ['Crash records of other processes are there; they do not count.'];
}
