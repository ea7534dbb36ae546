import { namespaceOf } from '../../aws/namespaces';
import type { CreationTemplate, TemplateUse } from '../../model/settings.creation-template';
import type { UnknownValue } from '../../model/unknown';
import type { ConfiguredChange } from '../locate/configured-change';
import type { Json, JsonObject } from '../model/document';
import type { PlannedTemplate, PolicyInPlan } from '../model/planned-resource';
import { isUnknown, textAt, textOrUnknown, textsAt } from '../model/values';
import { decodePolicy, toPolicyDocument } from './policy';
import { decodeEncryption, decodeMutability, decodeTags, parseLifecyclePolicy } from './repository.settings';

type Template = CreationTemplate<UnknownValue>;

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function decodeTemplate(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PlannedTemplate {
  const policy = decodeTemplatePolicy(configured, values, unknown);
  return {
    template: decodeTemplateSettings(configured, values, unknown, policy),
    policy,
    lifecycleText: isUnknown(unknown, 'lifecycle_policy') ? undefined : textAt(values, 'lifecycle_policy'),
  };
}

/** Returns `notKnown` if the prefix of the template is unknown. */
function decodeTemplateSettings(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
  policy: PolicyInPlan | undefined,
): Template | UnknownValue {
  const prefix = textOrUnknown(values, unknown, 'prefix');
  if (prefix === undefined || prefix === 'notKnown') return 'notKnown';
  return {
    prefix: namespaceOf(prefix),
    appliedFor: decodeUses(values, unknown),
    description: textOrUnknown(values, unknown, 'description'),
    settings: {
      imageTagMutability: decodeMutability(values, unknown),
      encryption: decodeEncryption(values, unknown, configured.resource?.expressions),
      lifecyclePolicy: decodeTemplateLifecycle(values, unknown),
      tags: decodeTags(values, unknown, ['resource_tags']),
    },
    policy: policy && toPolicyDocument(policy),
    customRoleArn: textOrUnknown(values, unknown, 'custom_role_arn'),
  };
}

const USES = [
  'CREATE_ON_PUSH',
  'PULL_THROUGH_CACHE',
  'REPLICATION',
] as const satisfies readonly TemplateUse[];

function decodeUses(values: JsonObject, unknown: Json): Template['appliedFor'] {
  if (isUnknown(unknown, 'applied_for')) return 'notKnown';
  const configured = textsAt(values, 'applied_for');
  const known = USES.filter((each) => configured.includes(each));
  // A value that is known only after apply is missing in the texts. A value that is new in AWS is not in the list.
  return known.length < configured.length || known.length === 0 ? 'notKnown' : known;
}

function decodeTemplateLifecycle(values: JsonObject, unknown: Json): Template['settings']['lifecyclePolicy'] {
  const text = textOrUnknown(values, unknown, 'lifecycle_policy');
  return text === undefined || text === 'notKnown' ? text : parseLifecyclePolicy(text);
}

function decodeTemplatePolicy(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PolicyInPlan | undefined {
  const isMissing =
    !isUnknown(unknown, 'repository_policy') && textAt(values, 'repository_policy') === undefined;
  return isMissing ? undefined : decodePolicy(configured, values, unknown, 'repository_policy');
}
