import { identityArn, type IdentityId } from '../../aws/arn.identity';
import type { Operation } from '../../aws/policy/actions';
import { identityPolicy, type IdentityGrant } from '../../aws/policy/grants';
import { managedPolicyFor } from '../../aws/policy/managed-policies';
import { sortedBy } from '../../base/collections';
import type { Identity } from '../../model/topology';
import type { BoundDeclaration, BoundGrant } from '../bind/bound-declaration';
import { registryIdOf } from '../bind/registry-contents';
import { identityMode, identityOf, type Placement } from './access';

/** Lowers the identity policies of every grant, by role and user. */
export function lowerIdentities(
  bound: BoundDeclaration,
  placements: readonly Placement[],
): readonly Identity[] {
  const callers = new Map<string, Caller>();
  const attachmentsOf = new Map(bound.grants.map((grant) => [grant, attachmentsFor(grant, bound)]));
  for (const { grant, registry, repository, operation } of placements) {
    const id = registryIdOf(registry);
    if (id === undefined) continue;
    for (const { arn, identity, mode } of attachmentsOf.get(grant) ?? []) {
      const caller = callers.get(arn) ?? { identity, inline: [], managed: new Set() };
      if (mode === 'inline') caller.inline.push({ registry: id, repository, operation });
      else caller.managed.add(operation);
      callers.set(arn, caller);
    }
  }
  return sortedBy(callers, ([arn]) => arn).map(([, caller]) => lowerIdentity(caller));
}

interface Attachment {
  readonly arn: string;
  readonly identity: IdentityId;
  readonly mode: 'inline' | 'managed';
}

/** Returns the roles and users that a grant attaches a policy to. */
function attachmentsFor(grant: BoundGrant, bound: BoundDeclaration): readonly Attachment[] {
  return grant.principals.flatMap(({ grantee }) => {
    const identity = identityOf(grantee);
    const mode = identity === undefined ? 'none' : identityMode(grant, grantee, identity, bound);
    if (identity === undefined || mode === 'none') return [];
    return { arn: identityArn(identity), identity, mode };
  });
}

interface Caller {
  readonly identity: IdentityId;
  readonly inline: IdentityGrant[];
  readonly managed: Set<Operation>;
}

function lowerIdentity({ identity, inline, managed }: Caller): Identity {
  return {
    ...identity,
    policy: inline.length === 0 ? undefined : identityPolicy(inline),
    managedPolicies: managed.size === 0 ? [] : [managedPolicyFor([...managed])],
  };
}
