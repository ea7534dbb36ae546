/**
 * Images that are pulled below a prefix come from elsewhere, and are kept.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export interface PullThroughCacheRule {
  /** A namespace of this registry; `ROOT` where everything comes from upstream. */
  readonly prefix: string;
  /** The host of the upstream registry: `public.ecr.aws`, or that of another private registry. */
  readonly upstream: string;
  /** The namespace there; undefined where it is the same, or there is none. */
  readonly upstreamPrefix: string | undefined;
  /** The secret with which ECR logs in there. */
  readonly credentialArn: string | undefined;
  /** The role with which ECR pulls from another private registry. */
  readonly customRoleArn: string | undefined;
}
