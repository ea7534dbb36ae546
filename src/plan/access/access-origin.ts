import { actionsCovered, resourceTest } from '../../access/coverage';
import { accountOfGrantee, granteeKey, granteesOf } from '../../access/grantees';
import type { MatrixCaller } from '../../access/matrix';
import {
  grouped,
  identityArn,
  isKnown,
  managedPolicyDocument,
  REPLICATION_ACTIONS,
  registryKey,
  repositoryArn,
  sortedUnique,
  statementsOf,
  type EcrAction,
  type PolicyStatement,
  type RepositoryName,
} from '../../registry';
import type { AccessChange } from './access-changes';
import type { PlannedResource } from '../resources/planned';
import type { Reviewed } from '../reviewed';

/** Finds the resource that causes a change of access. Returns undefined if no resource changes. */
export type OriginOf = (
  change: AccessChange,
  repository: RepositoryName | undefined,
) => PlannedResource | undefined;

/**
 * Indexes the changed resources by registry, repository and identity, because a plan can contain thousands of access changes. If
 * several policies change, the order is: a policy that changes a statement that names the caller; a policy attached to the caller; a
 * policy that changes a statement for the account of the caller or for any account. Otherwise the closest changed resource.
 */
export function originFinder({ resources }: Reviewed): OriginOf {
  const changed = resources.filter(({ action }) => action !== 'no-op' && action !== 'forget');
  const byPlace = grouped(changed.flatMap(placed), ([key]) => key);
  const at = (key: string) => (byPlace.get(key) ?? []).map(([, resource]) => resource);
  const speaking = once(speakingOf);
  return (change, repository) => {
    const { caller, registry } = change;
    const there = registryKey(registry);
    const policies = [
      ...(repository === undefined ? [] : at(`repository-policy ${there} ${repository}`)),
      ...at(`registry-policy ${there}`),
    ];
    const own = callerKeys(caller).flatMap(at);
    const arn = repository === undefined ? '*' : repositoryArn(registry, repository);
    const { names, mayMean } = speaking(change);
    return (
      policies.find(names) ??
      own.find((each) => makesIt(change, each, (statement) => isAbout(statement, arn))) ??
      policies.find(mayMean) ??
      own[0] ??
      policies[0] ??
      at(`repository ${there} ${repository ?? ''}`)[0] ??
      changed.find(({ after, before }) => {
        const values = after ?? before;
        return values !== undefined && registryKey(values.registry) === there;
      }) ??
      changed[0]
    );
  };
}

/** Returns a resource under its lookup keys before and after. */
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
    case 'account-setting':
    case 'cache-rule':
    case 'creation-template':
    case 'inspector':
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

/** Returns checks whether a policy explains a change by statements that name the caller, or that may match it. */
function speakingOf(change: AccessChange) {
  const { caller } = change;
  return {
    names: once((each: PlannedResource) => makesIt(change, each, (statement) => isNamed(caller, statement))),
    mayMean: once((each: PlannedResource) =>
      makesIt(change, each, (statement) => mayBeMeant(caller, statement)),
    ),
  };
}

/** Caches a result by object, because many repositories need the same result. */
function once<Of extends object, Found>(find: (of: Of) => Found): (of: Of) => Found {
  const known = new Map<Of, Found>();
  return (of) => {
    const found = known.get(of) ?? find(of);
    known.set(of, found);
    return found;
  };
}

/**
 * Whether a resource changes statements of one kind in the direction of the access change: access is gained by more Allow or by
 * less Deny.
 */
function makesIt(
  change: AccessChange,
  resource: PlannedResource,
  isOfKind: (statement: PolicyStatement) => boolean,
): boolean {
  const wanted = wantedActions(change);
  const texts = (moment: 'after' | 'before', effect: PolicyStatement['effect']) =>
    new Set(
      statementsAt(resource, moment)
        .filter((statement) => statement.effect === effect && isOfKind(statement))
        .flatMap((statement) => textAbout(statement, wanted)),
    );
  const isGain = change.kind === 'gained';
  const [more, less] = isGain ? (['after', 'before'] as const) : (['before', 'after'] as const);
  return (
    [...texts(more, 'Allow')].some((each) => !texts(less, 'Allow').has(each)) ||
    [...texts(less, 'Deny')].some((each) => !texts(more, 'Deny').has(each))
  );
}

function wantedActions({ caller, actions }: AccessChange): ReadonlySet<EcrAction> {
  return new Set(caller.kind === 'registry' ? REPLICATION_ACTIONS.created : actions);
}

/** Returns a text of the statement that ignores other actions. Empty if it covers none of the actions. */
function textAbout(
  { effect, principals, actions, resources, conditions }: PolicyStatement,
  wanted: ReadonlySet<EcrAction>,
): readonly string[] {
  const about = sortedUnique(actionsCovered(actions).filter((action) => wanted.has(action)));
  return about.length === 0 ? [] : [JSON.stringify([effect, principals, about, resources, conditions])];
}

function statementsAt(resource: PlannedResource, moment: 'after' | 'before'): readonly PolicyStatement[] {
  switch (resource.kind) {
    case 'registry-policy':
    case 'repository-policy': {
      const policy = resource[moment]?.policy;
      return policy?.kind === 'policy' ? policy.policy.statements : [];
    }
    case 'identity-policy':
      return statementsOf(resource[moment]?.policy);
    case 'policy-attachment': {
      const name = resource[moment]?.policy;
      return name === undefined || !isKnown(name) ? [] : managedPolicyDocument(name).statements;
    }
    case 'account-setting':
    case 'cache-rule':
    case 'creation-template':
    case 'inspector':
    case 'lifecycle-policy':
    case 'replication':
    case 'repository':
    case 'scanning':
      return [];
  }
}

function isNamed(caller: MatrixCaller, statement: PolicyStatement): boolean {
  if (caller.kind === 'registry') return false;
  const key = granteeKey({ who: caller.grantee.who, onlyIf: [] });
  return granteesOf(statement).some(({ who }) => granteeKey({ who, onlyIf: [] }) === key);
}

/** Whether a statement may match the caller without naming it: any account, or its account. */
function mayBeMeant(caller: MatrixCaller, statement: PolicyStatement): boolean {
  const account = caller.kind === 'registry' ? caller.registry.accountId : accountOfGrantee(caller.grantee);
  return granteesOf(statement).some(({ who }) => {
    const other = accountOfGrantee({ who, onlyIf: [] });
    if (who.kind === 'identity') return false;
    return other === undefined || account === undefined || other === account;
  });
}

function isAbout({ resources }: PolicyStatement, arn: string): boolean {
  return resources !== undefined && resourceTest(resources)(arn) !== 'no';
}
