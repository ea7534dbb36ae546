import { nameRule } from './names';
import { PARTITION_PATTERN } from './partitions';

/** What the ARN of a KMS key says. */
export interface KmsKeyArn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Of an alias, its name. */
  readonly id: string;
  readonly isAlias: boolean;
}

/** Up to the kind of the key. */
const ARN_START = `arn:(${PARTITION_PATTERN}):kms:([a-z0-9-]+):([0-9]{12}):`;

export const KMS_KEY_ARN = nameRule(
  new RegExp(`^${ARN_START}(alias|key)/([A-Za-z0-9/_-]+)$`),
  'be the ARN of a KMS key',
);

/** A key as S3 takes it: https://docs.aws.amazon.com/kms/latest/developerguide/find-cmk-id-arn.html */
export const KMS_KEY = nameRule(
  new RegExp(`^((mrk-)?[0-9a-f-]{32,36}|(${ARN_START})?(key/[0-9a-z-]+|alias/[A-Za-z0-9/_-]+))$`),
  'be the id or ARN of a KMS key, or alias/…',
);

/** The parts of the ARN of a KMS key, or undefined where the text is none. */
export function parseKmsKeyArn(arn: string): KmsKeyArn | undefined {
  const [, partition, region, accountId, kind, id] = KMS_KEY_ARN.pattern.exec(arn) ?? [];
  if (partition === undefined || region === undefined || accountId === undefined || id === undefined) {
    return undefined;
  }
  return { partition, region, accountId, id, isAlias: kind === 'alias' };
}
