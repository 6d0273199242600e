/** A picture as one palette index per pixel, row by row from the top left. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** An empty picture: palette index 0 everywhere. */
export function newPixels(width: number, height: number): Pixels {
  return { width, height, data: new Uint8Array(width * height) };
}

/** Sets every pixel of a rectangle for which `where` holds; what lies outside of the picture is left out. */
export function paint(
  { width, height, data }: Pixels,
  box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number },
  colour: number,
  where: (x: number, y: number) => boolean = () => true,
): void {
  const right = Math.min(width, box.x + box.w);
  const bottom = Math.min(height, box.y + box.h);
  const left = Math.max(0, box.x);
  for (let y = Math.max(0, box.y); y < bottom; y += 1)
    for (let x = left; x < right; x += 1) if (where(x, y)) data[y * width + x] = colour;
}
