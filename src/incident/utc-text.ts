/** A moment for people: `2026-10-14 21:22:10 UTC`; `at` is epoch ms UTC. */
export function utcText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
