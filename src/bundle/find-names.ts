import { isIPv4, isIPv6 } from 'node:net';
import type { JsonValue } from '../incident/json';
import type { Pseudonyms } from './pseudonyms';
import { withoutSecrets } from '../without-secrets';

const ACCOUNT_KEY = /^(?:owner|user|userName|startName|account|runAs)$/iu;
const NODE_KEY = /^(?:node|nodeName|computerName|machine|ownerNode|ownerBefore)$/iu;
const HOST_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,252}[\p{L}\p{N}])?$/u;

/** Mail addresses and names of sign-in; accounts with their domain, not paths of files. */
const MAIL = /[\p{L}\p{N}._%+'-]+@(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+/gu;
const ACCOUNT =
  /(?<![\p{L}\p{N}\\:/.-])([\p{L}\p{N}][\p{L}\p{N} .-]{0,30}?)\\([\p{L}\p{N}_][\p{L}\p{N}_.$-]{0,60})(?![\\\p{L}\p{N}])/gu;
const PROFILE = /\\Users\\([^\\\s"'/:<>|]+)/giu;
const SHARE = /\\\\([\p{L}\p{N}][\p{L}\p{N}.-]*)\\/gu;
const GUID = /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/giu;
const SID = /\bS-1-5-21(?:-\d+){3,}/gu;
const IPV4 = /(?<![\d.]|Version=)\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/gu;
const IPV6 = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/giu;
const HARDWARE = /(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])/giu;
const THUMBPRINT = /^[0-9a-f]{40}$/iu;

/** Finds every name in a value, by the field it stands in and by its shape, and gives each a pseudonym. */
export function findNames(
  value: JsonValue,
  names: Pseudonyms,
  options: { readonly withPeople: boolean },
  key = '',
): void {
  if (typeof value === 'string') {
    findByField(value, names, key);
    findByShape(withoutSecrets(value), names);
  } else if (Array.isArray(value)) {
    for (const one of value as readonly JsonValue[]) findNames(one, names, options, key);
  } else if (value !== null && typeof value === 'object') {
    const fields = value as { readonly [key: string]: JsonValue };
    if (options.withPeople) findPerson(fields, names);
    for (const [name, one] of Object.entries(fields)) findNames(one, names, options, name);
  }
}

function findByField(text: string, names: Pseudonyms, key: string): void {
  if (ACCOUNT_KEY.test(key) && text.trim() !== '') addAccount(text, names);
  if (NODE_KEY.test(key) && HOST_NAME.test(text)) addNode(text, names);
}

/** A person as the log writes one. */
function findPerson(fields: { readonly [key: string]: JsonValue }, names: Pseudonyms): void {
  const { tenantId, objectId, name } = fields;
  if (typeof objectId === 'string' && typeof name === 'string') names.add('person', [objectId, name]);
  if (typeof tenantId === 'string') names.add('tenant', [tenantId]);
}

/** A node by its full and its short name, and the domain behind it. */
export function addNode(name: string, names: Pseudonyms): void {
  const [short = '', ...domain] = name.split('.');
  if (isIPv4(name)) return names.add('address', [name]);
  names.add('node', [name, short]);
  if (domain.length > 0) names.add('domain', [domain.join('.')]);
}

function addAccount(text: string, names: Pseudonyms): void {
  const at = text.indexOf('\\');
  const domain = at < 0 ? '' : text.slice(0, at);
  if (/^(?:NT AUTHORITY|NT SERVICE|BUILTIN|IIS APPPOOL)$/iu.test(domain)) return;
  names.add('account', [text, text.slice(at + 1)]);
  if (domain !== '' && domain !== '.') names.add('domain', [domain]);
}

function findByShape(text: string, names: Pseudonyms): void {
  for (const [mail] of text.matchAll(MAIL)) {
    names.add('mail', [mail]);
    names.add('domain', [mail.slice(mail.indexOf('@') + 1)]);
  }
  for (const [whole, , account = ''] of text.matchAll(ACCOUNT)) {
    if (!THUMBPRINT.test(account)) addAccount(whole, names);
  }
  for (const [, account = ''] of text.matchAll(PROFILE)) names.add('account', [account]);
  for (const [, host = ''] of text.matchAll(SHARE)) names.add('host', [host, host.split('.')[0] ?? host]);
  for (const [guid] of text.matchAll(GUID)) names.add('guid', [guid]);
  for (const [sid] of text.matchAll(SID)) names.add('sid', [sid]);
  for (const [address] of text.matchAll(IPV4)) if (isIPv4(address)) names.add('address', [address]);
  for (const [address] of text.matchAll(IPV6)) if (isIPv6(address)) names.add('address', [address]);
  for (const [address] of text.matchAll(HARDWARE)) names.add('hardware', [address]);
}
