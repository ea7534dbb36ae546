import type { RegistryId } from './arn';
import { shellWord } from './shell-word';

/**
 * Replicates to one destination what the source already contains, as far as its rules match it.
 * https://docs.aws.amazon.com/cli/latest/reference/ecr/start-replication-backfill.html
 *
 * @param profile of the source's account
 */
export function backfillCommand(from: RegistryId, to: RegistryId, profile?: string): string {
  const options = profile === undefined ? '' : ` --profile ${shellWord(profile)}`;
  return `aws ecr start-replication-backfill --region ${from.region} --destination region=${to.region},registryId=${to.accountId}${options}`;
}
