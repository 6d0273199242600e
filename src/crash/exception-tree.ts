import type { InnerMention } from './exception-chain';
import type { FrameLine } from './frame-grammar';
import type { BlockLine } from './frame-block';
import { readArrows } from './exception-chain';
import { sourceTypeName } from './method-name';

/** An exception while it is put together. */
export interface ExceptionNode {
  readonly type: string;
  readonly message: string;
  readonly frames: FrameLine[];
  readonly children: ExceptionNode[];
}

/** Words that the end line of an inner exception has in the languages seen; a help for showing, nothing is decided by it. */
const INNER_END = /inner|intern|interi|внутр|内部|내부|iç özel|belső|wewn|vnit|indre|sisä|εσωτερ/i;
const PREVIOUS_END =
  /previous|vorherg|précéd|предыд|直前|以前|上一|前の|anterior|precedente|önceki|poprzed|předch|이전/i;

/** Builds the exceptions of a text, in order of first appearance, from the header and the stack lines. */
export class ExceptionTree {
  readonly nodes: ExceptionNode[] = [];
  /** Lines of an exception that the text prints a second time. */
  readonly repeated = new Set<BlockLine>();
  /** Open regions: the outermost exception and each `(Inner Exception #k)`; the last chain entry gets the frames. */
  private readonly regions: { chain: ExceptionNode[]; repeat: boolean }[] = [];

  constructor(type: string, message: string, inner: readonly InnerMention[]) {
    this.regions.push({ chain: [this.add(type, message)], repeat: false });
    for (const mention of inner) this.open(mention);
  }

  read(line: BlockLine): void {
    if (line.frame !== null) this.addFrame(line, line.frame);
    else if (!line.heading) this.readSeparator(line.text);
    for (let ends = countEndMarks(line.text); ends > 0 && this.regions.length > 1; ends -= 1)
      this.regions.pop();
  }

  private readSeparator(line: string): void {
    const text = line.trim();
    if (text.startsWith('--->')) for (const mention of readArrows(text)) this.open(mention);
    else if (endsInner(line)) {
      const chain = this.regions.at(-1)?.chain;
      if (chain !== undefined && chain.length > 1) chain.pop();
    }
  }

  private addFrame(line: BlockLine, frame: FrameLine): void {
    const region = this.regions.at(-1);
    if (region?.repeat === true) this.repeated.add(line);
    else region?.chain.at(-1)?.frames.push(frame);
  }

  private open(mention: InnerMention): void {
    const region = this.regions.at(-1);
    if (region === undefined) return;
    if (mention.index === null) {
      const parent = region.chain.at(-1);
      const known = region.repeat ? sameChild(parent, mention.type) : undefined;
      if (known === undefined) region.repeat = false;
      region.chain.push(known ?? this.addChild(parent, mention));
      return;
    }
    const parent = region.chain[0];
    const known = mention.index === 0 ? sameChild(parent, mention.type) : undefined;
    this.regions.push({ chain: [known ?? this.addChild(parent, mention)], repeat: known !== undefined });
  }

  private addChild(parent: ExceptionNode | undefined, mention: InnerMention): ExceptionNode {
    const node = this.add(mention.type, mention.message);
    parent?.children.push(node);
    return node;
  }

  private add(type: string, message: string): ExceptionNode {
    const node = { type: sourceTypeName(type), message, frames: [], children: [] };
    this.nodes.push(node);
    return node;
  }
}

/** .NET Framework prints the first inner exception of an aggregate twice. */
function sameChild(parent: ExceptionNode | undefined, type: string): ExceptionNode | undefined {
  const first = parent?.children[0];
  return first?.type === sourceTypeName(type) ? first : undefined;
}

function endsInner(line: string): boolean {
  if (INNER_END.test(line)) return true;
  return !PREVIOUS_END.test(line) && /^\s+---/.test(line);
}

function countEndMarks(line: string): number {
  let marks = 0;
  for (let rest = line.trimEnd(); rest.endsWith('<---'); rest = rest.slice(0, -4).trimEnd()) marks += 1;
  return marks;
}
