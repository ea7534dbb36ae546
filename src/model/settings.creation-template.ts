import type { UnknownValue } from './unknown';
import type { PolicyDocument } from '../aws/policy/document';
import type { RepositorySettings } from './settings';

/**
 * Settings that ECR applies to repositories that it creates.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export interface CreationTemplate<Unknown extends UnknownValue = never> {
  /**
   * A namespace: `prod` applies to `prod/api`, not to `production`. ECR uses the template with the longest
   * matching namespace. `ROOT` applies to every name that no other template matches.
   */
  readonly prefix: string;
  /** Sorted. */
  readonly appliedFor: readonly TemplateUse[] | Unknown;
  readonly description: string | undefined | Unknown;
  readonly settings: TemplateSettings<Unknown>;
  /** The repository policy. */
  readonly policy: PolicyDocument | undefined | Unknown;
  /** The role that ECR assumes. Without it, ECR can set neither KMS keys nor tags. */
  readonly customRoleArn: string | undefined | Unknown;
}

/** A template has no `scanOnPush`, because the scanning configuration of the registry applies. */
type TemplateSettings<Unknown extends UnknownValue = never> = Omit<RepositorySettings<Unknown>, 'scanOnPush'>;

export type TemplateUse = 'CREATE_ON_PUSH' | 'PULL_THROUGH_CACHE' | 'REPLICATION';
