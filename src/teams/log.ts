/**
 * The part of a logger that this folder needs; pino fits it. Fields are ids, reasons and counts: never the Authorization
 * header, never what somebody wrote, never a name.
 */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
