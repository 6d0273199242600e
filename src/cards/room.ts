/** How much of the secondary detail a card may show. Names, states and buttons are always there. */
export interface Room {
  /** Most characters of a full trace. */
  readonly trace: number;
  /** Most characters of one free text. */
  readonly piece: number;
  /** Most entries of one list. */
  readonly entries: number;
}

/** Tried in this order until the card is small enough. */
export const ROOMS: readonly [Room, ...Room[]] = [
  { trace: 6000, piece: 300, entries: 16 },
  { trace: 3000, piece: 200, entries: 10 },
  { trace: 1000, piece: 100, entries: 6 },
  { trace: 200, piece: 60, entries: 4 },
  { trace: 100, piece: 40, entries: 3 },
];

/** What must be there, and no more: the channel refused a card as too large. */
export const BRIEF_ROOMS: readonly [Room] = [{ trace: 100, piece: 40, entries: 3 }];
