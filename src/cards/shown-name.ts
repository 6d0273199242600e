/** A dotted name in the part people look for and the part in front of it. */
export interface ShownName {
  readonly short: string;
  /** Empty when there is none. */
  readonly namespace: string;
  /** What follows the name: parameters, place. */
  readonly rest: string;
}

const FRAME = /^(?:at )?((?:[\w`+$]+\.)*?)([\w`+<>$|]+\.\.?[\w`<>$|]+)(\(.*)?$/su;
const TYPE = /^((?:[\w`+$]+\.)*)([\w`+<>$]+)$/u;

/** `Namespace.Type.Method(parameters)`; a frame of another shape stays whole. */
export function splitFrame(frame: string): ShownName {
  const { short, namespace, rest } = split(frame, FRAME);
  return rest === '()' ? { short: `${short}()`, namespace, rest: '' } : { short, namespace, rest };
}

/** `Namespace.Type`; a name of another shape stays whole. */
export function splitType(type: string): ShownName {
  return split(type, TYPE);
}

function split(text: string, shape: RegExp): ShownName {
  const [, namespace = '', short = text, rest = ''] = shape.exec(text) ?? [];
  return { short, namespace: namespace.replace(/\.$/u, ''), rest };
}
