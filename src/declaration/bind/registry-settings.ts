import { namespaceOf } from '../../aws/namespaces';
import { parseUpstream, type Upstream } from '../../aws/upstream';
import type { TemplateUse } from '../../model/settings';
import type { DeclaredRegistry } from '../schema/declaration';
import type { Reporter } from '../syntax/diagnostics';
import type { Path } from '../syntax/tree';
import { bindStatements } from './access';
import type {
  BoundCacheRule,
  BoundCreationTemplate,
  BoundDeclaration,
  BoundScanning,
  BoundText,
} from './bound-declaration';
import type { Accounts } from './principals';
import { locateItems, locateTexts } from './references';
import { registryIdOf } from './registry-contents';
import { bindSettings } from './repository-settings';

/** @param path the path of the registry */
export function bindCreationTemplates(
  declared: DeclaredRegistry | undefined,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly BoundCreationTemplate[] {
  return (declared?.creationTemplates ?? []).flatMap((template, index) => {
    if (template === undefined) return [];
    const at = [...path, 'creationTemplates', index];
    const { prefix, appliedFor, description, statements, customRoleArn } = template;
    return {
      path: at,
      prefix: prefix === undefined ? undefined : namespaceOf(prefix),
      appliedFor: locateItems(appliedFor, [...at, 'appliedFor']).map(({ value, path: usePath }) => ({
        use: value,
        path: usePath,
      })),
      description,
      settings: bindSettings(template, at),
      statements: bindStatements(statements, [...at, 'statements'], accounts, reporter),
      customRoleArn:
        customRoleArn === undefined ? undefined : { text: customRoleArn, path: [...at, 'customRoleArn'] },
    };
  });
}

/** Returns whether the template applies to repositories that ECR creates for this use. */
export function appliesTo({ appliedFor }: BoundCreationTemplate, use: TemplateUse): boolean {
  return appliedFor.some((each) => each.use === use);
}

/** @param path the path of the registry */
export function bindPullThroughCache(
  declared: DeclaredRegistry | undefined,
  path: Path,
): readonly BoundCacheRule[] {
  return (declared?.pullThroughCache ?? []).flatMap((rule, index) => {
    if (rule === undefined) return [];
    const at = [...path, 'pullThroughCache', index];
    const textAt = (key: keyof typeof rule): BoundText | undefined => {
      const text = rule[key];
      return text === undefined ? undefined : { text, path: [...at, key] };
    };
    const upstreamPrefix = textAt('upstreamPrefix');
    return {
      path: at,
      prefix: rule.prefix === undefined ? undefined : namespaceOf(rule.prefix),
      upstream: textAt('upstream'),
      upstreamPrefix:
        upstreamPrefix === undefined
          ? undefined
          : { ...upstreamPrefix, text: namespaceOf(upstreamPrefix.text) },
      credentialArn: textAt('credentialArn'),
      customRoleArn: textAt('customRoleArn'),
    };
  });
}

/**
 * Returns whether the upstream is the name of a registry: every host name contains a dot, and no registry name does.
 */
export function isRegistryName({ text }: BoundText): boolean {
  return !text.includes('.');
}

/** Returns the upstream of a rule, or undefined if it is unknown. */
export function upstreamOf(
  { upstream }: BoundCacheRule,
  { registries }: Pick<BoundDeclaration, 'registries'>,
): Upstream | undefined {
  if (upstream === undefined) return undefined;
  if (!isRegistryName(upstream)) return parseUpstream(upstream.text);
  const registry = registries.find(({ name }) => name === upstream.text);
  const id = registry === undefined ? undefined : registryIdOf(registry);
  return id === undefined ? undefined : { kind: 'ecr', id };
}

/** @param path the path of the registry */
export function bindScanning(declared: DeclaredRegistry | undefined, path: Path): BoundScanning | undefined {
  const scanning = declared?.scanning;
  if (scanning === undefined) return undefined;
  const at = [...path, 'scanning'];
  return {
    path: at,
    type: scanning.type,
    rules: (scanning.rules ?? []).flatMap((rule, index) => {
      if (rule === undefined) return [];
      const rulePath = [...at, 'rules', index];
      return {
        path: rulePath,
        frequency: rule.frequency,
        filters: locateTexts(rule.repositories, [...rulePath, 'repositories']),
      };
    }),
    enableInspector: scanning.enableInspector ?? false,
  };
}
