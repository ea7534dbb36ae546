import type { NotKnown } from './not-known';

/**
 * Images that are pulled below a prefix come from elsewhere, and are kept.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export interface PullThroughCacheRule<Unknown extends NotKnown = never> {
  /** A namespace of this registry, or `ROOT`: what is in no namespace of another rule. */
  readonly prefix: string;
  /** The host of the upstream registry: `public.ecr.aws`, or that of another private registry. */
  readonly upstream: string | Unknown;
  /**
   * What stands there in place of the prefix; `ROOT` where nothing does, so that `cache/web/app` is `web/app` there.
   * Undefined where AWS takes none.
   */
  readonly upstreamPrefix: string | undefined | Unknown;
  /** The secret with which ECR logs in there. */
  readonly credentialArn: string | undefined | Unknown;
  /** The role with which ECR pulls from another private registry. */
  readonly customRoleArn: string | undefined | Unknown;
}
