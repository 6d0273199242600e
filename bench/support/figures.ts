/** The value below which so much of the sample lies, by nearest rank. @param share 0 to 1 */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function median(sample: readonly number[]): number {
  return quantile(sample, 0.5);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
