import type { PolicyDocument } from './policy/document';
import type { RepositorySettings } from './settings';

/**
 * What ECR gives a repository that it creates by itself.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export interface CreationTemplate {
  /**
   * A namespace: `prod` is about `prod/api`, not about `production`, and the longest that fits a name is used. `ROOT` is
   * about every name that no other fits.
   */
  readonly prefix: string;
  /** Sorted. */
  readonly appliedFor: readonly TemplateUse[];
  readonly description: string | undefined;
  readonly settings: Omit<RepositorySettings, 'scanOnPush'>;
  /** The repository policy. */
  readonly policy: PolicyDocument | undefined;
  /** The role that ECR takes on; without it, ECR can set neither KMS keys nor tags. */
  readonly customRoleArn: string | undefined;
}

export type TemplateUse = 'CREATE_ON_PUSH' | 'PULL_THROUGH_CACHE' | 'REPLICATION';
