import { isSameValue, nearestNamespace, sortedUnique, type RepositorySettings } from '../../registry';
import { heldIn, isDestination, taken } from '../link/contents';
import { isFor } from '../link/creation-templates';
import type {
  Linked,
  LinkedGrant,
  LinkedRegistry,
  LinkedRepository,
  LinkedSettings,
  LinkedTemplate,
} from '../link/linked';
import type { Reporter } from '../reporter';
import { repositoryMatcher } from '../resolve/placements';
import { resolveSettings } from '../resolve/settings';
import { listed } from '../suggest';

/**
 * Warns if repositories that ECR creates for a replication rule differ from their originals in a setting that the
 * creation template does not set. Requires a declaration without errors.
 */
export function checkCreatedReplicas(linked: Linked, reporter: Reporter): void {
  const created = linked.registries.flatMap((registry) => createdIn(registry, linked));
  for (const template of new Set(created.map((each) => each.template))) {
    checkTemplate(
      template,
      created.filter((each) => each.template === template),
      reporter,
    );
  }
  const matching = repositoryMatcher(linked);
  for (const grant of created.length === 0 ? [] : linked.grants) {
    const granted = new Set(grant.repositories.flatMap(matching));
    checkGrant(
      grant,
      created.filter(({ original }) => granted.has(original)),
      reporter,
    );
  }
}

/**
 * A declared repository that ECR creates at a destination of a replication rule, and the creation template that applies
 * to it.
 */
interface Created {
  readonly original: LinkedRepository;
  readonly source: LinkedRegistry;
  readonly destination: LinkedRegistry;
  readonly template: LinkedTemplate;
}

function createdIn(destination: LinkedRegistry, linked: Linked): readonly Created[] {
  const templates = destination.creationTemplates.flatMap((template) =>
    template.prefix === undefined || !isFor(template, 'REPLICATION')
      ? []
      : { prefix: template.prefix, template },
  );
  if (templates.length === 0) return [];
  const held = heldIn(linked, destination);
  return linked.rules
    .filter((rule) => rule.createRepositories && isDestination(rule, destination))
    .flatMap((rule) =>
      rule.from.flatMap(({ registry: source }) =>
        taken(linked, rule, source).flatMap((original): readonly Created[] => {
          const template = nearestNamespace(templates, original.name)?.template;
          return template === undefined || held.has(original.name)
            ? []
            : [{ original, source, destination, template }];
        }),
      ),
    );
}

/** The settings of a creation template: whether the template leaves one unset, and its value in a repository. */
const SAID: readonly {
  readonly key: string;
  readonly isSilent: (template: LinkedSettings) => boolean;
  readonly of: (settings: RepositorySettings) => unknown;
}[] = [
  {
    key: 'imageTagMutability',
    isSilent: ({ mutability }) => mutability === undefined,
    of: ({ imageTagMutability }) => imageTagMutability,
  },
  {
    key: 'encryption',
    isSilent: ({ encryption }) => encryption === undefined,
    of: ({ encryption }) => encryption.type,
  },
  {
    key: 'lifecycle',
    isSilent: ({ lifecycle }) => lifecycle === undefined,
    of: ({ lifecyclePolicy }) => lifecyclePolicy,
  },
  { key: 'tags', isSilent: ({ tags }) => tags === undefined, of: ({ tags }) => tags },
];

/** A setting that the template sets is intended, and not compared. */
function checkTemplate(template: LinkedTemplate, created: readonly Created[], reporter: Reporter): void {
  const open = SAID.filter(({ isSilent }) => isSilent(template.settings));
  const differing = open.flatMap(({ key, of }) => {
    const names = created
      .filter(
        ({ original, source, destination }) =>
          !isSameValue(
            of(resolveSettings(original.settings, source)),
            of(resolveSettings(template.settings, destination)),
          ),
      )
      .map(({ original }) => original.name);
    return names.length === 0 ? [] : { key, names };
  });
  if (differing.length === 0) return;
  reporter.atKey(
    template.path,
    'replication/template-differs',
    `What ECR creates with this template is not like the original, for it says nothing of ${differing
      .map(({ key, names }) => `${key} (${quoted(names)})`)
      .join(', ')}.`,
    `Write ${differing.map(({ key }) => key).join(', ')} here, if only to say that it is meant: what stands under ` +
      'defaults is not for templates.',
  );
}

function checkGrant(grant: LinkedGrant, created: readonly Created[], reporter: Reporter): void {
  if (!grant.operations.includes('pull')) return;
  const bare = created.filter(
    ({ destination, template }) =>
      template.statements.length === 0 &&
      (grant.registries?.some(({ registry }) => registry === destination) ?? true),
  );
  const [first] = bare;
  if (first === undefined) return;
  const registries = bare.map(({ destination }) => destination.name);
  const templates = bare.map(({ template }) => template.prefix ?? '');
  reporter.atKey(
    grant.path,
    'access/not-created',
    `This entry does not reach ${quoted(bare.map(({ original }) => original.name))} in ${quoted(registries)}, which ECR ` +
      `creates: their repository policy is that of the creation template ${quoted(templates)}, and it has none.`,
    'Write there statements: [{ principals: …, actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] }], and the ' +
      "caller's side by hand; or leave out createRepositories: replicas that are declared are granted the same.",
  );
}

function quoted(names: readonly string[]): string {
  return listed(
    sortedUnique(names).map((name) => `'${name}'`),
    4,
  );
}
