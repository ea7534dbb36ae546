import { backfillCommand } from '../../change/backfills.backfill';
import type { Registry } from '../../model/topology';
import type { Case } from '../model/case';
import type { Step } from '../model/diagnosis';
import { crossAccountSources } from './replication-source';
import { profileOption } from './steps';

/**
 * ECR does not replicate images that were pushed before the rule existed. A second push of the same tag and image
 * fails, so that it does not help. https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export function backfillStep(
  failure: Case,
  sources: readonly Registry[] = crossAccountSources(failure),
): Step {
  const { declared, location } = failure;
  const { id } = location;
  const commands =
    id === undefined || sources.length === 0
      ? [
          'aws ecr start-replication-backfill --region SOURCE_REGION --destination region=REGION,registryId=ACCOUNT',
        ]
      : sources.map((from) => `${backfillCommand(from, id)}${profileOption(from.accountId, declared)}`);
  return {
    text: 'Replicate the existing images, as the account of the source: a rule takes only images that are pushed after it, and ECR refuses a second push of the same image.',
    code: { language: 'sh', text: `${commands.join('\n')}\n` },
  };
}
