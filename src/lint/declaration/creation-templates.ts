import { parseIdentityArn } from '../../aws/arn';
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
import type { DiagnosticCode } from '../../declaration/syntax/diagnostic-codes';
import type { Reporter } from '../../declaration/syntax/diagnostics';
import { coverageOf } from '../../model/replication';
import type { TemplateUse } from '../../model/settings';
import type { Topology } from '../../model/topology';
import { checkSettings } from './repository-settings';

/** Checks the creation templates of all registries, except their statements: `checkStatements` checks those. */
export function checkCreationTemplates(bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) {
    checkDuplicatePrefixes(registry, reporter);
    for (const template of registry.creationTemplates) {
      checkSettings(template.settings, [registry], bound, reporter);
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
      `'${name}' has a creation template for '${String(prefix)}' already: ECR answers TemplateAlreadyExistsException.`,
      'Join them; one template may be applied for several uses.',
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
    `This template ${usage}, which ECR does with a role only: without, it fails to create the repository.`,
    'Write customRoleArn: the ARN of a role of this account that trusts ecr.amazonaws.com; docs/topology.md has its policy.',
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
    'ECR cannot update a cached image whose tag is immutable: a tag that moves upstream, such as latest, stays as it was at the first pull.',
    'Write MUTABLE, or IMMUTABLE_WITH_EXCLUSION with the tags that move.',
  );
}

/** Checks the length of the templates' repository policies in the form that AWS stores. */
export function checkTemplatePolicies(
  { registries }: Topology,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  for (const { name, creationTemplates } of bound.registries) {
    const templates = registries.find((registry) => registry.name === name)?.creationTemplates ?? [];
    for (const { prefix, policy } of templates) {
      const length = policy === undefined ? 0 : policyText(policy).length;
      const template = creationTemplates.find((each) => each.prefix === prefix);
      if (length <= LIMITS.repositoryPolicyLength || template === undefined) continue;
      reporter.atKey(
        [...template.path, 'statements'],
        'policy/template-too-long',
        `The repository policy of the template '${prefix}' of '${name}' has ${length} characters, of which ECR takes ` +
          `${LIMITS.repositoryPolicyLength}.`,
        'Name accounts instead of their roles, or { organization: o-… } instead of accounts.',
      );
    }
  }
}

/**
 * Warns about repositories that ECR creates without a creation template, and about templates that apply to nothing.
 * Requires a declaration without errors.
 */
export function checkTemplateCoverage(bound: BoundDeclaration, reporter: Reporter): void {
  for (const rule of bound.rules) {
    if (!rule.createRepositories) continue;
    for (const destination of rule.to) checkCreated(rule, destination, bound, reporter);
  }
  for (const registry of bound.registries) {
    for (const template of registry.creationTemplates) checkUses(template, registry, bound, reporter);
  }
}

const DEFAULT_SETTINGS_TEXT = 'with mutable tags, AES-256 and no policies';

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
    `ECR creates ${describeNamePrefixes(namePrefixes)} in '${name}' ${DEFAULT_SETTINGS_TEXT}: no creation template there is applied for REPLICATION.`,
    `Write under registries.${name}: creationTemplates: [${formatList(entries, 4)}]. Or leave out createRepositories: ` +
      'replicas that are declared have the settings of the originals.',
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
    `The creation templates of '${name}' are for ${namesText(covered)} alone: of ${describeNamePrefixes(namePrefixes)}, ECR creates ` +
      `${uncoveredNames.length === 0 ? 'everything else' : namesText(uncoveredNames)} there ${DEFAULT_SETTINGS_TEXT}.`,
    `Add a template with prefix: ${ROOT}, or replicate ${namesText(covered)} instead.`,
  );
}

/** Returns the name prefixes that a rule matches; the empty text is every name. */
function namePrefixesOf({ filters }: BoundReplicationRule): readonly string[] {
  return filters === 'all' ? [''] : filters.map(({ filter }) => filter);
}

function describeNamePrefixes(namePrefixes: readonly string[]): string {
  return namePrefixes.includes('') ? 'every repository' : `what starts with ${namesText(namePrefixes)}`;
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
  const below = prefix === ROOT ? '' : ` below '${prefix}/'`;
  return use === 'PULL_THROUGH_CACHE'
    ? [
        `No rule under pullThroughCache of '${name}' fills anything${below}, so the template is not used for it.`,
        'Give it the prefix of a rule, or remove PULL_THROUGH_CACHE.',
      ]
    : [
        `No rule under 'replication' has ECR create repositories in '${name}'${below}: the template is used for those only that come from outside the topology.`,
        'Replicas that are declared have the settings of the originals. Write createRepositories: true in the rule, or remove REPLICATION.',
      ];
}

/** Checks that a role that ECR assumes for a registry is in the account and partition of the registry. */
export function checkServiceRole(
  { value: text, path }: Located<string>,
  registry: BoundRegistry,
  code: Extract<DiagnosticCode, `${string}/role`>,
  reporter: Reporter,
): void {
  const role = parseIdentityArn(text);
  const { account, partition, name } = registry;
  if (role === undefined) {
    reporter.atValue(
      path,
      code,
      `'${text}' is the ARN of no role.`,
      'Such as arn:aws:iam::<12 digits>:role/ecr.',
    );
  } else if (account?.id !== undefined && role.accountId !== account.id) {
    reporter.atValue(
      path,
      code,
      `The role is in account ${role.accountId}, and '${name}' in '${account.name}': ECR takes on a role of its own account only.`,
      `Name a role of '${account.name}', which trusts ECR; the account ${role.accountId} lets that role in.`,
    );
  } else if (partition !== undefined && role.partition !== partition.id) {
    reporter.atValue(
      path,
      code,
      `The role is in the partition ${role.partition}, and '${name}' in ${partition.id}.`,
      `Start the ARN with arn:${partition.id}:.`,
    );
  }
}
