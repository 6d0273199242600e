import fc from 'fast-check';
import { parseAction } from '../../src/commands/parse-action';
import type { JsonObject } from '../../src/incident/json';
import { ADA } from '../incident/support/builders';
import { clicks } from './support/bench';

const DIGEST = '0123456789ab';
const REQUEST = 'e3b0c442-98fc-4c14-9afb-f4c8996fb924';
const parse = (verb: string, data: JsonObject): unknown => parseAction(clicks(ADA, verb, data));
const unknown = {
  name: 'not-understood',
  advice: 'This button is not known any more. Say "status" for the present card.',
};

describe('invariant 4: a button carries ids only', () => {
  it.each<[string, JsonObject, object]>([
    [
      'approve',
      { request: REQUEST, digest: DIGEST },
      {
        name: 'approve',
        request: REQUEST,
        ownerAgrees: false,
        reason: null,
        confirmation: null,
        digestPrefix: DIGEST,
      },
    ],
    [
      'approve',
      { request: REQUEST, digest: DIGEST, ownerAgrees: 'true' },
      {
        name: 'approve',
        request: REQUEST,
        ownerAgrees: true,
        reason: null,
        confirmation: null,
        digestPrefix: DIGEST,
      },
    ],
    [
      'approve',
      { request: REQUEST, digest: DIGEST, ownerAgrees: 'false' },
      {
        name: 'approve',
        request: REQUEST,
        ownerAgrees: false,
        reason: null,
        confirmation: null,
        digestPrefix: DIGEST,
      },
    ],
    [
      'approve',
      { request: REQUEST, digest: DIGEST, nodeName: ' as-n2 ' },
      {
        name: 'approve',
        request: REQUEST,
        ownerAgrees: false,
        reason: null,
        confirmation: 'as-n2',
        digestPrefix: DIGEST,
      },
    ],
    [
      'approve',
      { request: REQUEST, digest: DIGEST, nodeName: '  ' },
      {
        name: 'approve',
        request: REQUEST,
        ownerAgrees: false,
        reason: null,
        confirmation: null,
        digestPrefix: DIGEST,
      },
    ],
    [
      'approve',
      { request: REQUEST, digest: DIGEST, ownerAgrees: null, reason: null, nodeName: null },
      {
        name: 'approve',
        request: REQUEST,
        ownerAgrees: false,
        reason: null,
        confirmation: null,
        digestPrefix: DIGEST,
      },
    ],
    [
      'deny',
      { request: REQUEST, digest: DIGEST, reason: null },
      { name: 'deny', request: REQUEST, reason: null, digestPrefix: DIGEST },
    ],
    [
      'deny',
      { request: REQUEST, digest: DIGEST, reason: ' no ' },
      { name: 'deny', request: REQUEST, reason: 'no', digestPrefix: DIGEST },
    ],
    [
      'deny',
      { request: REQUEST, digest: DIGEST, reason: '  ' },
      { name: 'deny', request: REQUEST, reason: null, digestPrefix: DIGEST },
    ],
    ['attest', { request: REQUEST }, { name: 'attest', request: REQUEST }],
    ['owner', { request: REQUEST }, { name: 'owner', request: REQUEST }],
    ['withdraw', { request: REQUEST }, { name: 'withdraw', request: REQUEST }],
    ['ask', { rung: '1', cluster: 'hci' }, { name: 'ask', rung: '1', cluster: 'hci', nodes: [] }],
    ['refresh', {}, { name: 'refresh', request: null, cluster: null }],
    ['check', { cluster: 'hci' }, { name: 'check', cluster: 'hci' }],
    ['status', {}, { name: 'status', cluster: null }],
    ['stop', { cluster: 'hci' }, { name: 'stop', cluster: 'hci' }],
    ['help', {}, { name: 'help' }],
  ])('%s %j', (verb, data, intent) => {
    expect(parse(verb, data)).toEqual(intent);
  });

  it('everything else in the data is ignored: no name, no person, no decision, no incident', () => {
    const more = {
      by: { objectId: 'x' },
      tenantId: 'x',
      decision: 'approve',
      incident: 'x',
      policy: {},
      at: 1,
      steps: [],
    };
    expect(parse('deny', { request: REQUEST, digest: DIGEST, ...more })).toEqual({
      name: 'deny',
      request: REQUEST,
      reason: null,
      digestPrefix: DIGEST,
    });
  });

  it('the verb of the action wins over a verb in the data', () => {
    expect(parse('deny', { verb: 'approve', request: REQUEST, digest: DIGEST })).toMatchObject({
      name: 'deny',
    });
  });

  it.each(['approve', 'deny', 'attest', 'withdraw', 'ask', 'check', 'stop'])(
    'a refresh that clients send by themselves never is %s',
    (verb) => {
      const data = { request: REQUEST, digest: DIGEST, rung: '1', cluster: 'hci' };
      expect(parseAction(clicks(ADA, verb, data, { trigger: 'automatic' }))).toMatchObject({
        name: 'not-understood',
      });
    },
  );
});

describe('invariant 16: hostile data', () => {
  it.each<[string, string, JsonObject]>([
    ['an unknown verb', 'freeze', { cluster: 'hci', reason: 'x' }],
    ['a verb that every object has', 'constructor', {}],
    ['an empty verb', '', {}],
    ['no request', 'approve', { digest: DIGEST }],
    ['no digest', 'approve', { request: REQUEST }],
    ['an empty digest: it would fit every request', 'approve', { request: REQUEST, digest: '' }],
    ['a digest of one character', 'approve', { request: REQUEST, digest: '0' }],
    ['a digest that is a pattern', 'approve', { request: REQUEST, digest: '........' }],
    ['a number for an id', 'approve', { request: 7, digest: DIGEST }],
    ['a list for an id', 'approve', { request: [REQUEST], digest: DIGEST }],
    ['an object for an id', 'approve', { request: { toString: REQUEST }, digest: DIGEST }],
    ['an id without end', 'approve', { request: 'x'.repeat(81), digest: DIGEST }],
    ['another word for yes', 'approve', { request: REQUEST, digest: DIGEST, ownerAgrees: 'yes' }],
    ['a number for yes', 'approve', { request: REQUEST, digest: DIGEST, ownerAgrees: 1 }],
    ['a reason without end', 'deny', { request: REQUEST, digest: DIGEST, reason: 'x'.repeat(2001) }],
    ['a number for a mitigation', 'ask', { rung: 1, cluster: 'hci' }],
    ['a null for a cluster', 'check', { cluster: null }],
  ])('%s is refused as a whole', (_what, verb, data) => {
    expect(parse(verb, data)).toEqual(unknown);
  });

  it('prototype keys neither pollute nor count', () => {
    const data = JSON.parse(
      `{"__proto__":{"request":"${REQUEST}","digest":"${DIGEST}"},"constructor":{"prototype":{"polluted":true}}}`,
    ) as JsonObject;
    expect(parse('approve', data)).toEqual(unknown);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('any JSON: never fails, and never becomes more than the ids it carries', () => {
    const verbs = fc.constantFrom(
      'approve',
      'deny',
      'attest',
      'withdraw',
      'ask',
      'refresh',
      'check',
      'status',
      'stop',
      'help',
      'x',
    );
    fc.assert(
      fc.property(verbs, fc.dictionary(fc.string(), fc.jsonValue()), (verb, data) => {
        const parsed = parseAction(clicks(ADA, verb, data as JsonObject));
        expect([verb, 'not-understood']).toContain(parsed.name);
      }),
      { numRuns: 1000 },
    );
  });
});
