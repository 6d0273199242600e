export interface LineListener {
  /** A whole line, without its newline and without a carriage return before it. */
  readonly onLine: (line: string) => void;
  /** Called once when a line grows past the limit; everything after is dropped. */
  readonly onOverflow: () => void;
}

/** Cuts a stream of text chunks into lines; its cost is linear in the text, whatever the chunks. */
export class LineSplitter {
  private pieces: string[] = [];
  private length = 0;
  private overflown = false;

  constructor(
    private readonly longest: number,
    private readonly listener: LineListener,
  ) {}

  push(text: string): void {
    const parts = text.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      this.hold(part);
      this.flush();
    }
    this.hold(last);
  }

  /** Gives what stands after the last newline. */
  end(): void {
    this.flush();
  }

  private hold(part: string): void {
    if (this.overflown || part === '') {
      return;
    }
    this.length += part.length;
    if (this.length > this.longest) {
      this.overflown = true;
      this.pieces = [];
      this.listener.onOverflow();
      return;
    }
    this.pieces.push(part);
  }

  private flush(): void {
    const line = this.pieces.join('').replace(/\r$/, '');
    this.pieces = [];
    this.length = 0;
    if (line !== '' && !this.overflown) {
      this.listener.onLine(line);
    }
  }
}
