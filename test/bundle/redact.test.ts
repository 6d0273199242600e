import fc from 'fast-check';
import type { JsonValue } from '../../src/incident/json';
import { redact } from '../../src/bundle/redact';
import type { KnownNames } from '../../src/bundle/redact';

const KNOWN: KnownNames = {
  clusters: ['hci-berlin'],
  nodes: ['as-n1.contoso.lab', 'as-n2.contoso.lab', 'as-n10.contoso.lab'],
  people: [
    { role: 'approver', names: ['Ana Ribeiro', '6f0d4f0e-9c1d-4a1f-b4f2-1f0f4b2e6f0d'] },
    { role: 'operator', names: ['Olga Novak', '7f0d4f0e-9c1d-4a1f-b4f2-1f0f4b2e6f0d'] },
  ],
  tenants: ['8f0d4f0e-9c1d-4a1f-b4f2-1f0f4b2e6f0d'],
};

function one(value: JsonValue): JsonValue {
  return redact([value], KNOWN)[0] ?? null;
}

describe('what stands for a name', () => {
  it.each<[string, string, string]>([
    ['a node, by any of its names', 'on AS-N1 and as-n1.contoso.lab', 'on node-1 and node-1'],
    ['a node whose name begins like another', 'as-n10 is not as-n1', 'node-3 is not node-1'],
    ['a cluster', 'cluster hci-berlin', 'cluster cluster-1'],
    [
      'a person, by name or part of it',
      'Ana Ribeiro said, and ana agreed',
      'approver-1 said, and approver-1 agreed',
    ],
    ['an account', 'CONTOSO\\anna, then anna alone', 'account-1, then account-1 alone'],
    ['an account in a path', 'C:\\Users\\mbauer\\x.ps1', 'C:\\Users\\account-1\\x.ps1'],
    ['a mail address', 'ask it-ops@contoso.com', 'ask mail-1'],
    ['addresses', '10.20.30.57 and fe80::1 and fe80::1', 'address-1 and address-2 and address-2'],
    ['a tenant', 'tid 8f0d4f0e-9c1d-4a1f-b4f2-1f0f4b2e6f0d', 'tid tenant-1'],
    ['another id', 'plan 5e1b4f0e-9c1d-4a1f-b4f2-1f0f4b2e6f0d', 'plan guid-1'],
    ['a share', '\\\\fileserver\\dump', '\\\\host-1\\dump'],
    ['a security id', 'S-1-5-21-1004336348-1177238915-682003330-512', 'sid-1'],
  ])('%s', (_what, text, expected) => {
    expect(one(text)).toBe(expected);
  });

  it.each([
    'NT AUTHORITY\\SYSTEM',
    'LocalSystem',
    'NT SERVICE\\AzureStack Agent Lifecycle Agent',
    'at A.B.C(D d) in C:\\Agents\\Orchestrator\\x.cs:line 12',
    'System.Private.CoreLib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089',
    'Solution 12.2510.1002.93',
    'A94A8FE5CCB19BA61C4C0873D391E987982FBBD3',
    '2026-10-14T21:22:10.1234567Z',
    'http://schemas.microsoft.com/powershell/Microsoft.PowerShell',
    'SecurityAuditLogger.MtlsCertificateException',
  ])('%j says nothing about anybody and stays', (text) => {
    expect(one(text)).toBe(text);
  });

  it('is the same in every value, also where only another value tells that it is a name', () => {
    const values = redact([{ message: 'closed by zoe' }, { owner: 'CONTOSO\\zoe' }], KNOWN);
    expect(values).toEqual([{ message: 'closed by account-1' }, { owner: 'account-1' }]);
  });
});

describe('secrets', () => {
  it.each([
    ['password=Pa55 w', 'Pa55'],
    ['"password": "Pa55w0rd, really"', 'really'],
    ['-Password Pa55w0rd', 'Pa55w0rd'],
    ["-AdminPassword 'Pa55 w0rd'", 'w0rd'],
    ['ConvertTo-SecureString "Pa55w0rd" -AsPlainText', 'Pa55w0rd'],
    ['Authorization: Bearer abc.def.ghijkl', 'ghijkl'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'c2ln'],
    ['AccountKey=abcDEF123==;x', 'abcDEF123'],
    ['https://anna:Pa55w0rd@host/x', 'Pa55w0rd'],
    ['?sv=1&sig=aBc%2F123', 'aBc%2F123'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', 'MIIE'],
    ['blob dGhpcyBpcyBhIHNlY3JldCB0aGF0IG5vYm9keSBrbm93cyAx', 'dGhpcyBp'],
  ])('%j', (text, secret) => {
    expect(one(text)).not.toContain(secret);
  });

  it('are known by their field, whatever they look like', () => {
    expect(one({ appPassword: 'x y', hash: 'ab12' })).toEqual({ appPassword: '<removed>', hash: 'ab12' });
  });
});

const letters = fc.stringMatching(/^[a-z]{4,9}$/).map((text) => `q${text}7`);
const filler = fc.string({ maxLength: 20 }).map((text) => text.replace(/[\p{L}\p{N}\\@:]/gu, ' '));

describe('no given name and no secret survives', () => {
  const given = fc.record({
    account: letters,
    domain: letters,
    node: letters,
    person: letters,
    user: letters,
    secret: fc.stringMatching(/^[A-Za-z0-9!#%]{6,20}$/).map((text) => `S3${text}`),
    address: fc.ipV4().filter((ip) => !ip.startsWith('127.') && ip !== '0.0.0.0'),
    tenant: fc.uuid(),
    fillers: fc.array(filler, { minLength: 8, maxLength: 8 }),
  });

  it('wherever it stands, in any case', () => {
    fc.assert(
      fc.property(given, fc.boolean(), ({ fillers, ...names }, isUpper) => {
        const { account, domain, node, person, user, secret, address, tenant } = names;
        const cased = (text: string): string => (isUpper ? text.toUpperCase() : text);
        const around = (text: string, index: number): string =>
          `${fillers[index] ?? ''} ${text} ${fillers[7 - index] ?? ''}`;
        const values: JsonValue[] = [
          { owner: `${domain}\\${account}`, machine: `${node}.${domain}.lab` },
          { message: around(cased(account), 0), list: [around(cased(node), 1), { x: around(person, 2) }] },
          around(`${user}@${domain}.lab`, 3),
          around(address, 4),
          around(tenant, 5),
          around(`-Password ${secret}`, 6),
          around(`token=${secret}`, 7),
        ];
        const people = [{ role: 'approver', names: [person] }];
        const text = JSON.stringify(redact(values, { ...KNOWN, people, tenants: [tenant] })).toLowerCase();
        for (const name of [account, domain, node, person, user, address, tenant, secret])
          expect(text).not.toContain(name.toLowerCase());
      }),
      { numRuns: 300 },
    );
  });
});
