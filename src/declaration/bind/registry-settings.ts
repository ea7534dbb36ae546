import { namespaceOf } from '../../aws/namespaces';
import { parseUpstream, type Upstream } from '../../aws/upstream';
import type { TemplateUse } from '../../model/settings';
import { itemsOf, type Field } from '../schema/located';
import type { DeclaredCacheRule, DeclaredRegistry } from '../schema/registries';
import type { Reporter } from '../syntax/diagnostics';
import { bindStatements } from './access';
import type { BoundCreationTemplate, BoundDeclaration } from './bound-declaration';
import type { Accounts } from './principals';
import { registryIdOf } from './registry-contents';
import { bindSettings } from './repository-settings';

export function bindCreationTemplates(
  declared: DeclaredRegistry['creationTemplates'],
  accounts: Accounts,
  reporter: Reporter,
): readonly BoundCreationTemplate[] {
  return itemsOf(declared).map(({ path, value: template }) => ({
    path,
    prefix: declaredNamespace(template.prefix),
    appliedFor: itemsOf(template.appliedFor),
    description: template.description?.value,
    settings: bindSettings(template),
    statements: bindStatements(template.statements, accounts, reporter),
    customRoleArn: template.customRoleArn,
  }));
}

/** Returns the namespace that a prefix declares, or undefined if the prefix is absent or was rejected. */
export function declaredNamespace(prefix: Field<string>): string | undefined {
  return prefix?.value === undefined ? undefined : namespaceOf(prefix.value);
}

/** Returns whether the template applies to repositories that ECR creates for this use. */
export function appliesTo({ appliedFor }: BoundCreationTemplate, use: TemplateUse): boolean {
  return appliedFor.some(({ value }) => value === use);
}

/**
 * Returns whether the upstream is the name of a registry: every host name contains a dot, and no registry name does.
 */
export function isRegistryName(upstream: string): boolean {
  return !upstream.includes('.');
}

/** Returns the upstream of a rule, or undefined if it is unknown. */
export function upstreamOf(
  { value: { upstream: declared } }: DeclaredCacheRule,
  { registries }: Pick<BoundDeclaration, 'registries'>,
): Upstream | undefined {
  const upstream = declared?.value;
  if (upstream === undefined) return undefined;
  if (!isRegistryName(upstream)) return parseUpstream(upstream);
  const registry = registries.find(({ name }) => name === upstream);
  const id = registry === undefined ? undefined : registryIdOf(registry);
  return id === undefined ? undefined : { kind: 'ecr', id };
}
