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

/** Finds the resource that makes the difference for what somebody can do with a repository. */
export type OriginOf = (
  change: AccessChange,
  repository: RepositoryName | undefined,
) => PlannedResource | undefined;

/**
 * All that the plans change, by what it is about, so that thousands of changes of access are looked up and not searched.
 * Of several policies, the one that changes what it says of the caller by name; then one that is attached to it; then the
 * one that changes what it says of its account, or of everybody; where none does, the nearest.
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

/** Whether a policy makes a change by what it says of the caller by name, or of whoever the caller may be among. */
function speakingOf(change: AccessChange) {
  const { caller } = change;
  return {
    names: once((each: PlannedResource) => makesIt(change, each, (statement) => isNamed(caller, statement))),
    mayMean: once((each: PlannedResource) =>
      makesIt(change, each, (statement) => mayBeMeant(caller, statement)),
    ),
  };
}

/** Works out only once what is asked of thousands of repositories. */
function once<Of extends object, Found>(find: (of: Of) => Found): (of: Of) => Found {
  const known = new Map<Of, Found>();
  return (of) => {
    const found = known.get(of) ?? find(of);
    known.set(of, found);
    return found;
  };
}

/**
 * Whether a resource changes what it says in statements of one kind, in the direction of the change of access: a gain comes
 * of more that is allowed, or less that is denied.
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

/** What a statement says about some actions, as one text: what it says about others is no matter. */
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

/** Whether a statement names the caller itself. */
function isNamed(caller: MatrixCaller, statement: PolicyStatement): boolean {
  if (caller.kind === 'registry') return false;
  const key = granteeKey({ who: caller.grantee.who, onlyIf: [] });
  return granteesOf(statement).some(({ who }) => granteeKey({ who, onlyIf: [] }) === key);
}

/** Whether a statement may mean the caller without naming it: everybody, or its account. */
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
