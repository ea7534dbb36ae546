import type { NotKnown, RepositoryName } from '../../registry';
import type { Json, JsonObject } from '../document';
import { at, isUnknown } from './json';
import type { PlannedLifecyclePolicy, PlannedRepositoryValues } from './planned';
import { encryptionOf, lifecyclePolicyIn, mutabilityOf, tagsOf } from './settings';
import { referredChange, type WrittenChange } from './written-change';

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function repositoryValues(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
): PlannedRepositoryValues {
  const { change, resource } = written;
  return {
    name: isUnknown(unknown, 'name') ? 'notKnown' : nameOf(at(values, 'name')),
    forceDelete: isUnknown(unknown, 'force_delete') ? 'notKnown' : at(values, 'force_delete') === true,
    imageTagMutability: mutabilityOf(values, unknown),
    // An update that does not set it keeps the current value.
    scanOnPush: scanOnPushOf(values, unknown) ?? (change.action === 'update' ? undefined : false),
    encryption: encryptionOf(values, unknown, resource?.expressions),
    tags: tagsOf(values, unknown, hasOwnTagsOnly(written, unknown) ? ['tags'] : ['tags_all', 'tags']),
  };
}

/**
 * Whether `tags` contains all tags. Without any tags, the provider plans `tags_all` as unknown.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/docs/resource-tagging.md
 */
function hasOwnTagsOnly({ placed, resource }: WrittenChange, unknown: Json): boolean {
  if (resource === undefined || !isUnknown(unknown, 'tags_all')) return false;
  const provider = placed.configuration.provider(resource.provider);
  return at(provider, 'expressions', 'default_tags') === undefined;
}

function scanOnPushOf(values: JsonObject, unknown: Json): boolean | NotKnown | undefined {
  if (isUnknown(unknown, 'image_scanning_configuration', 0, 'scan_on_push')) return 'notKnown';
  // A removed block is missing, or has a null value.
  const value = at(values, 'image_scanning_configuration', 0, 'scan_on_push');
  return typeof value === 'boolean' ? value : undefined;
}

/** The repository that a policy is attached to. */
export function attachedRepository(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
): RepositoryName | NotKnown {
  if (!isUnknown(unknown, 'repository')) return nameOf(at(values, 'repository'));
  // `aws_ecr_repository.app.id` is the name, but Terraform knows it only after the repository is created.
  return nameOf(at(referredChange(written, 'repository', 'aws_ecr_repository')?.after, 'name'));
}

export function lifecycleValues(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
): PlannedLifecyclePolicy {
  const text = at(values, 'policy');
  const repository = attachedRepository(written, values, unknown);
  if (typeof text !== 'string' || isUnknown(unknown, 'policy')) {
    return { repository, policy: 'notKnown', text: undefined };
  }
  return { repository, policy: lifecyclePolicyIn(text), text };
}

function nameOf(value: Json | undefined): RepositoryName | NotKnown {
  // Not validated: a rule checks whether ECR accepts the name.
  return typeof value === 'string' && value !== '' ? (value as RepositoryName) : 'notKnown';
}
