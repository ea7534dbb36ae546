import type { RegistryId } from '../aws/arn';
import { shellWord } from '../base/text.shell-word';

/**
 * Returns the AWS CLI command that replicates to one destination the images that the source already contains.
 * Only images in repositories that the replication rules of the source match are replicated.
 * https://docs.aws.amazon.com/cli/latest/reference/ecr/start-replication-backfill.html
 *
 * @param profile AWS CLI profile of the source account
 */
export function backfillCommand(from: RegistryId, to: RegistryId, profile?: string): string {
  const options = profile === undefined ? '' : ` --profile ${shellWord(profile)}`;
  return `aws ecr start-replication-backfill --region ${from.region} --destination region=${to.region},registryId=${to.accountId}${options}`;
}
