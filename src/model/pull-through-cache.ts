import type { UnknownValue } from './unknown';

/**
 * Pulling an image below the prefix of the rule copies it from an upstream registry into this one.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export interface PullThroughCacheRule<Unknown extends UnknownValue = never> {
  /** A namespace of this registry. `ROOT` matches every name that no other rule matches. */
  readonly prefix: string;
  /** The host of the upstream registry: `public.ecr.aws`, or that of another private registry. */
  readonly upstream: string | Unknown;
  /**
   * Replaces the prefix in the upstream registry. `ROOT` removes the prefix: `cache/web/app` is pulled from
   * `web/app`. Undefined if the prefix of the rule is `ROOT`, or if the upstream is not ECR and no upstream
   * prefix is set.
   */
  readonly upstreamPrefix: string | undefined | Unknown;
  /** The secret with the credentials for the upstream registry. */
  readonly credentialArn: string | undefined | Unknown;
  /** The role that ECR assumes to pull from another private registry. */
  readonly customRoleArn: string | undefined | Unknown;
}
