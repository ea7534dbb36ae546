import type { RepositoryName } from '../../aws/names';
import type { UnknownValue } from '../../model/unknown';
import { referencedChange, type ConfiguredChange } from '../locate/configured-change';
import type { Json, JsonObject } from '../model/document';
import type { PlannedLifecyclePolicy, PlannedRepositoryValues } from '../model/planned-resource';
import { at, isUnknown } from '../model/values';
import { decodeEncryption, decodeMutability, decodeTags, parseLifecyclePolicy } from './repository.settings';

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function decodeRepository(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PlannedRepositoryValues {
  const { change, resource } = configured;
  return {
    name: isUnknown(unknown, 'name') ? 'notKnown' : decodeName(at(values, 'name')),
    forceDelete: isUnknown(unknown, 'force_delete') ? 'notKnown' : at(values, 'force_delete') === true,
    imageTagMutability: decodeMutability(values, unknown),
    // An update that does not set it keeps the current value.
    scanOnPush: decodeScanOnPush(values, unknown) ?? (change.action === 'update' ? undefined : false),
    encryption: decodeEncryption(values, unknown, resource?.expressions),
    tags: decodeTags(
      values,
      unknown,
      hasNoDefaultTags(configured, unknown) ? ['tags'] : ['tags_all', 'tags'],
    ),
  };
}

/**
 * Whether `tags` contains all tags. Without any tags, the provider plans `tags_all` as unknown.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/docs/resource-tagging.md
 */
function hasNoDefaultTags({ located, resource }: ConfiguredChange, unknown: Json): boolean {
  if (resource === undefined || !isUnknown(unknown, 'tags_all')) return false;
  const provider = located.configuration.provider(resource.provider);
  return at(provider, 'expressions', 'default_tags') === undefined;
}

function decodeScanOnPush(values: JsonObject, unknown: Json): boolean | UnknownValue | undefined {
  if (isUnknown(unknown, 'image_scanning_configuration', 0, 'scan_on_push')) return 'notKnown';
  // A removed block is missing, or has a null value.
  const value = at(values, 'image_scanning_configuration', 0, 'scan_on_push');
  return typeof value === 'boolean' ? value : undefined;
}

/** The repository that a policy is attached to. */
export function decodeAttachedRepository(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): RepositoryName | UnknownValue {
  if (!isUnknown(unknown, 'repository')) return decodeName(at(values, 'repository'));
  // `aws_ecr_repository.app.id` is the name, but Terraform knows it only after the repository is created.
  return decodeName(at(referencedChange(configured, 'repository', 'aws_ecr_repository')?.after, 'name'));
}

export function decodeLifecyclePolicy(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PlannedLifecyclePolicy {
  const text = at(values, 'policy');
  const repository = decodeAttachedRepository(configured, values, unknown);
  if (typeof text !== 'string' || isUnknown(unknown, 'policy')) {
    return { repository, policy: 'notKnown', text: undefined };
  }
  return { repository, policy: parseLifecyclePolicy(text), text };
}

function decodeName(value: Json | undefined): RepositoryName | UnknownValue {
  // Not validated: a rule checks whether ECR accepts the name.
  return typeof value === 'string' && value !== '' ? (value as RepositoryName) : 'notKnown';
}
