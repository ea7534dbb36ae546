import { repositoryArn, type RegistryId } from './arn';
import { grouped } from './grouped';
import { identityArn, type IdentityId } from './identity';
import { namesStart } from './namespaces';
import { compareText, sortedUnique } from './order';
import type { PolicyStatement } from './policy/document';
import { joinedForms, principalForms } from './policy/grantee';
import { UPSTREAM_ACTIONS } from './policy/operations';
import { sourcesLabel } from './replication';

/** The need of a pull-through cache in another account to pull what is in a namespace of this registry. */
export interface CacheGrant {
  /** The role that ECR takes on there. */
  readonly role: IdentityId;
  /** Here; `ROOT` for every repository. */
  readonly namespace: string;
}

/**
 * The statements of the registry policy that an upstream needs, and no more than it needs. AWS's example lets the whole
 * account of the cache in; ECR pulls as the role, so this lets in the role alone. It is named in a condition, for AWS
 * checks that a principal exists.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-examples.html
 */
export function cacheStatements(
  upstream: RegistryId,
  grants: readonly CacheGrant[],
): readonly PolicyStatement[] {
  const byRole = [...grouped(grants, ({ role }) => identityArn(role)).values()].map((same) => ({
    role: same[0].role,
    resources: resourcesOf(upstream, same),
  }));
  return [...grouped(byRole, ({ resources }) => resources.join('\n')).values()].flatMap((alike) => {
    const forms = alike.flatMap(({ role }) =>
      principalForms(upstream, {
        kind: 'viaAccountRoot',
        accountId: role.accountId,
        arn: identityArn(role),
      }),
    );
    const accounts = sortedUnique(alike.map(({ role }) => role.accountId));
    return joinedForms(forms).map(({ principals, conditions }): PolicyStatement => ({
      sid: `CacheFor${sourcesLabel(accounts)}`,
      effect: 'Allow',
      principals: { isNot: false, values: principals },
      actions: { isNot: false, values: UPSTREAM_ACTIONS },
      resources: { isNot: false, values: alike[0].resources },
      conditions,
    }));
  });
}

/** Less those that are in another's namespace. */
function resourcesOf(upstream: RegistryId, grants: readonly CacheGrant[]): readonly string[] {
  const starts = sortedUnique(grants.map(({ namespace }) => namesStart(namespace)));
  return starts
    .filter((start) => !starts.some((other) => other !== start && start.startsWith(other)))
    .map((start) => repositoryArn(upstream, `${start}*`))
    .sort(compareText);
}
