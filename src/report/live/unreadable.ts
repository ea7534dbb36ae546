import { registryKey } from '../../aws/arn';
import { groupBy } from '../../base/collections';
import { capitalizeSentence, formatList } from '../../base/text';
import { failureHelp, type Failure } from '../../live/failure';
import type { Unreadable } from '../../live/registry/live-topology';
import type { UnreadableImages } from '../../verify/images';
import { wrapped, type Terminal } from '../format/terminal';
import { printable } from '../format/text';

export type UnreadableValue = Unreadable | UnreadableImages;

/** How many names of one kind a message lists. */
const MAX_NAMES = 5;

/** The nouns of a part: of one value, of several values, and of the whole part. */
const NOUNS: Readonly<Record<UnreadableValue['part'], readonly [one: string, many: string, whole: string]>> =
  {
    registry: ['the registry', 'the registries', 'the registry'],
    repositories: ['repository', 'repositories', 'the list of repositories'],
    repositoryPolicies: [
      'the policy of repository',
      'the policies of repositories',
      'the repository policies',
    ],
    lifecyclePolicies: [
      'the lifecycle policy of repository',
      'the lifecycle policies of repositories',
      'the lifecycle policies',
    ],
    repositoryTags: ['the tags of repository', 'the tags of repositories', 'the tags of the repositories'],
    policy: ['the registry policy', 'the registry policies', 'the registry policy'],
    replication: ['the replication rules', 'the replication rules', 'the replication rules'],
    scanning: ['the scanning configuration', 'the scanning configurations', 'the scanning configuration'],
    inspector: [
      'the status of Amazon Inspector',
      'the status of Amazon Inspector',
      'the status of Amazon Inspector',
    ],
    creationTemplates: ['creation template', 'creation templates', 'the creation templates'],
    pullThroughCache: ['pull-through cache rule', 'pull-through cache rules', 'the pull-through cache rules'],
    settings: ['account setting', 'account settings', 'the account settings'],
    pullTimeUpdateExclusions: [
      'pull-time update exclusion',
      'pull-time update exclusions',
      'the pull-time update exclusions',
    ],
    identities: ['the policies of', 'the policies of', 'the policies of roles and users'],
    images: ['the images of repository', 'the images of repositories', 'the images'],
    replicationStatus: [
      'the replication status of images in repository',
      'the replication status of images in repositories',
      'the replication status of images',
    ],
  };

/** Values of one registry that could not be read for the same reason. Texts are not escaped. */
export interface UnreadableGroup {
  /** The name of the registry. Undefined for identities. */
  readonly registry: string | undefined;
  readonly values: readonly [UnreadableValue, ...UnreadableValue[]];
  /** What could not be read. */
  readonly title: string;
  /** The title and the reason. */
  readonly message: string;
  readonly help: string;
}

/** The kinds of failures whose message is a sentence of this program. */
const OWN_MESSAGES: readonly Failure['kind'][] = ['not-supported', 'unsupported-value'];

type NameOf = (registry: NonNullable<UnreadableValue['registry']>) => string;

export function groupUnreadable(
  unreadable: readonly UnreadableValue[],
  nameOf: NameOf,
): readonly UnreadableGroup[] {
  const groups = groupBy(unreadable, ({ registry, part, name, failure: { call, kind, code } }) =>
    JSON.stringify([registry && registryKey(registry), part, name === undefined, call, kind, code]),
  );
  return [...groups.values()].map((values) => {
    const [{ registry, failure }] = values;
    const title = `Could not read ${subject(values)}`;
    return {
      registry: registry && nameOf(registry),
      values,
      title,
      message: `${title}${OWN_MESSAGES.includes(failure.kind) ? '.' : ':'} ${reasonOf(failure)}`,
      help: failureHelp(failure),
    };
  });
}

/** What could not be read, of one or several registries. */
export interface UnreadableParagraph {
  /** The names of the registries with a colon. Empty for identities. */
  readonly owner: string;
  /** The title and the reason. */
  readonly message: string;
  readonly help: string;
}

/** Returns a text for each reason. Values and registries with the same reason share it. */
export function unreadableParagraphs(
  unreadable: readonly UnreadableValue[],
  nameOf: NameOf,
): readonly UnreadableParagraph[] {
  const groups = groupBy(groupUnreadable(unreadable, nameOf), (group) => {
    const [{ registry }] = group.values;
    const { title, message, help } = group;
    // A message contains the Region in the ARN of the resource.
    return JSON.stringify([title, help, registry ? message.replaceAll(registry.region, '') : message]);
  });
  return [...groups.values()].map((group) => {
    const [{ message, help }] = group;
    const registries = group.flatMap(({ registry }) => registry ?? []);
    const owner = registries.length === 0 ? '' : `${formatList(registries, MAX_NAMES)}: `;
    return { owner, message, help };
  });
}

/**
 * Returns a paragraph for each reason why values could not be read, with the fix.
 * @param nameOf returns the name of a registry
 */
export function unreadableText(
  unreadable: readonly UnreadableValue[],
  nameOf: NameOf,
  terminal: Terminal,
): string {
  return unreadableParagraphs(unreadable, nameOf)
    .map(({ owner, message, help }) => {
      const first = `${terminal.paint.danger('error')} ${terminal.paint.strong(printable(owner))}`;
      return `${wrapped(`${first}${printable(message)}`, terminal)}\n${wrapped(printable(help), terminal, { first: '  ' })}\n`;
    })
    .join('');
}

function subject([first, ...others]: readonly [UnreadableValue, ...UnreadableValue[]]): string {
  const [one, many, whole] = NOUNS[first.part];
  const names = [first, ...others].flatMap(({ name }) => name ?? []);
  if (names.length === 0) return whole;
  return `${names.length === 1 ? one : many} ${formatList(names, MAX_NAMES)}`;
}

/** Returns the message of a failure as a sentence. */
export function reasonOf({ message, code }: Failure): string {
  const sentence = capitalizeSentence(message === '' ? code : message);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
