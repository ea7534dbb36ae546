import { commonPrefix, namespacePrefix, ROOT } from '../../aws/namespaces';
import type {
  BoundCreationTemplate,
  BoundDeclaration,
  BoundRegistry,
  BoundReplicationRule,
  RegistryReference,
} from '../../declaration/bind/bound-declaration';
import { isDestination, matchedBy } from '../../declaration/bind/registry-contents';
import { appliesTo } from '../../declaration/bind/registry-settings';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { formatList } from '../../declaration/syntax/suggestions.suggest';
import { coverageOf } from '../../model/replication.template-coverage';
import type { TemplateUse } from '../../model/settings.creation-template';

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
  if (partlyCovered.length > 0)
    reportPartlyCovered(partlyCovered, namespaces, rule, destination, bound, reporter);
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
    `The creation templates of '${name}' are for ${quoted(covered)} alone: of ${describeNamePrefixes(namePrefixes)}, ECR creates ` +
      `${uncoveredNames.length === 0 ? 'everything else' : quoted(uncoveredNames)} there ${DEFAULT_SETTINGS_TEXT}.`,
    `Add a template with prefix: ${ROOT}, or replicate ${quoted(covered)} instead.`,
  );
}

/** Returns the name prefixes that a rule matches; the empty text is every name. */
function namePrefixesOf({ filters }: BoundReplicationRule): readonly string[] {
  return filters === 'all' ? [''] : filters.map(({ filter }) => filter);
}

function describeNamePrefixes(namePrefixes: readonly string[]): string {
  return namePrefixes.includes('') ? 'every repository' : `what starts with ${quoted(namePrefixes)}`;
}

function quoted(names: readonly string[]): string {
  return formatList(
    [...new Set(names)].map((name) => `'${name}'`),
    4,
  );
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
  for (const { use, path } of prefix === undefined ? [] : appliedFor) {
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
      return registry.pullThroughCache.flatMap(({ prefix }) =>
        prefix === undefined ? [] : namespacePrefix(prefix),
      );
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
