import type { RegistryName, RepositoryName } from '../../aws/names';
import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { formatList, joinWithAnd, quoteAll } from '../../base/text';
import type { Diagnostic } from '../syntax/diagnostics';
import type { Omission, Part } from './parts';

/** What the declaration does not contain, or a warning about it. */
export interface Note {
  /**
   * `unknown`: a value is unknown, so that the topology does not have the part. `omitted`: the declaration does not
   * contain the part, so that Terraform does not manage it. `change`: Terraform changes a replica, or the version or ID of
   * a policy. `warning`: of `ecr-topology validate`.
   */
  readonly kind: 'change' | 'omitted' | 'unknown' | 'warning';
  /** Undefined if the note does not apply to one registry. */
  readonly registry: RegistryName | undefined;
  /** The repositories that the note applies to. Sorted. */
  readonly repositories: readonly RepositoryName[];
  /** The kind of part, or the code of the warning. */
  readonly part: Part['kind'] | (string & {});
  /** A sentence: what is not in the declaration, or the warning. */
  readonly what: string;
  /** A sentence. Undefined for a warning. */
  readonly why: string | undefined;
  /** An imperative sentence. */
  readonly fix: string | undefined;
}

/** Returns a note for each reason, with all repositories that it applies to. */
export function omissionNotes(omissions: readonly Omission[]): readonly Note[] {
  const groups = groupBy(omissions, ({ part, why }) =>
    JSON.stringify(['registry' in part ? [part.kind, part.registry] : part, why]),
  );
  const notes = [...groups.values()].map((group): Note => {
    const [{ part, why, fix, isUnknown }] = group;
    const repositories = sortedUnique(
      group.flatMap((each) => ('repository' in each.part ? each.part.repository : [])),
    );
    return {
      kind: isUnknown === true ? 'unknown' : 'omitted',
      registry: 'registry' in part ? part.registry : undefined,
      repositories,
      part: part.kind,
      what: `Not in the declaration: ${partText(part, namesOf(group), registriesOf(group))}.`,
      why,
      fix,
    };
  });
  return sortedBy(notes, ({ registry, part, what }) => [registry ?? '', part, what].join(' '));
}

export function warningNotes(warnings: readonly Diagnostic[]): readonly Note[] {
  return warnings.map(({ code, message, help }) => ({
    kind: 'warning',
    registry: undefined,
    repositories: [],
    part: code,
    what: message,
    why: undefined,
    fix: help,
  }));
}

/**
 * Returns what is left out, sorted. Parts of the same kind are one text, and those of several registries if their names
 * are the same.
 */
export function omittedSubjects(omissions: readonly Omission[]): readonly string[] {
  const byRegistry = groupBy(omissions, ({ part }) =>
    JSON.stringify([part.kind, 'registry' in part ? part.registry : part]),
  );
  const groups = groupBy(byRegistry.values(), (group) => {
    const [{ part }] = group;
    return JSON.stringify('registry' in part ? [part.kind, namesOf(group)] : part);
  });
  const subjects = [...groups.values()].map((group) => {
    const all = group.flat();
    return partText(group[0][0].part, namesOf(all), registriesOf(all));
  });
  return sortedUnique(subjects);
}

/** The repositories or the named settings of parts, quoted. */
function namesOf(omissions: readonly Omission[]): readonly string[] {
  const names = omissions.flatMap(({ part }) => {
    if ('repository' in part) return part.repository;
    return 'name' in part ? part.name : [];
  });
  return quoteAll(sortedUnique(names));
}

function registriesOf(omissions: readonly Omission[]): readonly string[] {
  return quoteAll(sortedUnique(omissions.flatMap(({ part }) => ('registry' in part ? part.registry : []))));
}

/**
 * @param names of repositories or settings
 * @param registries in which the part has these names
 */
function partText(part: Part, names: readonly string[], registries: readonly string[]): string {
  if (part.kind === 'identityPolicy') return `the inline policy 'ecr-topology' of ${part.arn}`;
  if (part.kind === 'attachment') return `the managed policy ${part.policy} of ${part.arn}`;
  if (part.kind === 'registry') {
    return `the ${registries.length === 1 ? 'registry' : 'registries'} ${joinWithAnd(registries)}`;
  }
  const [one, many, preposition] = NOUNS[part.kind];
  const listed = names.length === 0 ? '' : ` ${formatList(names, 4)}`;
  return `${names.length > 1 ? many : one}${listed} ${preposition} ${joinWithAnd(registries)}`;
}

type NamedPart = Exclude<Part['kind'], 'attachment' | 'identityPolicy' | 'registry'>;

/** The nouns of a part, and the preposition before its registry. */
const NOUNS: Readonly<Record<NamedPart, readonly [one: string, many: string, preposition: 'in' | 'of']>> = {
  repository: ['the repository', 'the repositories', 'in'],
  repositoryPolicy: ['the repository policy of', 'the repository policies of', 'in'],
  lifecycle: ['the lifecycle policy of', 'the lifecycle policies of', 'in'],
  scanOnPush: ['scanOnPush of', 'scanOnPush of', 'in'],
  creationTemplate: ['the creation template', 'the creation templates', 'of'],
  cacheRule: ['the pull-through cache rule', 'the pull-through cache rules', 'of'],
  accountSetting: ['the account setting', 'the account settings', 'of'],
  exclusion: ['the pull time update exclusion of', 'the pull time update exclusions of', 'in'],
  accountSettings: whole('the account settings'),
  cacheRules: whole('the pull-through cache rules'),
  creationTemplates: whole('the creation templates'),
  exclusions: whole('the pull time update exclusions'),
  inspector: whole('the activation of Amazon Inspector'),
  registryPolicy: whole('the registry policy'),
  replication: whole('the replication configuration'),
  scanning: whole('the scanning configuration'),
};

function whole(noun: string) {
  return [noun, noun, 'of'] as const;
}
