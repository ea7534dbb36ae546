import { namespaceOf, type TemplateUse } from '../../registry';
import type { DeclaredRegistry } from '../declaration';
import type { Reporter } from '../reporter';
import type { Path } from '../tree';
import { linkStatements } from './access';
import type { LinkedTemplate } from './linked';
import type { Accounts } from './principals';
import { eachOf } from './references';
import { linkSettings } from './settings';

/** @param path the path of the registry */
export function linkCreationTemplates(
  declared: DeclaredRegistry | undefined,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly LinkedTemplate[] {
  return (declared?.creationTemplates ?? []).flatMap((template, index) => {
    if (template === undefined) return [];
    const at = [...path, 'creationTemplates', index];
    const { prefix, appliedFor, description, statements, customRoleArn } = template;
    return {
      path: at,
      prefix: prefix === undefined ? undefined : namespaceOf(prefix),
      appliedFor: eachOf(appliedFor, [...at, 'appliedFor']).map(({ value, path: place }) => ({
        use: value,
        path: place,
      })),
      description,
      settings: linkSettings(template, at),
      statements: linkStatements(statements, [...at, 'statements'], accounts, reporter),
      customRoleArn:
        customRoleArn === undefined ? undefined : { text: customRoleArn, path: [...at, 'customRoleArn'] },
    };
  });
}

/** Returns whether the template applies to repositories that ECR creates for this use. */
export function isFor({ appliedFor }: LinkedTemplate, use: TemplateUse): boolean {
  return appliedFor.some((each) => each.use === use);
}
