import {
  identityArn,
  identityPolicy,
  managedPolicyFor,
  sortedBy,
  type Identity,
  type IdentityGrant,
  type IdentityId,
  type Operation,
} from '../registry';
import type { Linked } from './linked';
import { registryIdOf } from './linked';
import { identityMode, identityOf, type Placement } from './placements';

/** The caller's half of every grant: what is attached to each role and user. */
export function resolveIdentities(linked: Linked, placed: readonly Placement[]): readonly Identity[] {
  const callers = new Map<string, Caller>();
  for (const { grant, registry, repository, operation } of placed) {
    const id = registryIdOf(registry);
    if (id === undefined) continue;
    for (const { grantee } of grant.principals) {
      const identity = identityOf(grantee);
      const mode = identity === undefined ? 'none' : identityMode(grant, identity, linked);
      if (identity === undefined || mode === 'none') continue;
      const caller = callers.get(identityArn(identity)) ?? { identity, inline: [], managed: [] };
      if (mode === 'inline') caller.inline.push({ registry: id, repository, operation });
      else caller.managed.push(operation);
      callers.set(identityArn(identity), caller);
    }
  }
  return sortedBy(callers, ([arn]) => arn).map(([, caller]) => attached(caller));
}

interface Caller {
  readonly identity: IdentityId;
  readonly inline: IdentityGrant[];
  readonly managed: Operation[];
}

function attached({ identity, inline, managed }: Caller): Identity {
  return {
    ...identity,
    policy: inline.length === 0 ? undefined : identityPolicy(inline),
    managedPolicies: managed.length === 0 ? [] : [managedPolicyFor(managed)],
  };
}
