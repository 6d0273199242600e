import { createHash } from 'node:crypto';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A GUID that is the same for the same text, so that a scenario started twice at one time is the same cluster. */
export const stableGuid = (text: string): string =>
  digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** A certificate's thumbprint that is the same for the same text. */
export const stableThumbprint = (text: string): string => digest(text).slice(0, 40).toUpperCase();
