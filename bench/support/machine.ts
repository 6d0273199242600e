import os from 'node:os';

/** What was measured on, one line: figures without it say nothing. */
export function machine(): string {
  const cores = os.cpus();
  const load = os.loadavg()[0] ?? Number.NaN;
  return `${cores.length} cores (${cores[0]?.model ?? 'unknown'}), Node ${process.versions.node}, load ${load.toFixed(1)}`;
}
