import { namespaceOf, type CreationTemplate, type NotKnown, type TemplateUse } from '../../registry';
import type { Json, JsonObject } from '../document';
import { isUnknown, textAt, textOrUnknown, textsAt } from './json';
import type { PlannedTemplate, PolicyInPlan } from './planned';
import { policyIn, policyInModel } from './policies';
import { encryptionOf, lifecyclePolicyIn, mutabilityOf, tagsOf } from './settings';
import type { WrittenChange } from './written-change';

type Template = CreationTemplate<NotKnown>;

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function templateValues(written: WrittenChange, values: JsonObject, unknown: Json): PlannedTemplate {
  const policy = templatePolicy(written, values, unknown);
  return {
    template: templateOf(written, values, unknown, policy),
    policy,
    lifecycleText: isUnknown(unknown, 'lifecycle_policy') ? undefined : textAt(values, 'lifecycle_policy'),
  };
}

/** Returns `notKnown` if the prefix of the template is unknown. */
function templateOf(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
  policy: PolicyInPlan | undefined,
): Template | NotKnown {
  const prefix = textOrUnknown(values, unknown, 'prefix');
  if (prefix === undefined || prefix === 'notKnown') return 'notKnown';
  return {
    prefix: namespaceOf(prefix),
    appliedFor: usesOf(values, unknown),
    description: textOrUnknown(values, unknown, 'description'),
    settings: {
      imageTagMutability: mutabilityOf(values, unknown),
      encryption: encryptionOf(values, unknown, written.resource?.expressions),
      lifecyclePolicy: lifecyclePolicyOf(values, unknown),
      tags: tagsOf(values, unknown, ['resource_tags']),
    },
    policy: policy && policyInModel(policy),
    customRoleArn: textOrUnknown(values, unknown, 'custom_role_arn'),
  };
}

const USES = [
  'CREATE_ON_PUSH',
  'PULL_THROUGH_CACHE',
  'REPLICATION',
] as const satisfies readonly TemplateUse[];

function usesOf(values: JsonObject, unknown: Json): Template['appliedFor'] {
  if (isUnknown(unknown, 'applied_for')) return 'notKnown';
  const written = textsAt(values, 'applied_for');
  const known = USES.filter((each) => written.includes(each));
  // A value that is known only after apply is missing in the texts. A value that is new in AWS is not in the list.
  return known.length < written.length || known.length === 0 ? 'notKnown' : known;
}

function lifecyclePolicyOf(values: JsonObject, unknown: Json): Template['settings']['lifecyclePolicy'] {
  const text = textOrUnknown(values, unknown, 'lifecycle_policy');
  return text === undefined || text === 'notKnown' ? text : lifecyclePolicyIn(text);
}

function templatePolicy(written: WrittenChange, values: JsonObject, unknown: Json): PolicyInPlan | undefined {
  const isNone =
    !isUnknown(unknown, 'repository_policy') && textAt(values, 'repository_policy') === undefined;
  return isNone ? undefined : policyIn(written, values, unknown, 'repository_policy');
}
