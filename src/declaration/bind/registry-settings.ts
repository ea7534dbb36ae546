import { namespaceOf } from '../../aws/namespaces';
import type { TemplateUse } from '../../model/settings.creation-template';
import type { DeclaredRegistry } from '../schema/declaration.declaration';
import type { Reporter } from '../syntax/diagnostics.reporter';
import type { Path } from '../syntax/tree';
import { bindStatements } from './access';
import type { BoundCreationTemplate } from './bound-declaration';
import type { Accounts } from './principals';
import { locateItems } from './references';
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
