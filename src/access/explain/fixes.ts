import {
  attachedPolicyName,
  isIdentityKnown,
  isProtected,
  protectedRolePattern,
  type KnownIdentityId,
} from '../../aws/arn';
import { isAccountId, type AccountId } from '../../aws/names';
import { tryGetPartition } from '../../aws/partitions';
import { LOGIN_ACTION, requiredActions } from '../../aws/policy/actions';
import { identityPolicy } from '../../aws/policy/grants';
import { CODEBUILD, LAMBDA, pullingRoleOf, type Grantee } from '../../aws/policy/principals';
import { sortedUnique } from '../../base/collections';
import type { Account } from '../../model/deployment';
import { tryGetRepository, type LocatedTopology } from '../../model/topology';
import { callerAccount, type Caller } from '../evaluate/caller';
import type { Decision, LayerName } from '../evaluate/decision';
import {
  createRequest,
  findSameNameIdentity,
  type EvaluationContext,
  type RequestTarget,
} from '../evaluate/evaluation-context';
import { conditionsWithValues } from '../evaluate/policy-evaluation';
import type { RequestContextValues } from '../evaluate/request';
import type { Fix } from './fix';
import {
  isGrantToOtherPrincipal,
  RESOURCE_LAYERS,
  type MissingGrant,
  type UnmetLayer,
  type UnmetLayerStatement,
} from './missing-grants';
import { findAllPushOrigins, fixesByReplication } from './push-origins';
import type { ActionExplanation, Question } from './question';

/** A question whose answer is not yes, and its evaluation. */
interface FixInput {
  readonly topology: LocatedTopology;
  readonly accounts: readonly Pick<Account, 'id'>[];
  readonly question: Question;
  readonly evaluationContext: EvaluationContext;
  readonly actions: readonly ActionExplanation[];
  readonly missing: readonly MissingGrant[];
  readonly unmet: readonly UnmetLayerStatement[];
}

/**
 * Returns all changes that are required to allow the operation. A change to the identity policy or the resource-based policy alone
 * is a common mistake. No change bypasses a condition.
 */
export function proposeFixes(input: FixInput): readonly Fix[] {
  if (input.actions.length === 0) return [];
  const { topology, question, actions, evaluationContext } = input;
  const other = findSameNameIdentity(topology, question.caller);
  const denialAndLimitFixes = [
    ...fixesForDenials(question.caller, question, actions, evaluationContext),
    ...fixesForLimits(input),
  ];
  if (other !== undefined) return [...denialAndLimitFixes, { kind: 'other-path', identity: other }];
  const conditions = conditionsToMeet(input);
  const grants =
    question.caller.kind === 'service' ? serviceFixes(input, conditions) : grantFixes(input, conditions);
  const conditionFixes: readonly Fix[] =
    conditions.length === 0 ? [] : [{ kind: 'condition', statements: conditions }];
  return [...denialAndLimitFixes, ...conditionFixes, ...grants, ...findOutFixes(input, grants)];
}

/** Boundaries and service control policies that do not allow some actions, and have no unmet statement for them. */
function fixesForLimits({ actions, unmet }: FixInput): readonly Fix[] {
  return (['boundary', 'scps'] as const).flatMap((layer): readonly Fix[] => {
    const silent = actions
      .filter(({ decision: { layers } }) =>
        layers.some((each) => each.layer === layer && each.state.kind === 'silent'),
      )
      .map(({ action }) => action)
      .filter((action) => !unmet.some((each) => each.layer === layer && each.actions.includes(action)));
    return silent.length === 0 ? [] : [{ kind: 'limited', layer, actions: silent }];
  });
}

/** Actions that do not identify a push, because pulls or logins need them too. */
const NOT_PUSH_SPECIFIC: ReadonlySet<string> = new Set([
  ...requiredActions('pull'),
  'ecr:BatchCheckLayerAvailability',
  LOGIN_ACTION,
]);

/**
 * Returns the statements that already allow the operation under conditions. A new grant or policy would bypass these. A statement
 * with an unknown condition counts only if it covers the operation itself, because most statements allow pulls, which pushes include.
 */
function conditionsToMeet({ question, unmet }: FixInput): readonly UnmetLayerStatement[] {
  return unmet.filter((each) => {
    if (isGrantToOtherPrincipal(each)) return false;
    const isCertain = each.deadResources.length > 0 || each.conditions.some(({ holds }) => holds === 'no');
    const coversOperation =
      question.operation === 'pull'
        ? each.actions.some((action) => action !== LOGIN_ACTION)
        : each.actions.some((action) => !NOT_PUSH_SPECIFIC.has(action));
    return isCertain || coversOperation;
  });
}

/**
 * Returns the missing grants of the identity policy and the resource-based policy, except if only a condition is unmet.
 */
function grantFixes(input: FixInput, conditions: readonly UnmetLayerStatement[]): readonly Fix[] {
  const { accounts, question, missing, actions } = input;
  const { caller, registry } = question;
  const isOwn = callerAccount(caller) === registry.accountId;
  const isMet = (isInLayer: (layer: UnmetLayer) => boolean) =>
    !conditions.some(({ layer }) => layer !== 'boundary' && layer !== 'scps' && (isOwn || isInLayer(layer)));
  const isMissing = (expected: MissingGrant['side']) => missing.some(({ side }) => side === expected);
  const canFixIdentity = isMet((layer) => layer === 'identity');
  const canAttachPolicy =
    caller.kind === 'identity' && isInDeclaredAccount(caller, accounts) && canFixIdentity;
  // An `access` entry also attaches the policy of the caller. Within one account nothing else is required.
  const needsCallerPolicy =
    isOwn && canAttachPolicy && isMissing('caller') && actions.some(hasNoResourceStatement);
  const needsGrant =
    (isMissing('registry') || needsCallerPolicy) && isMet((layer) => RESOURCE_LAYERS.has(layer));
  const grant = needsGrant ? grantFix(question, canAttachPolicy) : [];
  const isAttached = grant.length > 0 && canAttachPolicy;
  const needsIdentity = isMissing('caller') && canFixIdentity && !isAttached;
  return [...grant, ...(needsIdentity ? attachFix(question) : [])];
}

/** Whether no resource-based policy has a statement for the action. */
export function hasNoResourceStatement({ action, decision }: ActionExplanation): boolean {
  if (action === LOGIN_ACTION) return false;
  return decision.layers
    .filter(({ layer }) => RESOURCE_LAYERS.has(layer))
    .every(({ state }) => state.kind === 'silent' || state.kind === 'absent');
}

/** Limited to the registry of the question. */
function grantFix(question: Question, canAttachPolicy: boolean): readonly Fix[] {
  const { operation, registry, repository, caller } = question;
  const grantee = granteeForCaller(caller);
  if (grantee === undefined) return [];
  // Without `identity: none`, `validate` warns that no policy is attached.
  const isNone = grantee.kind !== 'account' && !canAttachPolicy;
  const entry = {
    allow: operation,
    repositories: [repository],
    registries: [registry.name],
    principals: [grantee],
    ...(isNone ? { identity: 'none' as const } : {}),
  };
  return [{ kind: 'grant', entry, isForAccount: grantee.kind === 'account' }];
}

function granteeForCaller(caller: Caller): Grantee | undefined {
  switch (caller.kind) {
    case 'identity':
      return isIdentityKnown(caller.identity) ? granteeOf(caller.identity) : undefined;
    // An `access` entry cannot name a session of a federated user or the root user.
    case 'federated':
    case 'root':
      return { kind: 'account', accountId: caller.accountId };
    case 'service':
      return undefined;
  }
}

/**
 * Returns the principal of a grant to a role or user. A role that AWS manages needs a pattern: the ARN of a session does not
 * contain its path, the suffix of its name changes with each assignment of its permission set, and AWS refuses a principal that
 * does not exist.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function granteeOf(identity: KnownIdentityId): Grantee {
  return isProtected(identity)
    ? { kind: 'viaAccountRoot', accountId: identity.accountId, arn: protectedRolePattern(identity) }
    : { kind: 'identity', identity };
}

function isInDeclaredAccount(
  caller: Extract<Caller, { kind: 'identity' }>,
  accounts: readonly Pick<Account, 'id'>[],
): boolean {
  if (isProtected(caller.identity)) return false;
  return accounts.some(({ id }) => id === caller.identity.accountId);
}

function attachFix({ caller, operation, registry, repository }: Question): readonly Fix[] {
  const policy = identityPolicy([{ registry, repository, operation }]);
  switch (caller.kind) {
    case 'identity': {
      const policyName = attachedPolicyName(registry, repository);
      return [{ kind: 'attach', identity: caller.identity, policyName, policy }];
    }
    case 'federated':
      return [{ kind: 'session', policy }];
    case 'root':
    case 'service':
      return [];
  }
}

/** Unknown values that the answer depends on, unless a proposed grant makes them irrelevant. */
function findOutFixes({ actions }: FixInput, grants: readonly Fix[]): readonly Fix[] {
  const has = (...kinds: readonly Fix['kind'][]) => grants.some(({ kind }) => kinds.includes(kind));
  const isSettled = (layer: LayerName) =>
    layer === 'identity' ? has('grant', 'attach', 'session') : has('grant') && layer.endsWith('Policy');
  const layers = new Set<LayerName>();
  const keys: string[] = [];
  const undocumented: string[] = [];
  for (const { decision } of actions) {
    for (const { layer, state } of unknownLayers(decision)) {
      const isAllow = state.kind === 'notKnown' || (state.kind === 'maybe' && state.effect === 'Allow');
      if (isAllow && isSettled(layer)) continue;
      layers.add(layer);
      if (state.kind !== 'maybe') continue;
      keys.push(...state.unknowns.keys);
      undocumented.push(...state.unknowns.operators);
    }
  }
  if (keys.length + undocumented.length === 0 && !layers.has('identity')) return [];
  return [
    {
      kind: 'find-out',
      layers: [...layers],
      keys: sortedUnique(keys),
      undocumented: sortedUnique(undocumented),
    },
  ];
}

function unknownLayers({ reason, layers }: Decision): Decision['layers'] {
  if (reason.kind !== 'notKnown') return [];
  return layers.filter(({ layer }) => reason.layers.includes(layer));
}

/**
 * Returns a fix for each statement that certainly denies one of the actions, with the conditions of the statement.
 */
export function fixesForDenials(
  caller: Caller,
  target: RequestTarget,
  actions: readonly ActionExplanation[],
  evaluationContext: EvaluationContext,
): readonly Fix[] {
  const found = new Map<string, Fix>();
  for (const { action, decision } of actions) {
    const { context } = createRequest(caller, action, target, evaluationContext);
    for (const { layer, state } of decision.layers) {
      if (state.kind !== 'denies') continue;
      const { by } = state;
      const conditions = conditionsWithValues(by.statement, context);
      found.set(`${layer} ${by.label} ${by.index}`, { kind: 'denied', layer, by, conditions });
    }
  }
  return [...found.values()];
}

/**
 * Returns the fixes for an AWS service: a grant to the service for an account, or the role that the service uses instead.
 */
function serviceFixes(input: FixInput, conditions: readonly UnmetLayerStatement[]): readonly Fix[] {
  const { question, evaluationContext, missing } = input;
  const { caller, operation, registry, repository } = question;
  if (caller.kind !== 'service') return [];
  const { service } = caller;
  const accountId = sourceAccount(evaluationContext.context);
  const role = findActingRole(input, service, accountId);
  if (role !== undefined) return [{ kind: 'service', service, operation, role: role.name }];
  if (service === LAMBDA) {
    const otherRegion = fixesForOtherRegion(input);
    if (otherRegion.length > 0) return otherRegion;
  }
  if (conditions.length > 0 || !missing.some(({ side }) => side === 'registry')) return [];
  if (accountId === undefined) return [{ kind: 'serve', question }];
  const grantee: Grantee =
    service === LAMBDA ? { kind: 'lambda', accountId } : { kind: 'service', service, accountId };
  const entry = {
    allow: operation,
    repositories: [repository],
    registries: [registry.name],
    principals: [grantee],
  };
  return [{ kind: 'grant', entry, isForAccount: false }];
}

/** The role that performs the operation instead of the service. `name` is undefined if it depends on the build. */
function findActingRole(
  { question }: FixInput,
  service: string,
  accountId: AccountId | undefined,
): { readonly name: string | undefined } | undefined {
  const role = pullingRoleOf(service);
  if (role !== undefined) return { name: role };
  if (service === CODEBUILD) {
    const isElsewhere = accountId !== undefined && accountId !== question.registry.accountId;
    return question.operation === 'push' || isElsewhere
      ? { name: 'the service role of the project' }
      : undefined;
  }
  return question.operation === 'push' ? { name: undefined } : undefined;
}

/** Returns the account that a service acts for, which a grant to the service requires. Undefined if unknown. */
export function sourceAccount(context: RequestContextValues): AccountId | undefined {
  const account =
    firstValueOf(context, 'aws:sourceaccount') ?? firstValueOf(context, 'aws:sourcearn')?.split(':')[4];
  return account !== undefined && isAccountId(account) ? account : undefined;
}

/** Fixes for a function in another Region, which pulls from the registry of that Region. */
function fixesForOtherRegion({ topology, question, evaluationContext }: FixInput): readonly Fix[] {
  const { registry, repository } = question;
  const region = firstValueOf(evaluationContext.context, 'aws:sourcearn')?.split(':')[3] ?? '';
  if (tryGetPartition(region) === undefined || region === registry.region) return [];
  const regionRegistries = topology.registries.filter((each) => each.region === region);
  const containing = regionRegistries
    .filter((each) => tryGetRepository(each, repository) !== undefined)
    .map(({ name }) => name);
  const [first] = regionRegistries;
  const replicationFixes =
    containing.length > 0 || first === undefined
      ? []
      : fixesByReplication(
          topology,
          findAllPushOrigins(topology, repository, evaluationContext),
          first,
          repository,
        );
  return [{ kind: 'region', region, holding: containing }, ...replicationFixes];
}

function firstValueOf(context: RequestContextValues, lowercaseKey: string): string | undefined {
  const values = Object.entries(context).find(([key]) => key.toLowerCase() === lowercaseKey)?.[1];
  return values === undefined ? undefined : [values].flat()[0];
}
