import { crc32 } from 'node:zlib';
import { zlibSync } from 'fflate';
import type { Pixels } from './pixels';

/** Red, green, blue, opacity: 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number, opacity: number];

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PALETTE_IMAGE = 3;
const BITS = 4;
/** The highest one takes twice as long for a sixth less, of half a kilobyte. */
const LEVEL = 6;

/**
 * A PNG with a palette of at most 16 colours, 4 bits per pixel (ISO/IEC 15948). The compressor is JavaScript, so the same picture
 * has the same bytes on every machine.
 */
export function encodePng(pixels: Pixels, palette: readonly Colour[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels.width, 0);
  header.writeUInt32BE(pixels.height, 4);
  header.set([BITS, PALETTE_IMAGE, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(([red, green, blue]) => [red, green, blue]))),
    chunk('tRNS', Buffer.from(palette.map(([, , , opacity]) => opacity))),
    chunk('IDAT', Buffer.from(zlibSync(packRows(pixels), { level: LEVEL }))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row without a filter (a nought in front), two pixels in a byte. */
function packRows({ width, height, data }: Pixels): Uint8Array {
  const rowBytes = Math.ceil(width / 2) + 1;
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * rowBytes + 1 + (x >> 1);
      const colour = data[y * width + x] ?? 0;
      rows[at] = (rows[at] ?? 0) | (x % 2 === 0 ? colour << BITS : colour);
    }
  return rows;
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
