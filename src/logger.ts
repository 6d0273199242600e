import { pino } from 'pino';

/** The narrow logging interface every part gets: fields first, then a message that is a constant. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** What a secret may look like in a text: bearer tokens, and the values given. */
const BEARER = /\b(?:Bearer\s+)?ey[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;

/**
 * JSON lines on stderr. An error is reduced to its name and message; token-like text and the given secrets never get through.
 * @param secrets values that must never be written, e.g. the bot's password
 */
export function createLogger(level: string, secrets: readonly string[]): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: {
        error: (error: unknown) =>
          error instanceof Error ? { name: error.name, message: error.message } : { message: String(error) },
      },
      redact: ['authorization', '*.authorization', 'password', '*.password', 'token', '*.token'],
      hooks: { streamWrite: scrubberOf(secrets) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Takes token-like text and the given secrets out of a line of JSON, also as JSON and as addresses write them. */
export function scrubberOf(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length > 3)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  return (text) =>
    [...new Set(forms)].reduce(
      (clean, form) => clean.replaceAll(form, '[secret]'),
      text.replace(BEARER, '[token]'),
    );
}
