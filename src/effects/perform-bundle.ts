import { bundleFiles } from '../bundle/bundle-files';
import type { KnownNames } from '../bundle/redact';
import { writeBundle } from '../bundle/write-bundle';
import type { AccessSource } from '../commands/access-source';
import type { AnswerParts } from '../commands/answer-intent';
import type { CommandHandler } from '../commands/handle-command';
import type { Logger } from '../logger';
import type { Clock } from '../ports';
import type { Member } from '../runbook/settings';
import { gatherEvidence } from './gather-evidence';
import type { GatherParts } from './gather-evidence';
import type { Performed, Performers, Work } from './run-effects';

export interface BundleSettings {
  /** Where bundles are written. */
  readonly folder: string;
  /** People's names stay in it; otherwise their roles stand for them. */
  readonly showPeople: boolean;
  /** Version of this program. */
  readonly version: string;
}

export interface BundleParts extends Omit<GatherParts, 'version'> {
  /** Null: this process has nowhere to write. */
  readonly bundles: BundleSettings | null;
  readonly access: AccessSource;
  readonly logger: Logger;
}

/** A person wants the support bundle: answered at once, made by whichever process reaches the cluster. */
export function createBundleForPerson(parts: {
  readonly handler: CommandHandler;
  readonly clock: Clock;
}): AnswerParts['prepareBundle'] {
  return async (cluster, { conversation }) => {
    const to = { serviceUrl: conversation.serviceUrl, conversationId: conversation.id };
    await parts.handler.enqueue(cluster, { kind: 'bundle', dueAt: parts.clock.now(), to });
    return {
      kind: 'text',
      text: `Gathering the evidence of ${cluster} for support. I only look; where the file is follows in a minute or two ...`,
    };
  };
}

/** Gathers, takes names and secrets out, writes one zip on this host and says where. */
export function createBundlePerformer(parts: BundleParts): Pick<Performers, 'bundle'> {
  return { bundle: (work) => performBundle(parts, work) };
}

async function performBundle(parts: BundleParts, work: Work<'bundle'>): Promise<Performed> {
  const text = await makeBundle(parts, work.cluster).catch((error: unknown) => {
    parts.logger.error({ error, cluster: work.cluster }, 'a support bundle could not be made');
    return `The support bundle of ${work.cluster} could not be made: ${error instanceof Error ? error.message : String(error)}`;
  });
  await parts.handler.enqueue(work.cluster, {
    kind: 'tell',
    dueAt: parts.clock.now(),
    to: work.effect.to,
    text,
  });
  return { kind: 'completed' };
}

async function makeBundle(parts: BundleParts, cluster: string): Promise<string> {
  const { bundles } = parts;
  if (bundles === null)
    return 'This process has no folder for support bundles: start it with a configuration or with --data.';
  const content = await gatherEvidence({ ...parts, version: bundles.version }, cluster);
  const files = bundleFiles(content, await knownNames(parts, cluster, bundles.showPeople));
  const file = await writeBundle(bundles.folder, files, { at: content.at, id: parts.newId() });
  const count = Object.keys(files).length;
  return (
    `The support bundle of ${cluster} is on the bot's host: ${file} (${count} files). Names, addresses, ids and secrets are replaced; ` +
    'free text can hold more than I know, so read it before you send it.'
  );
}

async function knownNames(
  { settings, access }: BundleParts,
  cluster: string,
  showPeople: boolean,
): Promise<KnownNames> {
  const { members } = await access.now('recent');
  return {
    clusters: [cluster, ...settings.clusters.map(({ name }) => name).filter((name) => name !== cluster)],
    nodes: settings.clusters
      .toSorted((a, b) => Number(b.name === cluster) - Number(a.name === cluster))
      .flatMap(({ nodes }) => nodes),
    people: showPeople ? null : members.map(personOf),
    tenants: [settings.access.tenantId],
  };
}

/** By the role that decides most about incidents. */
function personOf({ person, roles, alternateObjectIds = [] }: Member): {
  readonly role: string;
  readonly names: readonly string[];
} {
  const weight = ['approver', 'operator', 'admin', 'viewer'] as const;
  const role = weight.find((one) => roles.includes(one)) ?? 'person';
  return { role, names: [person.name, person.objectId, ...alternateObjectIds] };
}
