import { granteeKey, granteesOf } from '../access/grantees';
import type { MatrixCaller } from '../access/matrix';
import { grouped, identityArn, isKnown, registryKey, type RepositoryName } from '../registry';
import type { AccessChange } from './access-changes';
import type { PlannedResource, PolicyInPlan } from './resources/planned';
import type { Reviewed } from './reviewed';

/** Finds the resource that makes the difference for what somebody can do with a repository. */
export type OriginOf = (change: AccessChange, repository: RepositoryName) => PlannedResource | undefined;

/**
 * All that the plans change, by what it is about, so that thousands of changes of access are looked up and not searched.
 * Of several policies, the one that speaks of the caller otherwise than before; where none does, the nearest.
 */
export function originFinder({ resources }: Reviewed): OriginOf {
  const changed = resources.filter(({ action }) => action !== 'no-op' && action !== 'forget');
  const byPlace = grouped(changed.flatMap(placed), ([key]) => key);
  const at = (key: string) => (byPlace.get(key) ?? []).map(([, resource]) => resource);
  return (change, repository) => {
    const { caller, registry } = change;
    const there = registryKey(registry);
    const policies = [
      ...at(`repository-policy ${there} ${repository}`),
      ...at(`registry-policy ${there}`),
      ...callerKeys(caller).flatMap(at),
    ];
    return (
      policies.find((policy) => speaksOtherwise(policy, caller)) ??
      policies[0] ??
      at(`repository ${there} ${repository}`)[0] ??
      changed.find(({ after, before }) => {
        const values = after ?? before;
        return values !== undefined && registryKey(values.registry) === there;
      }) ??
      changed[0]
    );
  };
}

/** What a resource is about, before and after, as the keys that it is looked up by. */
function placed(resource: PlannedResource): readonly (readonly [string, PlannedResource])[] {
  const keys = [keyOf(resource, 'before'), keyOf(resource, 'after')].filter((key) => key !== undefined);
  return [...new Set(keys)].map((key) => [key, resource] as const);
}

function keyOf(resource: PlannedResource, when: 'after' | 'before'): string | undefined {
  switch (resource.kind) {
    case 'repository-policy': {
      const values = resource[when];
      return values && `repository-policy ${registryKey(values.registry)} ${values.repository}`;
    }
    case 'repository': {
      const values = resource[when];
      return values && `repository ${registryKey(values.registry)} ${values.name}`;
    }
    case 'registry-policy':
    case 'replication': {
      const values = resource[when];
      return values && `${resource.kind} ${registryKey(values.registry)}`;
    }
    case 'identity-policy':
    case 'policy-attachment': {
      const identity = resource[when]?.identity;
      return identity === undefined || !isKnown(identity) ? undefined : `identity ${identityArn(identity)}`;
    }
    case 'creation-template':
    case 'lifecycle-policy':
    case 'scanning':
      return undefined;
  }
}

function callerKeys(caller: MatrixCaller): readonly string[] {
  if (caller.kind === 'registry') return [`replication ${registryKey(caller.registry)}`];
  const { who } = caller.grantee;
  return who.kind === 'identity' ? [`identity ${identityArn(who.identity)}`] : [];
}

function speaksOtherwise(resource: PlannedResource, caller: MatrixCaller): boolean {
  // What is attached to the caller itself, or replicates, is about nobody else.
  if (resource.kind !== 'registry-policy' && resource.kind !== 'repository-policy') return true;
  const [before, after] = [resource.before?.policy, resource.after?.policy];
  return saidOf(caller, before) !== saidOf(caller, after);
}

/** The statements that name a caller, as one text. */
function saidOf(caller: MatrixCaller, policy: PolicyInPlan | undefined): string {
  if (policy?.kind !== 'policy' || caller.kind === 'registry') return '';
  const key = granteeKey({ who: caller.grantee.who, onlyIf: [] });
  return JSON.stringify(
    policy.policy.statements.filter((statement) =>
      granteesOf(statement).some(({ who }) => granteeKey({ who, onlyIf: [] }) === key),
    ),
  );
}
