import { nearestNamespace } from '../../aws/namespaces';
import { isSameValue, sortedUnique } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import type {
  BoundCreationTemplate,
  BoundDeclaration,
  BoundGrant,
  BoundRegistry,
  BoundRepository,
  BoundRepositorySettings,
} from '../../declaration/bind/bound-declaration';
import { isDestination, matchedBy, repositoriesIn } from '../../declaration/bind/registry-contents';
import { appliesTo } from '../../declaration/bind/registry-settings';
import { repositoryMatcher } from '../../declaration/lower/access';
import { lowerSettings } from '../../declaration/lower/repository-settings';
import type { RepositorySettings } from '../../model/settings';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const createdReplicas = defineDeclarationRules({
  rules: {
    'replication/template-differs': {
      severity: 'warning',
      doc: 'Replicas that ECR creates differ from their originals, because the creation template does not set all their settings.',
      why:
        '`defaults` do not apply to creation templates. Set the keys that the message lists in the ' +
        'template. A key that the template sets, even `lifecycle: []`, is not reported.',
    },
    'access/not-created': {
      severity: 'warning',
      doc: 'A grant does not apply to replicas that ECR creates.',
      why:
        'ECR gives a repository that it creates the repository policy of the creation template. Add ' +
        '`statements` to the template, or remove `createRepositories`: declared replicas have the grants ' +
        'of their originals.',
    },
  },
  complete({ bound }, reporter) {
    checkCreatedReplicas(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof createdReplicas>;

/**
 * Warns if repositories that ECR creates for a replication rule differ from their originals in a setting that the
 * creation template does not set. Requires a declaration without errors.
 */
function checkCreatedReplicas(bound: BoundDeclaration, reporter: Reporter): void {
  const created = bound.registries.flatMap((registry) => createdReplicasIn(registry, bound));
  for (const template of new Set(created.map((each) => each.template))) {
    checkTemplate(
      template,
      created.filter((each) => each.template === template),
      reporter,
    );
  }
  const matchGlob = repositoryMatcher(bound);
  for (const grant of created.length === 0 ? [] : bound.grants) {
    const granted = new Set(grant.repositories.flatMap(matchGlob));
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
interface CreatedReplica {
  readonly original: BoundRepository;
  readonly source: BoundRegistry;
  readonly destination: BoundRegistry;
  readonly template: BoundCreationTemplate;
}

function createdReplicasIn(destination: BoundRegistry, bound: BoundDeclaration): readonly CreatedReplica[] {
  const templates = destination.creationTemplates.flatMap((template) =>
    template.prefix === undefined || !appliesTo(template, 'REPLICATION')
      ? []
      : { prefix: template.prefix, template },
  );
  if (templates.length === 0) return [];
  const declared = repositoriesIn(bound, destination);
  return bound.rules
    .filter((rule) => rule.createRepositories && isDestination(rule, destination))
    .flatMap((rule) =>
      rule.from.flatMap(({ registry: source }) =>
        matchedBy(bound, rule, source).flatMap((original): readonly CreatedReplica[] => {
          const template = nearestNamespace(templates, original.name)?.template;
          return template === undefined || declared.has(original.name)
            ? []
            : [{ original, source, destination, template }];
        }),
      ),
    );
}

/** The settings of a creation template: whether the template leaves one unset, and its value in a repository. */
const TEMPLATE_SETTINGS: readonly {
  readonly key: string;
  readonly isUnset: (template: BoundRepositorySettings) => boolean;
  readonly valueOf: (settings: RepositorySettings) => unknown;
}[] = [
  {
    key: 'imageTagMutability',
    isUnset: ({ mutability }) => mutability === undefined,
    valueOf: ({ imageTagMutability }) => imageTagMutability,
  },
  {
    key: 'encryption',
    isUnset: ({ encryption }) => encryption === undefined,
    valueOf: ({ encryption }) => encryption.type,
  },
  {
    key: 'lifecycle',
    isUnset: ({ lifecycle }) => lifecycle === undefined,
    valueOf: ({ lifecyclePolicy }) => lifecyclePolicy,
  },
  { key: 'tags', isUnset: ({ tags }) => tags === undefined, valueOf: ({ tags }) => tags },
];

/** A setting that the template sets is intended, and not compared. */
function checkTemplate(
  template: BoundCreationTemplate,
  created: readonly CreatedReplica[],
  reporter: Reporter,
): void {
  const unset = TEMPLATE_SETTINGS.filter(({ isUnset }) => isUnset(template.settings));
  const differing = unset.flatMap(({ key, valueOf }) => {
    const names = created
      .filter(
        ({ original, source, destination }) =>
          !isSameValue(
            valueOf(lowerSettings(original.settings, source)),
            valueOf(lowerSettings(template.settings, destination)),
          ),
      )
      .map(({ original }) => original.name);
    return names.length === 0 ? [] : { key, names };
  });
  if (differing.length === 0) return;
  reporter.atKey(
    template.path,
    'replication/template-differs',
    `Replicas that ECR creates from this template differ from their originals in ${differing
      .map(({ key, names }) => `${key} (${namesText(names)})`)
      .join(', ')}, because the template does not set ${differing.length === 1 ? 'it' : 'them'}.`,
    `Set ${differing.map(({ key }) => key).join(', ')} in the template. If the difference is intended, set the default value. ` +
      "'defaults' do not apply to templates.",
  );
}

function checkGrant(grant: BoundGrant, created: readonly CreatedReplica[], reporter: Reporter): void {
  if (!grant.operations.includes('pull')) return;
  const withoutPolicy = created.filter(
    ({ destination, template }) =>
      template.statements.length === 0 &&
      (grant.registries?.some(({ registry }) => registry === destination) ?? true),
  );
  const [first] = withoutPolicy;
  if (first === undefined) return;
  const registries = withoutPolicy.map(({ destination }) => destination.name);
  const templates = sortedUnique(withoutPolicy.map(({ template }) => template.prefix ?? ''));
  reporter.atKey(
    grant.path,
    'access/not-created',
    `This grant does not apply to ${namesText(withoutPolicy.map(({ original }) => original.name))} in ${namesText(registries)}. ECR creates ` +
      `these replicas from ${templates.length === 1 ? 'creation template' : 'creation templates'} ${namesText(templates)}, which ` +
      `${templates.length === 1 ? 'has' : 'have'} no repository policy.`,
    'Add to the template: statements: [{ principals: …, actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] }], and ' +
      'add the identity policy of the principal yourself. Or remove createRepositories: declared replicas have the grants of ' +
      'their originals.',
  );
}

function namesText(names: readonly string[]): string {
  return formatList(quoteAll(sortedUnique(names)), 4);
}
