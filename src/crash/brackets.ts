const ROUND_OPEN = 0x28;
const ROUND_CLOSE = 0x29;
const SQUARE_OPEN = 0x5b;
const SQUARE_CLOSE = 0x5d;
/** Searches over this many times the text are cheaper than a table of all brackets; a frame needs one or two. */
const MAX_SEARCHED = 3;

/**
 * Finds the closing partner of an opening `(` or `[`. The first few are searched for; where many are asked for, a table made in one
 * pass answers, so that the reading of hostile text stays linear.
 */
export class Brackets {
  private table: ReadonlyMap<number, number> | null = null;
  private searched = 0;

  constructor(private readonly text: string) {}

  /** Position of the closing partner; undefined where there is none. */
  closing(opening: number): number | undefined {
    if (this.table === null && this.searched > MAX_SEARCHED * this.text.length)
      this.table = allPartners(this.text);
    if (this.table !== null) return this.table.get(opening);
    const partner = partnerOf(this.text, opening);
    this.searched += (partner ?? this.text.length) - opening;
    return partner;
  }
}

function partnerOf(text: string, opening: number): number | undefined {
  const open = text.charCodeAt(opening);
  const close = open === ROUND_OPEN ? ROUND_CLOSE : SQUARE_CLOSE;
  let depth = 0;
  for (let i = opening; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === open) depth += 1;
    else if (code === close) {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return undefined;
}

function allPartners(text: string): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const round: number[] = [];
  const square: number[] = [];
  const close = (open: number[], at: number): void => {
    const opening = open.pop();
    if (opening !== undefined) partners.set(opening, at);
  };
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === ROUND_OPEN) round.push(i);
    else if (code === SQUARE_OPEN) square.push(i);
    else if (code === ROUND_CLOSE) close(round, i);
    else if (code === SQUARE_CLOSE) close(square, i);
  }
  return partners;
}
