import type { NotKnown } from './not-known';
import type { PolicyDocument } from './policy/document';
import type { RepositorySettings } from './settings';

/**
 * What ECR gives a repository that it creates by itself.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export interface CreationTemplate<Unknown extends NotKnown = never> {
  /**
   * A namespace: `prod` is about `prod/api`, not about `production`, and the longest that fits a name is used. `ROOT` is
   * about every name that no other fits.
   */
  readonly prefix: string;
  /** Sorted. */
  readonly appliedFor: readonly TemplateUse[] | Unknown;
  readonly description: string | undefined | Unknown;
  readonly settings: TemplateSettings<Unknown>;
  /** The repository policy. */
  readonly policy: PolicyDocument | undefined | Unknown;
  /** The role that ECR takes on; without it, ECR can set neither KMS keys nor tags. */
  readonly customRoleArn: string | undefined | Unknown;
}

/** No template says whether a repository is scanned: its registry does. */
type TemplateSettings<Unknown extends NotKnown = never> = Omit<RepositorySettings<Unknown>, 'scanOnPush'>;

export type TemplateUse = 'CREATE_ON_PUSH' | 'PULL_THROUGH_CACHE' | 'REPLICATION';
