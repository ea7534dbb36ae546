import { commonStart, coverageOf, namesStart, ROOT, type TemplateUse } from '../../registry';
import { isDestination, taken } from '../link/contents';
import { isFor } from '../link/creation-templates';
import type { Linked, LinkedRegistry, LinkedRule, LinkedTemplate, Reference } from '../link/linked';
import type { Reporter } from '../reporter';
import { listed } from '../suggest';

/**
 * Warns about repositories that ECR creates without a creation template, and about templates that apply to nothing.
 * Requires a declaration without errors.
 */
export function checkTemplateCoverage(linked: Linked, reporter: Reporter): void {
  for (const rule of linked.rules) {
    if (!rule.createRepositories) continue;
    for (const destination of rule.to) checkCreated(rule, destination, linked, reporter);
  }
  for (const registry of linked.registries) {
    for (const template of registry.creationTemplates) checkUses(template, registry, linked, reporter);
  }
}

const BARE = 'with mutable tags, AES-256 and no policies';

function checkCreated(rule: LinkedRule, destination: Reference, linked: Linked, reporter: Reporter): void {
  const namespaces = destination.registry.creationTemplates
    .filter((template) => isFor(template, 'REPLICATION'))
    .flatMap(({ prefix }) => prefix ?? []);
  const starts = startsOf(rule).map((start) => ({ start, coverage: coverageOf(namespaces, start) }));
  const without = starts.filter(({ coverage }) => coverage === 'none').map(({ start }) => start);
  const partly = starts.filter(({ coverage }) => coverage === 'part').map(({ start }) => start);
  if (without.length > 0) sayWithout(without, destination, reporter);
  if (partly.length > 0) sayPartly(partly, namespaces, rule, destination, linked, reporter);
}

function sayWithout(
  starts: readonly string[],
  { registry: { name }, path }: Reference,
  reporter: Reporter,
): void {
  const entries = [...new Set(starts.map(namespaceFor))].map(
    (prefix) => `{ prefix: ${prefix}, appliedFor: [REPLICATION], … }`,
  );
  reporter.atValue(
    path,
    'replication/no-template',
    `ECR creates ${described(starts)} in '${name}' ${BARE}: no creation template there is applied for REPLICATION.`,
    `Write under registries.${name}: creationTemplates: [${listed(entries, 4)}]. Or leave out createRepositories: ` +
      'replicas that are declared have the settings of the originals.',
  );
}

function sayPartly(
  starts: readonly string[],
  namespaces: readonly string[],
  rule: LinkedRule,
  { registry: { name }, path }: Reference,
  linked: Linked,
  reporter: Reporter,
): void {
  const outside = rule.from
    .flatMap((source) => taken(linked, rule, source.registry))
    .map((repository) => repository.name)
    .filter(
      (each) => starts.some((start) => each.startsWith(start)) && coverageOf(namespaces, each) !== 'whole',
    );
  const meant = namespaces
    .map(namesStart)
    .filter((namespace) => starts.some((start) => namespace.startsWith(start)));
  reporter.atValue(
    path,
    'replication/template-partly',
    `The creation templates of '${name}' are for ${quoted(meant)} alone: of ${described(starts)}, ECR creates ` +
      `${outside.length === 0 ? 'everything else' : quoted(outside)} there ${BARE}.`,
    `Add a template with prefix: ${ROOT}, or replicate ${quoted(meant)} instead.`,
  );
}

/** Returns the name prefixes that a rule matches; the empty text is every name. */
function startsOf({ filters }: LinkedRule): readonly string[] {
  return filters === 'all' ? [''] : filters.map(({ filter }) => filter);
}

function described(starts: readonly string[]): string {
  return starts.includes('') ? 'every repository' : `what starts with ${quoted(starts)}`;
}

function quoted(names: readonly string[]): string {
  return listed(
    [...new Set(names)].map((name) => `'${name}'`),
    4,
  );
}

/** Returns the longest namespace that contains every name with the prefix. */
function namespaceFor(start: string): string {
  const end = start.lastIndexOf('/');
  return end === -1 ? ROOT : start.slice(0, end);
}

function checkUses(
  template: LinkedTemplate,
  registry: LinkedRegistry,
  linked: Linked,
  reporter: Reporter,
): void {
  const { prefix, appliedFor } = template;
  for (const { use, path } of prefix === undefined ? [] : appliedFor) {
    const starts = createdStarts(use, registry, linked);
    if (starts.some((start) => commonStart(prefix ?? ROOT, start) !== undefined)) continue;
    reporter.atValue(path, 'template/unused', ...unused(use, registry, prefix ?? ROOT));
  }
}

/** Returns the name prefixes of repositories that ECR creates for this use. */
function createdStarts(use: TemplateUse, registry: LinkedRegistry, { rules }: Linked): readonly string[] {
  switch (use) {
    case 'REPLICATION':
      return rules
        .filter((rule) => rule.createRepositories && isDestination(rule, registry))
        .flatMap(startsOf);
    case 'PULL_THROUGH_CACHE':
      return registry.pullThroughCache.flatMap(({ prefix }) =>
        prefix === undefined ? [] : namesStart(prefix),
      );
    case 'CREATE_ON_PUSH':
      // Any principal with push permission can choose the name.
      return [''];
  }
}

function unused(
  use: TemplateUse,
  { name }: LinkedRegistry,
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
