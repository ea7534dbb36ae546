/** What the ARN of a KMS key says. */
export interface KmsKeyArn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Of an alias, its name. */
  readonly id: string;
  readonly isAlias: boolean;
}

/** The parts of the ARN of a KMS key, or undefined where the text is none. */
export function parseKmsKeyArn(arn: string): KmsKeyArn | undefined {
  const [, partition, region, accountId, kind, id] =
    /^arn:([a-z-]+):kms:([a-z0-9-]+):([0-9]{12}):(alias|key)\/(.+)$/.exec(arn) ?? [];
  if (partition === undefined || region === undefined || accountId === undefined || id === undefined) {
    return undefined;
  }
  return { partition, region, accountId, id, isAlias: kind === 'alias' };
}
