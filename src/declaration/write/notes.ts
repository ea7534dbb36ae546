import type { RegistryName, RepositoryName } from '../../aws/names';
import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import type { Diagnostic } from '../syntax/diagnostics';
import type { Omission, Part } from './parts';

/** What the declaration does not contain, or a warning about it. */
export interface Note {
  /**
   * `unknown`: a value is unknown, so that the topology does not have the part. `omitted`: the declaration does not
   * contain the part, so that Terraform does not manage it. `warning`: of `ecr-topology validate`.
   */
  readonly kind: 'omitted' | 'unknown' | 'warning';
  /** Undefined if the note does not apply to one registry. */
  readonly registry: RegistryName | undefined;
  /** The repositories that the note applies to. Sorted. */
  readonly repositories: readonly RepositoryName[];
  /** The kind of part, or the code of the warning. */
  readonly part: Part['kind'] | (string & {});
  /** The part: `the registry policy of 'develop'`. For a warning, its code. */
  readonly subject: string;
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
    JSON.stringify(['repository' in part ? { kind: part.kind, registry: part.registry } : part, why]),
  );
  const notes = [...groups.values()].map((group): Note => {
    const [{ part, why, fix, isUnknown }] = group;
    const repositories = sortedUnique(
      group.flatMap((each) => ('repository' in each.part ? each.part.repository : [])),
    );
    const subject = partText(part, repositories);
    return {
      kind: isUnknown === true ? 'unknown' : 'omitted',
      registry: 'registry' in part ? part.registry : undefined,
      repositories,
      part: part.kind,
      subject,
      what: `Not in the declaration: ${subject}.`,
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
    subject: code,
    what: message,
    why: undefined,
    fix: help,
  }));
}

function partText(part: Part, repositories: readonly string[]): string {
  switch (part.kind) {
    case 'repository':
    case 'repositoryPolicy':
    case 'lifecycle':
    case 'scanOnPush':
      return `${ofRepositories(part.kind, repositories)} in '${part.registry}'`;
    case 'identityPolicy':
      return `the inline policy 'ecr-topology' of ${part.arn}`;
    case 'attachment':
      return `the managed policy ${part.policy} of ${part.arn}`;
    case 'creationTemplate':
      return `the creation template '${part.name}' of '${part.registry}'`;
    case 'cacheRule':
      return `the pull-through cache rule '${part.name}' of '${part.registry}'`;
    case 'accountSetting':
      return `the account setting ${part.name} of '${part.registry}'`;
    case 'exclusion':
      return `the pull time update exclusion of ${part.name} in '${part.registry}'`;
    case 'registry':
      return `the registry '${part.registry}'`;
    case 'accountSettings':
    case 'cacheRules':
    case 'creationTemplates':
    case 'exclusions':
    case 'inspector':
    case 'registryPolicy':
    case 'replication':
    case 'scanning':
      return `the ${REGISTRY_PARTS[part.kind]} of '${part.registry}'`;
  }
}

const REGISTRY_PARTS = {
  accountSettings: 'account settings',
  cacheRules: 'pull-through cache rules',
  creationTemplates: 'creation templates',
  exclusions: 'pull time update exclusions',
  inspector: 'activation of Amazon Inspector',
  registryPolicy: 'registry policy',
  replication: 'replication configuration',
  scanning: 'scanning configuration',
} as const;

function ofRepositories(
  kind: 'lifecycle' | 'repository' | 'repositoryPolicy' | 'scanOnPush',
  repositories: readonly string[],
): string {
  const names = formatList(quoteAll(repositories), 4);
  const isOne = repositories.length === 1;
  switch (kind) {
    case 'repository':
      return `${isOne ? 'the repository' : 'the repositories'} ${names}`;
    case 'repositoryPolicy':
      return `${isOne ? 'the repository policy' : 'the repository policies'} of ${names}`;
    case 'lifecycle':
      return `${isOne ? 'the lifecycle policy' : 'the lifecycle policies'} of ${names}`;
    case 'scanOnPush':
      return `scanOnPush of ${names}`;
  }
}
