import { sortedBy, sortedUnique } from '../../base/collections';
import type { Encryption, ImageTagMutability, Tags } from '../../model/settings';

/*
 * Settings that repositories and creation templates share. Each function returns undefined for a value that this version
 * does not support.
 */

const MODES = ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION'] as const;

export function decodeMutability(
  mode: string | undefined = 'MUTABLE',
  filters: readonly { readonly filter: string | undefined }[] = [],
): ImageTagMutability | undefined {
  const known = MODES.find((each) => each === mode);
  return (
    known && { mode: known, exclusionFilters: sortedUnique(filters.flatMap(({ filter }) => filter ?? [])) }
  );
}

/**
 * ECR also returns the ARN of the AWS managed key, and nothing distinguishes it from another key. So a declared encryption
 * without a key is equal to the same type with any key.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecr/repository_test.go
 */
export function decodeEncryption(
  configuration:
    { readonly encryptionType: string | undefined; readonly kmsKey?: string | undefined } | undefined,
): Encryption | undefined {
  const type = configuration?.encryptionType ?? 'AES256';
  if (type !== 'AES256' && type !== 'KMS' && type !== 'KMS_DSSE') return undefined;
  return { type, kmsKey: configuration?.kmsKey };
}

/** Shared, because most repositories have no tags. */
const NO_TAGS: Tags = {};

/** Tags whose key starts with `aws:` are of AWS services, and the AWS provider ignores them. */
export function decodeTags(
  tags: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] = [],
): Tags {
  const own = tags.flatMap(({ Key: key = '', Value: value = '' }) =>
    key === '' || key.startsWith('aws:') ? [] : [[key, value] as const],
  );
  return own.length === 0 ? NO_TAGS : Object.fromEntries(sortedBy(own, ([key]) => key));
}
