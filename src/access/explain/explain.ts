import { LOGIN_ACTION, requiredActions, type EcrAction, type Operation } from '../../aws/policy/actions';
import { LAMBDA } from '../../aws/policy/principals';
import type { Account } from '../../model/deployment';
import {
  tryGetRepository,
  type LocatedRegistry,
  type LocatedTopology,
  type PlannedRegistry,
  type PlannedTopology,
} from '../../model/topology';
import type { Caller } from '../evaluate/caller';
import { decide } from '../evaluate/decide';
import type { Decision } from '../evaluate/decision';
import {
  collectLayers,
  createRequest,
  withKnownPath,
  type EvaluationContext,
  type RequestTarget,
} from '../evaluate/evaluation-context';
import { createSampleCaller } from '../evaluate/sample-caller';
import { denialMessages, notFoundMessage } from './denial-message';
import type { Fix } from './fix';
import { hasNoResourceStatement, proposeFixes, sourceAccount } from './fixes';
import {
  findMissingGrants,
  findUnmetStatements,
  type MissingGrant,
  type UnmetLayerStatement,
} from './missing-grants';
import { findAllPushOrigins, findPushOrigins, fixesByReplication } from './push-origins';
import type { ActionExplanation, Question } from './question';

/** Whether a caller can pull or push, the reasons, and the fixes if it cannot. */
export interface Explanation extends Question {
  readonly verdict: Decision['verdict'];
  /** Whether the registry contains the repository. If only other registries contain it, no policy is evaluated. */
  readonly hasRepository: boolean;
  /** Every action that the operation requires, in the order in which a client calls them. */
  readonly actions: readonly ActionExplanation[];
  /** Grants that are required and missing. */
  readonly missing: readonly MissingGrant[];
  /** Statements that would allow an action if their conditions were met, or if their ARNs could match. */
  readonly unmet: readonly UnmetLayerStatement[];
  /** The error messages of the client if it is denied. Several if the wording depends on unknown values. */
  readonly messages: readonly string[];
  /** If it is not allowed: all changes that are required. */
  readonly fixes: readonly Fix[];
}

/**
 * The order in which a client fails. Docker continues if it cannot look up a layer or manifest, so those actions come last for a
 * push, and the manifest comes first for a pull.
 */
const CLIENT_ORDER: readonly EcrAction[] = [
  LOGIN_ACTION,
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
];

/** Returns the actions that an operation requires, including the login. AWS services do not log in. */
export function actionsForCaller(caller: Caller, operation: Operation): readonly EcrAction[] {
  const needed = new Set<EcrAction>(requiredActions(operation));
  if (caller.kind !== 'service') needed.add(LOGIN_ACTION);
  return [...needed].sort((a, b) => CLIENT_ORDER.indexOf(a) - CLIENT_ORDER.indexOf(b));
}

/** Evaluates every action that the operation requires, and proposes fixes if one is not allowed. */
export function explain(
  topology: LocatedTopology,
  accounts: readonly Pick<Account, 'id'>[],
  question: Question,
  evaluationContext: EvaluationContext,
): Explanation {
  const caller = withKnownPath(topology, question.caller);
  const resolvedQuestion = { ...question, caller };
  const { operation, registry, repository } = resolvedQuestion;
  const hasRepository = tryGetRepository(registry, repository) !== undefined;
  if (
    !hasRepository &&
    topology.registries.some((each) => tryGetRepository(each, repository) !== undefined)
  ) {
    return explainMissingRepository(topology, accounts, resolvedQuestion, evaluationContext);
  }
  const completeContext = withLambdaContext(caller, registry, evaluationContext);
  const actions = actionsForCaller(caller, operation).map((action) => ({
    action,
    decision: decideAction(topology, caller, action, resolvedQuestion, completeContext),
  }));
  const notAllowed = actions.filter(({ decision }) => decision.verdict !== 'allowed');
  const names = notAllowed.map(({ action }) => action);
  const missing = findMissingGrants(topology, caller, names, resolvedQuestion, completeContext);
  const unmet = findUnmetStatements(topology, caller, notAllowed, resolvedQuestion, completeContext);
  const origins =
    operation === 'push' ? findPushOrigins(topology, registry, repository, evaluationContext) : [registry];
  // A statement for a replica shows that the caller is meant to push there.
  const isDeniedReplica = notAllowed.some(hasNoResourceStatement) && !origins.includes(registry);
  return {
    ...resolvedQuestion,
    hasRepository,
    verdict: combineVerdicts(actions.map(({ decision }) => decision.verdict)),
    actions,
    missing,
    unmet,
    messages: denialMessages(resolvedQuestion, actions),
    fixes: isDeniedReplica
      ? pushToOriginFixes(topology, accounts, resolvedQuestion, origins, evaluationContext)
      : proposeFixes({
          topology,
          accounts,
          question: resolvedQuestion,
          evaluationContext: completeContext,
          actions: notAllowed,
          missing,
          unmet,
        }),
  };
}

/**
 * The registry does not contain the repository: to pull it there, images have to be replicated from another registry.
 */
function explainMissingRepository(
  topology: LocatedTopology,
  accounts: readonly Pick<Account, 'id'>[],
  question: Question,
  evaluationContext: EvaluationContext,
): Explanation {
  const { operation, registry, repository } = question;
  const origins = findAllPushOrigins(topology, repository, evaluationContext);
  return {
    ...question,
    hasRepository: false,
    verdict: 'denied',
    actions: [],
    missing: [],
    unmet: [],
    messages: [notFoundMessage(question)],
    fixes:
      operation === 'push'
        ? pushToOriginFixes(topology, accounts, question, origins, evaluationContext)
        : fixesByReplication(topology, origins, registry, repository),
  };
}

/**
 * Proposes to push to the registries that images are replicated from, with the fixes for the first one if the caller cannot push
 * to any of them.
 */
function pushToOriginFixes(
  topology: LocatedTopology,
  accounts: readonly Pick<Account, 'id'>[],
  question: Question,
  origins: readonly PlannedRegistry[],
  evaluationContext: EvaluationContext,
): readonly Fix[] {
  const { registry, repository } = question;
  // The origins are registries of this topology, and contain the repository.
  const originRegistries = topology.registries.filter((each) => origins.includes(each));
  const answers = originRegistries.map((origin) =>
    explain(topology, accounts, { ...question, registry: origin }, evaluationContext),
  );
  const allowed = answers.filter(({ verdict }) => verdict === 'allowed');
  const isReplica = tryGetRepository(registry, repository) !== undefined;
  const pushFix: Fix = {
    kind: 'push-to',
    registry: registry.name,
    isReplica,
    origins: originRegistries.map(({ name }) => name),
    allowed: allowed.map((answer) => answer.registry.name),
  };
  return [pushFix, ...(allowed.length > 0 ? [] : (answers[0]?.fixes ?? []))];
}

/** Decides one action on a repository, or `ecr:GetAuthorizationToken` on the registry of the caller. */
export function decideAction(
  topology: PlannedTopology,
  caller: Caller,
  action: string,
  { registry, repository }: RequestTarget,
  evaluationContext: EvaluationContext,
): Decision {
  const target = { registry, repository: action === LOGIN_ACTION ? undefined : repository };
  const request = createRequest(caller, action, target, evaluationContext);
  return decide(request, collectLayers(topology, request, evaluationContext));
}

/** Denied if one verdict is denied, allowed if all are allowed. */
export function combineVerdicts(verdicts: readonly Decision['verdict'][]): Decision['verdict'] {
  if (verdicts.includes('denied')) return 'denied';
  return verdicts.includes('unknown') ? 'unknown' : 'allowed';
}

/**
 * Adds the condition keys of Lambda, which sends the ARN of the function. Grants do not depend on the name of the function.
 */
function withLambdaContext(
  caller: Caller,
  registry: LocatedRegistry,
  evaluationContext: EvaluationContext,
): EvaluationContext {
  const accountId = sourceAccount(evaluationContext.context);
  if (caller.kind !== 'service' || caller.service !== LAMBDA || accountId === undefined) {
    return evaluationContext;
  }
  const lambdaContext =
    createSampleCaller({ who: { kind: 'lambda', accountId }, onlyIf: [] }, registry)?.context ?? {};
  const providedKeys = new Set(Object.keys(evaluationContext.context).map((key) => key.toLowerCase()));
  const others = Object.entries(lambdaContext).filter(([key]) => !providedKeys.has(key.toLowerCase()));
  return { ...evaluationContext, context: { ...Object.fromEntries(others), ...evaluationContext.context } };
}
