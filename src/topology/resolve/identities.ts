import {
  identityArn,
  identityPolicy,
  managedPolicyFor,
  sortedBy,
  type Identity,
  type IdentityGrant,
  type IdentityId,
  type Operation,
} from '../../registry';
import { registryIdOf } from '../link/contents';
import type { Linked, LinkedGrant } from '../link/linked';
import { identityMode, identityOf, type Placement } from './placements';

/** Lowers the identity policies of every grant, by role and user. */
export function resolveIdentities(linked: Linked, placed: readonly Placement[]): readonly Identity[] {
  const callers = new Map<string, Caller>();
  const attachmentsOf = new Map(linked.grants.map((grant) => [grant, attachments(grant, linked)]));
  for (const { grant, registry, repository, operation } of placed) {
    const id = registryIdOf(registry);
    if (id === undefined) continue;
    for (const { arn, identity, mode } of attachmentsOf.get(grant) ?? []) {
      const caller = callers.get(arn) ?? { identity, inline: [], managed: new Set() };
      if (mode === 'inline') caller.inline.push({ registry: id, repository, operation });
      else caller.managed.add(operation);
      callers.set(arn, caller);
    }
  }
  return sortedBy(callers, ([arn]) => arn).map(([, caller]) => attached(caller));
}

interface Attachment {
  readonly arn: string;
  readonly identity: IdentityId;
  readonly mode: 'inline' | 'managed';
}

/** Returns the roles and users that a grant attaches a policy to. */
function attachments(grant: LinkedGrant, linked: Linked): readonly Attachment[] {
  return grant.principals.flatMap(({ grantee }) => {
    const identity = identityOf(grantee);
    const mode = identity === undefined ? 'none' : identityMode(grant, grantee, identity, linked);
    if (identity === undefined || mode === 'none') return [];
    return { arn: identityArn(identity), identity, mode };
  });
}

interface Caller {
  readonly identity: IdentityId;
  readonly inline: IdentityGrant[];
  readonly managed: Set<Operation>;
}

function attached({ identity, inline, managed }: Caller): Identity {
  return {
    ...identity,
    policy: inline.length === 0 ? undefined : identityPolicy(inline),
    managedPolicies: managed.size === 0 ? [] : [managedPolicyFor([...managed])],
  };
}
