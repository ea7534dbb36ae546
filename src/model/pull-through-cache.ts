import { identityArn, repositoryArn, type KnownIdentityId, type RegistryId } from '../aws/arn';
import { namespacePrefix } from '../aws/namespaces';
import { UPSTREAM_ACTIONS } from '../aws/policy/actions';
import type { PolicyStatement } from '../aws/policy/document';
import { groupPrincipalForms, principalForms } from '../aws/policy/principals';
import { groupBy, sortedUnique } from '../base/collections';
import { sha256Hex } from '../base/digest';
import { capitalize } from '../base/text';
import type { Unknown } from './unknown';

/**
 * Pulling an image below the prefix of the rule copies it from an upstream registry into this one.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export interface PullThroughCacheRule<U extends Unknown = never> {
  /** A namespace of this registry. `ROOT` matches every name that no other rule matches. */
  readonly prefix: string;
  /** The host of the upstream registry: `public.ecr.aws`, or that of another private registry. */
  readonly upstream: string | U;
  /**
   * Replaces the prefix in the upstream registry. `ROOT` removes the prefix: `cache/web/app` is pulled from
   * `web/app`. Undefined if the prefix of the rule is `ROOT`, or if the upstream is not ECR and no upstream
   * prefix is set.
   */
  readonly upstreamPrefix: string | undefined | U;
  /** The secret with the credentials for the upstream registry. */
  readonly credentialArn: string | undefined | U;
  /** The role that ECR assumes to pull from another private registry. */
  readonly customRoleArn: string | undefined | U;
}

/** A pull-through cache in another account that pulls from a namespace of this registry. */
export interface CacheGrant {
  /** The role that ECR assumes in the account of the cache. */
  readonly role: KnownIdentityId;
  /** A namespace of this registry. `ROOT` means every repository. */
  readonly namespace: string;
}

/**
 * Returns the statements that the registry policy of an upstream registry requires, with the least permissions
 * that work. AWS's example allows the whole account of the cache. ECR pulls as the role, so these statements
 * allow only the role. The role is in a condition, because AWS rejects a policy whose principal does not exist.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-examples.html
 */
export function cacheStatements(
  upstream: RegistryId,
  grants: readonly CacheGrant[],
): readonly PolicyStatement[] {
  const byRole = [...groupBy(grants, ({ role }) => identityArn(role)).values()].map((grantsOfRole) => ({
    role: grantsOfRole[0].role,
    namespaces: withoutNested(grantsOfRole.map(({ namespace }) => namespace)),
  }));
  return [...groupBy(byRole, ({ namespaces }) => namespaces.join('\n')).values()].flatMap(
    (sameNamespaces) => {
      const [{ namespaces }] = sameNamespaces;
      const forms = sameNamespaces.flatMap(({ role }) =>
        principalForms(upstream, {
          kind: 'viaAccountRoot',
          accountId: role.accountId,
          arn: identityArn(role),
        }),
      );
      const resources = namespaces.map((namespace) =>
        repositoryArn(upstream, `${namespacePrefix(namespace)}*`),
      );
      return groupPrincipalForms(forms).map(({ principals, conditions }): PolicyStatement => ({
        sid: `CacheOf${namespacesLabel(namespaces)}`,
        effect: 'Allow',
        principals: { isNot: false, values: principals },
        actions: { isNot: false, values: UPSTREAM_ACTIONS },
        resources: { isNot: false, values: sortedUnique(resources) },
        conditions,
      }));
    },
  );
}

/** Removes namespaces that another namespace contains. Sorted. */
function withoutNested(namespaces: readonly string[]): readonly string[] {
  const isInside = (one: string, other: string) =>
    one !== other && namespacePrefix(one).startsWith(namespacePrefix(other));
  return sortedUnique(namespaces).filter((one) => !namespaces.some((other) => isInside(one, other)));
}

/**
 * Returns the part of a statement ID that names its namespaces. It depends on these namespaces only, so that
 * adding other rules does not change the ID. IAM allows only letters and digits. If other characters are
 * removed, a hash keeps the ID unique. `ROOT` is the only namespace with uppercase letters.
 */
function namespacesLabel(namespaces: readonly string[]): string {
  const [first = '', ...more] = namespaces;
  const segments = first.split(/[^A-Za-z0-9]+/);
  const label = segments.map(capitalize).join('');
  if (more.length === 0 && segments.length === 1) return label;
  const hash = sha256Hex(namespaces.join('\n')).slice(0, 8);
  return `${label}${more.length === 0 ? '' : `And${more.length}More`}${hash}`;
}
