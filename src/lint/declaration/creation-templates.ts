import { LIMITS } from '../../aws/limits';
import { policyText } from '../../aws/policy/document.text';
import { findDuplicates } from '../../base/collections.repeated';
import type {
  BoundCreationTemplate,
  BoundDeclaration,
  BoundRegistry,
} from '../../declaration/bind/bound-declaration';
import { appliesTo } from '../../declaration/bind/registry-settings';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import type { Topology } from '../../model/topology';
import { checkServiceRole } from './creation-templates.service-role';
import { checkSettings } from './repository-settings';

/** Checks the creation templates of all registries, except their statements: `checkStatements` checks those. */
export function checkCreationTemplates(bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) {
    checkDuplicatePrefixes(registry, reporter);
    for (const template of registry.creationTemplates) {
      checkSettings(template.settings, [registry], reporter);
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
  if (customRoleArn !== undefined) {
    checkServiceRole(customRoleArn, registry, 'template/role', reporter);
    return;
  }
  const { encryption, tags } = settings;
  const isEncrypted = encryption?.type === 'KMS' || encryption?.type === 'KMS_DSSE';
  const isTagged = tags !== undefined && Object.keys(tags.values).length > 0;
  if ((!isEncrypted && !isTagged) || reporter.declaredKeys(path).includes('customRoleArn')) return;
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
 * "Turning on image tag immutability for repositories using a pull through cache rule will prevent Amazon ECR from
 * updating images using the same tag": `pull-through-cache.html`. A mode with exclusion filters is not reported,
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
