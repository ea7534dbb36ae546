import { identityArn } from '../../aws/arn.identity';
import { isKnown } from '../../model/unknown';
import type { ConfiguredChange } from '../locate/configured-change';
import { locateResource } from '../locate/resource-registry';
import type { Json } from '../model/document';
import type { PlannedResource } from '../model/planned-resource';
import { at, isObject, isUnknown, itemsAt, textAt } from '../model/values';
import { valuesOf, type BeforeOrAfter } from '../model/values.moment';
import { ecrPolicyOf, identityByName } from './identity-policies';
import { decodePolicy } from './policy';
import { attachPolicy, pairBeforeAndAfter, type AttachedPolicy } from './policy-attachments';

/**
 * Decodes the policies in the arguments of a role. Arguments that are not in the configuration are ignored, because the
 * provider fills them with the policies of other resources.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export function decodeRolePolicies(configured: ConfiguredChange): readonly PlannedResource[] {
  const { resource } = configured;
  const isConfigured = (argument: string) => at(resource?.expressions, argument) !== undefined;
  const configuredArguments = (['inline_policy', 'managed_policy_arns'] as const).filter(isConfigured);
  if (configuredArguments.length === 0) return [];
  const policiesOf = (when: BeforeOrAfter) =>
    configuredArguments.flatMap((argument) => policiesInArgument(configured, when, argument));
  return pairBeforeAndAfter(configured, policiesOf('before'), policiesOf('after'));
}

function policiesInArgument(
  configured: ConfiguredChange,
  when: BeforeOrAfter,
  argument: 'inline_policy' | 'managed_policy_arns',
): readonly AttachedPolicy[] {
  const found = valuesOf(configured.change, when);
  if (found === undefined) return [];
  const { values, unknown } = found;
  const registry = locateResource(configured, values);
  const name = isUnknown(unknown, 'name') ? undefined : textAt(values, 'name');
  const target = name === undefined ? 'notKnown' : identityByName('role', name, registry);
  const items = itemsAt(values, argument);
  if (argument === 'managed_policy_arns') {
    return items.flatMap((item, index) => {
      const arn = typeof item === 'string' && !isUnknown(unknown, argument, index) ? item : undefined;
      return attachPolicy(configured, when, { target, registry }, arn) ?? [];
    });
  }
  return items.flatMap((item, index): AttachedPolicy | readonly [] => {
    const ecrPolicy = decodeInlinePolicy(configured, item, at(unknown, argument, index) ?? false);
    if (ecrPolicy === undefined) return [];
    const key = [isKnown(target) ? identityArn(target) : target, 'inline', textAt(item, 'name') ?? ''].join(
      ' ',
    );
    const inlineValues = { identity: target, policy: ecrPolicy, form: 'inline', registry } as const;
    return { key, policy: undefined, kind: 'identity-policy', values: inlineValues };
  });
}

function decodeInlinePolicy(configured: ConfiguredChange, block: Json, unknown: Json) {
  if (!isObject(block)) return undefined;
  const known = ecrPolicyOf(decodePolicy(configured, block, unknown));
  if (known !== undefined || !isUnknown(unknown, 'policy')) return known;
  // A reference in any of the blocks is enough.
  const text = JSON.stringify(at(configured.resource?.expressions, 'inline_policy') ?? '');
  return text.includes('aws_ecr_') ? 'notKnown' : undefined;
}
