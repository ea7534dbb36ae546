import { createHash } from 'node:crypto';
import { repositoryArn, type RegistryId } from './arn';
import { grouped } from './grouped';
import { identityArn, type IdentityId } from './identity';
import { namesStart } from './namespaces';
import { sortedUnique } from './order';
import type { PolicyStatement } from './policy/document';
import { joinedForms, principalForms } from './policy/grantee';
import { UPSTREAM_ACTIONS } from './policy/operations';

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
    namespaces: widest(same.map(({ namespace }) => namespace)),
  }));
  return [...grouped(byRole, ({ namespaces }) => namespaces.join('\n')).values()].flatMap((alike) => {
    const [{ namespaces }] = alike;
    const forms = alike.flatMap(({ role }) =>
      principalForms(upstream, {
        kind: 'viaAccountRoot',
        accountId: role.accountId,
        arn: identityArn(role),
      }),
    );
    const resources = namespaces.map((namespace) => repositoryArn(upstream, `${namesStart(namespace)}*`));
    return joinedForms(forms).map(({ principals, conditions }): PolicyStatement => ({
      sid: `CacheOf${labelOf(namespaces)}`,
      effect: 'Allow',
      principals: { isNot: false, values: principals },
      actions: { isNot: false, values: UPSTREAM_ACTIONS },
      resources: { isNot: false, values: sortedUnique(resources) },
      conditions,
    }));
  });
}

/** Less those that are in another. Sorted. */
function widest(namespaces: readonly string[]): readonly string[] {
  const isIn = (one: string, other: string) => one !== other && namesStart(one).startsWith(namesStart(other));
  return sortedUnique(namespaces).filter((one) => !namespaces.some((other) => isIn(one, other)));
}

/**
 * What the id of a statement says of its namespaces: of these alone, so that it stays as it is when others come. IAM takes
 * letters and digits only: where more is left out, a hash keeps it unique. No namespace has capital letters but `ROOT`.
 */
function labelOf(namespaces: readonly string[]): string {
  const [first = '', ...more] = namespaces;
  const words = first.split(/[^A-Za-z0-9]+/);
  const label = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (more.length === 0 && words.length === 1) return label;
  const hash = createHash('sha256').update(namespaces.join('\n')).digest('hex').slice(0, 8);
  return `${label}${more.length === 0 ? '' : `And${more.length}More`}${hash}`;
}
