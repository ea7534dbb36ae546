import { identityArn, isKnown } from '../../registry';
import type { Json } from '../document';
import { attachedTo, pairedByKey, type Attached } from './attachments';
import { ecrPartOf, identityNamed } from './identities';
import { at, isObject, isUnknown, itemsAt, textAt } from './json';
import { momentOf, type Moment } from './moment';
import { placeOf } from './places';
import type { PlannedResource } from './planned';
import { policyIn } from './policies';
import type { WrittenChange } from './written-change';

/**
 * Decodes the policies in the arguments of a role. Arguments that are not in the configuration are ignored, because the
 * provider fills them with the policies of other resources.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export function policiesOfRole(written: WrittenChange): readonly PlannedResource[] {
  const { resource } = written;
  const isWritten = (argument: string) => at(resource?.expressions, argument) !== undefined;
  const wanted = (['inline_policy', 'managed_policy_arns'] as const).filter(isWritten);
  if (wanted.length === 0) return [];
  const given = (moment: Moment) => wanted.flatMap((argument) => givenAt(written, moment, argument));
  return pairedByKey(written, given('before'), given('after'));
}

function givenAt(
  written: WrittenChange,
  moment: Moment,
  argument: 'inline_policy' | 'managed_policy_arns',
): readonly Attached[] {
  const found = momentOf(written.change, moment);
  if (found === undefined) return [];
  const { values, unknown } = found;
  const registry = placeOf(written, values);
  const name = isUnknown(unknown, 'name') ? undefined : textAt(values, 'name');
  const whom = name === undefined ? 'notKnown' : identityNamed('role', name, registry);
  const items = itemsAt(values, argument);
  if (argument === 'managed_policy_arns') {
    return items.flatMap((item, index) => {
      const arn = typeof item === 'string' && !isUnknown(unknown, argument, index) ? item : undefined;
      return attachedTo(written, moment, { whom, registry }, arn) ?? [];
    });
  }
  return items.flatMap((item, index): Attached | readonly [] => {
    const said = inlinePart(written, item, at(unknown, argument, index) ?? false);
    if (said === undefined) return [];
    const key = [isKnown(whom) ? identityArn(whom) : whom, 'inline', textAt(item, 'name') ?? ''].join(' ');
    const own = { identity: whom, policy: said, form: 'inline', registry } as const;
    return { key, policy: undefined, kind: 'identity-policy', values: own };
  });
}

function inlinePart(written: WrittenChange, block: Json, unknown: Json) {
  if (!isObject(block)) return undefined;
  const known = ecrPartOf(policyIn(written, block, unknown));
  if (known !== undefined || !isUnknown(unknown, 'policy')) return known;
  // A reference in any of the blocks is enough.
  const text = JSON.stringify(at(written.resource?.expressions, 'inline_policy') ?? '');
  return text.includes('aws_ecr_') ? 'notKnown' : undefined;
}
