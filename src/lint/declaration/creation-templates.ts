import { LIMITS } from '../../aws/limits';
import { commonPrefix, namespacePrefix, ROOT } from '../../aws/namespaces';
import { policyText } from '../../aws/policy/document';
import { findDuplicates } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import type {
  BoundCreationTemplate,
  BoundDeclaration,
  BoundRegistry,
  BoundReplicationRule,
  RegistryReference,
} from '../../declaration/bind/bound-declaration';
import { isDestination, matchedBy } from '../../declaration/bind/registry-contents';
import { appliesTo, declaredNamespace } from '../../declaration/bind/registry-settings';
import { entriesOf, isPresent, type Located } from '../../declaration/schema/located';
import type { Reporter as DiagnosticReporter } from '../../declaration/syntax/diagnostics';
import { coverageOf } from '../../model/replication';
import type { TemplateUse } from '../../model/settings';
import type { Topology } from '../../model/topology';
import { serviceRoleFault } from '../predicates/service-roles';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const creationTemplates = defineDeclarationRules({
  rules: {
    'template/duplicate-prefix': {
      severity: 'error',
      doc: 'A registry has two creation templates for the same namespace.',
      why: 'ECR rejects the second template. Merge the two: `team` and `team/` are the same namespace.',
    },
    'template/role': {
      severity: 'error',
      doc: 'A creation template with KMS encryption or tags has no role, or a role that ECR cannot assume.',
      why:
        'ECR cannot create repositories from the template without the role. Use a role in the account of ' +
        'the registry that trusts `ecr.amazonaws.com`: see ' +
        '[creationTemplates](topology.md#creationtemplates). ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html',
    },
    'template/immutable-cache': {
      severity: 'warning',
      doc: 'A creation template makes the tags of cached images immutable.',
      why:
        'ECR cannot update a cached image whose tag is immutable, so a tag that moves upstream, such as ' +
        '`latest`, stays at the image of the first pull. Write `MUTABLE`, or exclude the tags that move ' +
        'with `IMMUTABLE_WITH_EXCLUSION`.',
    },
    'template/unused': {
      severity: 'warning',
      doc: 'A creation template is set for a use for which ECR creates no repository.',
      why:
        'The template has no effect for this use. Fix the prefix, or remove the use. If registries ' +
        'outside the topology replicate to this registry, suppress the warning.',
    },
    'replication/no-template': {
      severity: 'warning',
      doc: 'A replication rule creates repositories that no creation template applies to.',
      why:
        'ECR creates them with mutable tags, AES-256 encryption and no policies. Add a template with ' +
        '`appliedFor: [REPLICATION]` to the destination, or remove `createRepositories`.',
    },
    'replication/template-partly': {
      severity: 'warning',
      doc: 'A creation template applies to only some of the repositories that a replication rule creates.',
      why:
        'ECR creates the others with mutable tags, AES-256 encryption and no policies. Add a template for ' +
        '`ROOT`, or replicate only the namespace of the template: `team/`.',
    },
    'policy/template-too-long': {
      severity: 'error',
      doc: 'The repository policy of a creation template is longer than ECR allows.',
      why: 'ECR allows 10,240 characters. Grant access to accounts or an organization instead of roles.',
    },
  },
  bound({ bound }, reporter) {
    checkCreationTemplates(bound, reporter);
  },
  lowered({ topology, bound }, reporter) {
    checkTemplatePolicies(topology, bound, reporter);
  },
  complete({ bound }, reporter) {
    checkTemplateCoverage(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof creationTemplates>;

/** Checks the creation templates of all registries, except their statements and settings: other rules check those. */
function checkCreationTemplates(bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) {
    checkDuplicatePrefixes(registry, reporter);
    for (const template of registry.creationTemplates) {
      checkRole(template, registry, reporter);
      checkImmutableCache(template, reporter);
    }
  }
}

function checkDuplicatePrefixes({ name, creationTemplates }: BoundRegistry, reporter: Reporter): void {
  for (const { prefix, path } of findDuplicates(creationTemplates, (template) => template.prefix)) {
    reporter.atValue(
      [...path, 'prefix'],
      'template/duplicate-prefix',
      `'${name}' already has a creation template for '${String(prefix)}'. ECR rejects a second one (TemplateAlreadyExistsException).`,
      'Merge the two. One template can apply to several uses.',
    );
  }
}

/**
 * "This role must be provided when using repository tags and/or KMS in the template, otherwise the repository creation
 * will fail": `repository-creation-templates.html`.
 */
function checkRole(template: BoundCreationTemplate, registry: BoundRegistry, reporter: Reporter): void {
  const { path, settings, customRoleArn } = template;
  if (isPresent(customRoleArn)) {
    checkServiceRole(customRoleArn, registry, 'template/role', reporter);
    return;
  }
  const { encryption, tags } = settings;
  const type = encryption?.value.type?.value;
  const isEncrypted = type === 'KMS' || type === 'KMS_DSSE';
  const isTagged = entriesOf(tags).some(([, tag]) => isPresent(tag));
  if ((!isEncrypted && !isTagged) || customRoleArn !== undefined) return;
  const usage = isEncrypted
    ? isTagged
      ? 'encrypts with KMS and sets tags'
      : 'encrypts with KMS'
    : 'sets tags';
  reporter.atKey(
    [...path, isEncrypted ? 'encryption' : 'tags'],
    'template/role',
    `This template ${usage}, but has no 'customRoleArn'. ECR cannot create repositories from it without a role.`,
    'Set customRoleArn to the ARN of a role in this account that trusts ecr.amazonaws.com. docs/reference/topology.md shows the policy that the role needs.',
  );
}

/**
 * ECR cannot update a cached image whose tag is immutable: `pull-through-cache.html`. A mode with exclusion filters is not reported,
 * because the filters are assumed to match the tags that ECR updates.
 */
function checkImmutableCache(template: BoundCreationTemplate, reporter: Reporter): void {
  const mode = template.settings.mutability?.mode;
  if (mode?.value !== 'IMMUTABLE' || !appliesTo(template, 'PULL_THROUGH_CACHE')) return;
  reporter.atValue(
    mode.path,
    'template/immutable-cache',
    "The tags of cached images are immutable, so ECR cannot update them. A tag that moves upstream, such as 'latest', stays at the image of the first pull.",
    'Write MUTABLE, or IMMUTABLE_WITH_EXCLUSION with filters for the tags that move.',
  );
}

/** Checks the length of the templates' repository policies in the form that AWS stores. */
function checkTemplatePolicies({ registries }: Topology, bound: BoundDeclaration, reporter: Reporter): void {
  for (const { name, creationTemplates } of bound.registries) {
    const templates = registries.find((registry) => registry.name === name)?.creationTemplates ?? [];
    for (const { prefix, policy } of templates) {
      const length = policy === undefined ? 0 : policyText(policy).length;
      const template = creationTemplates.find((each) => each.prefix === prefix);
      if (length <= LIMITS.repositoryPolicyLength || template === undefined) continue;
      reporter.atKey(
        [...template.path, 'statements'],
        'policy/template-too-long',
        `The repository policy of template '${prefix}' of '${name}' has ${length} characters. ECR allows ` +
          `${LIMITS.repositoryPolicyLength}.`,
        'Use accounts instead of their roles, or { organization: o-… } instead of accounts.',
      );
    }
  }
}

/**
 * Warns about repositories that ECR creates without a creation template, and about templates that apply to nothing.
 * Requires a declaration without errors.
 */
function checkTemplateCoverage(bound: BoundDeclaration, reporter: Reporter): void {
  for (const rule of bound.rules) {
    if (!rule.createRepositories) continue;
    for (const destination of rule.to) checkCreated(rule, destination, bound, reporter);
  }
  for (const registry of bound.registries) {
    for (const template of registry.creationTemplates) checkUses(template, registry, bound, reporter);
  }
}

const DEFAULT_SETTINGS_TEXT = 'with mutable tags, AES-256 encryption and no policies';

function checkCreated(
  rule: BoundReplicationRule,
  destination: RegistryReference,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const namespaces = destination.registry.creationTemplates
    .filter((template) => appliesTo(template, 'REPLICATION'))
    .flatMap(({ prefix }) => prefix ?? []);
  const namePrefixes = namePrefixesOf(rule).map((namePrefix) => ({
    namePrefix,
    coverage: coverageOf(namespaces, namePrefix),
  }));
  const uncovered = namePrefixes
    .filter(({ coverage }) => coverage === 'none')
    .map(({ namePrefix }) => namePrefix);
  const partlyCovered = namePrefixes
    .filter(({ coverage }) => coverage === 'part')
    .map(({ namePrefix }) => namePrefix);
  if (uncovered.length > 0) reportUncovered(uncovered, destination, reporter);
  if (partlyCovered.length > 0) {
    reportPartlyCovered(partlyCovered, namespaces, rule, destination, bound, reporter);
  }
}

function reportUncovered(
  namePrefixes: readonly string[],
  { registry: { name }, path }: RegistryReference,
  reporter: Reporter,
): void {
  const entries = [...new Set(namePrefixes.map(namespaceFor))].map(
    (prefix) => `{ prefix: ${prefix}, appliedFor: [REPLICATION], … }`,
  );
  reporter.atValue(
    path,
    'replication/no-template',
    `No creation template of '${name}' applies to ${describeNamePrefixes(namePrefixes)}, so ECR creates them ${DEFAULT_SETTINGS_TEXT}.`,
    `Add to registries.${name}: creationTemplates: [${formatList(entries, 4)}]. Or remove createRepositories: ` +
      'declared replicas have the settings of their originals.',
  );
}

function reportPartlyCovered(
  namePrefixes: readonly string[],
  namespaces: readonly string[],
  rule: BoundReplicationRule,
  { registry: { name }, path }: RegistryReference,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const uncoveredNames = rule.from
    .flatMap((source) => matchedBy(bound, rule, source.registry))
    .map((repository) => repository.name)
    .filter(
      (each) =>
        namePrefixes.some((namePrefix) => each.startsWith(namePrefix)) &&
        coverageOf(namespaces, each) !== 'whole',
    );
  const covered = namespaces
    .map(namespacePrefix)
    .filter((namespace) => namePrefixes.some((namePrefix) => namespace.startsWith(namePrefix)));
  reporter.atValue(
    path,
    'replication/template-partly',
    `The creation templates of '${name}' apply only to ${namesText(covered)}, so ECR creates ` +
      `${uncoveredNames.length === 0 ? `all other ${describeNamePrefixes(namePrefixes)}` : namesText(uncoveredNames)} ${DEFAULT_SETTINGS_TEXT}.`,
    `Add a template with prefix: ${ROOT}, or replicate only ${namesText(covered)}.`,
  );
}

/** Returns the name prefixes that a rule matches; the empty text is every name. */
function namePrefixesOf({ filters }: BoundReplicationRule): readonly string[] {
  return filters === 'all' ? [''] : filters.map(({ filter }) => filter);
}

function describeNamePrefixes(namePrefixes: readonly string[]): string {
  return namePrefixes.includes('')
    ? 'replicated repositories'
    : `replicated repositories that start with ${namesText(namePrefixes)}`;
}

function namesText(names: readonly string[]): string {
  return formatList(quoteAll(new Set(names)), 4);
}

/** Returns the longest namespace that contains every name with the prefix. */
function namespaceFor(namePrefix: string): string {
  const end = namePrefix.lastIndexOf('/');
  return end === -1 ? ROOT : namePrefix.slice(0, end);
}

function checkUses(
  template: BoundCreationTemplate,
  registry: BoundRegistry,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const { prefix, appliedFor } = template;
  for (const { value: use, path } of prefix === undefined ? [] : appliedFor) {
    const namePrefixes = createdNamePrefixes(use, registry, bound);
    if (namePrefixes.some((namePrefix) => commonPrefix(prefix ?? ROOT, namePrefix) !== undefined)) continue;
    reporter.atValue(path, 'template/unused', ...unusedMessage(use, registry, prefix ?? ROOT));
  }
}

/** Returns the name prefixes of repositories that ECR creates for this use. */
function createdNamePrefixes(
  use: TemplateUse,
  registry: BoundRegistry,
  { rules }: BoundDeclaration,
): readonly string[] {
  switch (use) {
    case 'REPLICATION':
      return rules
        .filter((rule) => rule.createRepositories && isDestination(rule, registry))
        .flatMap(namePrefixesOf);
    case 'PULL_THROUGH_CACHE':
      return registry.pullThroughCache.flatMap(({ value }) => {
        const namespace = declaredNamespace(value.prefix);
        return namespace === undefined ? [] : namespacePrefix(namespace);
      });
    case 'CREATE_ON_PUSH':
      // Any principal with push permission can choose the name.
      return [''];
  }
}

function unusedMessage(
  use: TemplateUse,
  { name }: BoundRegistry,
  prefix: string,
): readonly [message: string, help: string] {
  const inNamespace = prefix === ROOT ? '' : ` in namespace '${prefix}/'`;
  return use === 'PULL_THROUGH_CACHE'
    ? [
        `No pull-through cache rule of '${name}' creates repositories${inNamespace}, so the template has no effect for PULL_THROUGH_CACHE.`,
        'Set the prefix of a pull-through cache rule, or remove PULL_THROUGH_CACHE.',
      ]
    : [
        `No replication rule creates repositories in '${name}'${inNamespace}, so the template applies only to repositories that are replicated from outside the topology.`,
        'Set createRepositories: true in the replication rule, or remove REPLICATION. Declared replicas have the settings of their originals.',
      ];
}

/** Checks that a role that ECR assumes for a registry is in the account and partition of the registry. */
export function checkServiceRole<Code extends `${string}/role`>(
  { value: text, path }: Located<string>,
  registry: BoundRegistry,
  code: Code,
  reporter: DiagnosticReporter<Code>,
): void {
  const { account, partition, name } = registry;
  const fault = serviceRoleFault(text, account?.id, partition?.id);
  if (fault?.kind === 'not-a-role') {
    reporter.atValue(
      path,
      code,
      `'${text}' is not the ARN of a role.`,
      'Use an ARN such as arn:aws:iam::<12 digits>:role/ecr.',
    );
  } else if (fault?.kind === 'other-account' && account !== undefined) {
    const { accountId } = fault.role;
    reporter.atValue(
      path,
      code,
      `The role is in account ${accountId}, but '${name}' is in account '${account.name}'. ECR assumes only roles in the account of the registry.`,
      `Use a role in account '${account.name}' that trusts ECR. If the role needs access to account ${accountId}, allow it there.`,
    );
  } else if (fault?.kind === 'other-partition' && partition !== undefined) {
    reporter.atValue(
      path,
      code,
      `The role is in partition ${fault.role.partition}, but '${name}' is in partition ${partition.id}.`,
      `Start the ARN with 'arn:${partition.id}:'.`,
    );
  }
}
