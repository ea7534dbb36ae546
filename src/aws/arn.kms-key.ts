import { nameRule } from './names';
import { PARTITION_PATTERN } from './partitions';

/** The parts of the ARN of a KMS key or alias. */
export interface KmsKeyArn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** The key ID or the alias name. */
  readonly id: string;
  readonly isAlias: boolean;
}

/** The ARN up to the resource type. */
const ARN_START = `arn:(${PARTITION_PATTERN}):kms:([a-z0-9-]+):([0-9]{12}):`;

export const KMS_KEY_ARN = nameRule(
  new RegExp(`^${ARN_START}(alias|key)/([A-Za-z0-9/_-]+)$`),
  'be the ARN of a KMS key',
);

/**
 * The forms of a KMS key that the S3 backend accepts.
 * https://docs.aws.amazon.com/kms/latest/developerguide/find-cmk-id-arn.html
 */
export const KMS_KEY = nameRule(
  new RegExp(`^((mrk-)?[0-9a-f-]{32,36}|(${ARN_START})?(key/[0-9a-z-]+|alias/[A-Za-z0-9/_-]+))$`),
  'be the id or ARN of a KMS key, or alias/…',
);

/** Returns the parts of the ARN of a KMS key, or undefined if the text is not one. */
export function parseKmsKeyArn(arn: string): KmsKeyArn | undefined {
  const [, partition, region, accountId, kind, id] = KMS_KEY_ARN.pattern.exec(arn) ?? [];
  if (partition === undefined || region === undefined || accountId === undefined || id === undefined) {
    return undefined;
  }
  return { partition, region, accountId, id, isAlias: kind === 'alias' };
}
