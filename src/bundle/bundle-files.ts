import type { JsonObject, JsonValue } from '../incident/json';
import type { KnownNames } from './redact';
import { redact } from './redact';

/** What one probe was asked and what it answered, as read. */
export interface ProbeAnswer {
  readonly operation: string;
  /** When it had answered, epoch ms UTC. */
  readonly at: number;
  readonly answer: JsonValue;
}

/** Everything that goes into a bundle, before anything is taken out. */
export interface BundleContent {
  /** When it was gathered, epoch ms UTC. */
  readonly at: number;
  readonly versions: JsonObject;
  /** Configuration without secrets and without how nodes are reached. */
  readonly configuration: JsonObject;
  /** The state of the newest incident: requests, votes, runs, what came of each mitigation. */
  readonly incident: JsonValue;
  /** The log, newest last. */
  readonly log: JsonValue;
  /** What each mitigation would call now. */
  readonly plans: JsonValue;
  readonly probes: readonly ProbeAnswer[];
}

/** File names with their text, redacted. The evidence of each node has a file of its own. */
export function bundleFiles(content: BundleContent, known: KnownNames): Readonly<Record<string, string>> {
  const { at, versions, probes } = content;
  const [configuration, incident, log, plans, answers] = redact(
    [
      content.configuration,
      content.incident,
      content.log,
      content.plans,
      probes.map(({ operation, answer, at: answeredAt }) => ({
        operation,
        answeredAt: new Date(answeredAt).toISOString(),
        answer,
      })),
    ],
    known,
  );
  const files: [string, JsonValue | undefined][] = [
    ['versions.json', versions],
    ['configuration.json', configuration],
    ['incident.json', incident],
    ['log.json', log],
    ['plans.json', plans],
    ...nodeFiles(answers ?? []),
    ...((answers ?? []) as readonly JsonObject[]).map((probe, index): [string, JsonValue] => [
      `probes/${String(index + 1).padStart(2, '0')}-${String(probes[index]?.operation)}.json`,
      probe,
    ]),
  ];
  const texts = files.map(([name, value]) => [name, `${JSON.stringify(value ?? null, null, 2)}\n`]);
  return { 'README.txt': readme(at, probes), ...(Object.fromEntries(texts) as Record<string, string>) };
}

/** The newest evidence of each node: its records as read, the service seen twice, its clock, its certificates. */
function nodeFiles(answers: JsonValue): [string, JsonValue][] {
  const evidence = (answers as readonly JsonObject[]).findLast(
    ({ operation }) => operation === 'Get-ClusterEvidence',
  );
  const answer = evidence?.['answer'];
  const nodes = isObject(answer) && Array.isArray(answer['nodes']) ? (answer['nodes'] as JsonValue[]) : [];
  return nodes.flatMap((node, index): [string, JsonValue][] =>
    isObject(node) ? [[`nodes/${nodeFileName(node['node'], index)}.json`, node]] : [],
  );
}

function nodeFileName(name: JsonValue | undefined, index: number): string {
  return typeof name === 'string' && /^[a-z0-9-]+$/u.test(name) ? name : `at-place-${index + 1}`;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readme(at: number, probes: readonly ProbeAnswer[]): string {
  const hasUpdate = probes.some(({ operation }) => operation === 'Get-UpdateProgress');
  const lines = [
    `Evidence of one cluster, gathered ${new Date(at).toISOString()} by reading only.`,
    '',
    'nodes/              each node: event records as read, the orchestrator service seen twice, its clock, root certificates by thumbprint',
    'probes/             every answer of every probe, in the order they were asked: services, groups, candidates' +
      (hasUpdate ? ', the step tree of the update' : ''),
    'incident.json       the newest incident: requests, votes, runs, what came of each mitigation',
    'log.json            what was tried and decided, entry by entry (after redaction its hashes cannot be recomputed)',
    'plans.json          what each mitigation would call now, call by call',
    'configuration.json  thresholds, times and mitigations in force',
    'versions.json       of the bot and of what it runs on',
    '',
    ...(hasUpdate
      ? []
      : [
          'The step tree of the update is missing: the orchestrator was asked less than a few minutes ago, or could not be asked at all.',
          '',
        ]),
    'Accounts, people, hosts, domains, addresses, mail addresses and ids are replaced, the same one by the same word everywhere (node-1, account-2).',
    'People are named by their role. Passwords, tokens, keys and long encoded text are taken out where they can be told by their shape. Free text can',
    'hold more than a program can know: read the files before you send them.',
  ];
  return `${lines.join('\n')}\n`;
}
