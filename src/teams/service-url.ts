const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Scheme, host and port of a http(s) address; null when it is none or carries credentials. */
export function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const usable = url.protocol === 'https:' || url.protocol === 'http:';
  return usable && url.username === '' && url.password === '' ? url.origin : null;
}

/** Whether a secret may travel to this address: https, or plain http that never leaves the machine. */
export function isLoopbackOrHttps(address: string): boolean {
  if (originOf(address) === null) return false;
  const url = new URL(address);
  return url.protocol === 'https:' || LOOPBACK.has(url.hostname);
}

/**
 * Whether a connector address is one the bot may send its token to. Origins are compared whole, so neither
 * `https://smba.trafficmanager.net.evil.example` nor another port passes.
 */
export function isAllowedServiceUrl(serviceUrl: string, allowedOrigins: readonly string[]): boolean {
  const origin = originOf(serviceUrl);
  return origin !== null && allowedOrigins.includes(origin);
}
