import { accountOfGrantee, granteeKey, granteesOf } from '../../access/evaluate/grantees';
import { coveredActions, createResourceMatcher } from '../../access/evaluate/statement-scope';
import type { MatrixCaller } from '../../access/matrix/access-matrix';
import { identityArn, registryKey, repositoryArn } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { REPLICATION_ACTIONS, type EcrAction } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { managedPolicyDocument } from '../../aws/policy/managed-policies';
import { groupBy, sortedUnique } from '../../base/collections';
import type { AccessChange } from '../../change/access/access-changes';
import { isKnown, knownStatements } from '../../model/unknown';
import { isAccessResource, type PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';

/** Finds the resource that causes a change of access. Returns undefined if no resource changes. */
export type FindOrigin = (
  change: AccessChange,
  repository: RepositoryName | undefined,
) => PlannedResource | undefined;

/**
 * Indexes the changed resources by registry, repository and identity, because a plan can contain thousands of access changes. If
 * several policies change, the order is: a policy that changes a statement that names the caller; a policy attached to the caller; a
 * policy that changes a statement for the account of the caller or for any account. Otherwise the closest changed resource.
 */
export function createOriginFinder({ resources }: PlanReview): FindOrigin {
  const changed = resources.filter(({ action }) => action !== 'no-op' && action !== 'forget');
  const byKey = groupBy(changed.flatMap(lookupEntries), ([key]) => key);
  const resourcesAt = (key: string) => (byKey.get(key) ?? []).map(([, resource]) => resource);
  const matchersFor = memoize(policyMatchers);
  return (change, repository) => {
    const { caller, registry } = change;
    const targetRegistry = registryKey(registry);
    const policies = [
      ...(repository === undefined ? [] : resourcesAt(`repository-policy ${targetRegistry} ${repository}`)),
      ...resourcesAt(`registry-policy ${targetRegistry}`),
    ];
    const callerResources = callerKeys(caller).flatMap(resourcesAt);
    const arn = repository === undefined ? '*' : repositoryArn(registry, repository);
    const { names, mayMatch } = matchersFor(change);
    return (
      policies.find(names) ??
      callerResources.find((each) =>
        explainsChange(change, each, (statement) => appliesToArn(statement, arn)),
      ) ??
      policies.find(mayMatch) ??
      callerResources[0] ??
      policies[0] ??
      resourcesAt(`repository ${targetRegistry} ${repository ?? ''}`)[0] ??
      changed.find(({ after, before }) => {
        const values = after ?? before;
        return values !== undefined && registryKey(values.registry) === targetRegistry;
      }) ??
      changed[0]
    );
  };
}

/** Returns a resource under its lookup keys before and after. */
function lookupEntries(resource: PlannedResource): readonly (readonly [string, PlannedResource])[] {
  const keys = [keyOf(resource, 'before'), keyOf(resource, 'after')].filter((key) => key !== undefined);
  return [...new Set(keys)].map((key) => [key, resource] as const);
}

function keyOf(resource: PlannedResource, when: 'after' | 'before'): string | undefined {
  if (!isAccessResource(resource)) return undefined;
  switch (resource.kind) {
    case 'repository-policy': {
      const values = resource[when];
      return values && isKnown(values.repository)
        ? `repository-policy ${registryKey(values.registry)} ${values.repository}`
        : undefined;
    }
    case 'repository': {
      const values = resource[when];
      return values && isKnown(values.name)
        ? `repository ${registryKey(values.registry)} ${values.name}`
        : undefined;
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
  }
}

function callerKeys(caller: MatrixCaller): readonly string[] {
  if (caller.kind === 'registry') return [`replication ${registryKey(caller.registry)}`];
  const { who } = caller.grantee;
  return who.kind === 'identity' ? [`identity ${identityArn(who.identity)}`] : [];
}

/** Returns checks whether a policy explains a change by statements that name the caller, or that may match it. */
function policyMatchers(change: AccessChange) {
  const { caller } = change;
  return {
    names: memoize((each: PlannedResource) =>
      explainsChange(change, each, (statement) => namesPrincipal(caller, statement)),
    ),
    mayMatch: memoize((each: PlannedResource) =>
      explainsChange(change, each, (statement) => mayMatchPrincipal(caller, statement)),
    ),
  };
}

/** Caches a result by object, because many repositories need the same result. */
function memoize<Of extends object, Found>(find: (of: Of) => Found): (of: Of) => Found {
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
function explainsChange(
  change: AccessChange,
  resource: PlannedResource,
  isOfKind: (statement: PolicyStatement) => boolean,
): boolean {
  const relevantActions = changedActions(change);
  const statementTextsAt = (when: 'after' | 'before', effect: PolicyStatement['effect']) =>
    new Set(
      statementsAt(resource, when)
        .filter((statement) => statement.effect === effect && isOfKind(statement))
        .flatMap((statement) => statementTexts(statement, relevantActions)),
    );
  const isGain = change.kind === 'gained';
  const [sideWithMore, sideWithLess] = isGain
    ? (['after', 'before'] as const)
    : (['before', 'after'] as const);
  return (
    [...statementTextsAt(sideWithMore, 'Allow')].some(
      (each) => !statementTextsAt(sideWithLess, 'Allow').has(each),
    ) ||
    [...statementTextsAt(sideWithLess, 'Deny')].some(
      (each) => !statementTextsAt(sideWithMore, 'Deny').has(each),
    )
  );
}

function changedActions({ caller, actions }: AccessChange): ReadonlySet<EcrAction> {
  return new Set(caller.kind === 'registry' ? REPLICATION_ACTIONS.created : actions);
}

/** Returns a text of the statement that ignores other actions. Empty if it covers none of the actions. */
function statementTexts(
  { effect, principals, actions, resources, conditions }: PolicyStatement,
  relevantActions: ReadonlySet<EcrAction>,
): readonly string[] {
  const covered = sortedUnique(coveredActions(actions).filter((action) => relevantActions.has(action)));
  return covered.length === 0 ? [] : [JSON.stringify([effect, principals, covered, resources, conditions])];
}

function statementsAt(resource: PlannedResource, when: 'after' | 'before'): readonly PolicyStatement[] {
  if (!isAccessResource(resource)) return [];
  switch (resource.kind) {
    case 'registry-policy':
    case 'repository-policy': {
      const policy = resource[when]?.policy;
      return policy?.kind === 'policy' ? policy.policy.statements : [];
    }
    case 'identity-policy':
      return knownStatements(resource[when]?.policy);
    case 'policy-attachment': {
      const name = resource[when]?.policy;
      return name === undefined || !isKnown(name) ? [] : managedPolicyDocument(name).statements;
    }
    case 'replication':
    case 'repository':
      return [];
  }
}

function namesPrincipal(caller: MatrixCaller, statement: PolicyStatement): boolean {
  if (caller.kind === 'registry') return false;
  const key = granteeKey({ who: caller.grantee.who, onlyIf: [] });
  return granteesOf(statement).some(({ who }) => granteeKey({ who, onlyIf: [] }) === key);
}

/** Whether a statement may match the caller without naming it: any account, or its account. */
function mayMatchPrincipal(caller: MatrixCaller, statement: PolicyStatement): boolean {
  const account = caller.kind === 'registry' ? caller.registry.accountId : accountOfGrantee(caller.grantee);
  return granteesOf(statement).some(({ who }) => {
    const other = accountOfGrantee({ who, onlyIf: [] });
    if (who.kind === 'identity') return false;
    return other === undefined || account === undefined || other === account;
  });
}

function appliesToArn({ resources }: PolicyStatement, arn: string): boolean {
  return resources !== undefined && createResourceMatcher(resources)(arn) !== 'no';
}
