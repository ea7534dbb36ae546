import {
  actionsOf,
  LAMBDA,
  LOGIN_ACTION,
  tryGetRepository,
  type Account,
  type EcrAction,
  type Operation,
  type PlannedRegistry,
  type PlannedTopology,
  type Registry,
  type Topology,
} from '../registry';
import { layersFor, requestFor, withPath, type Given, type Place } from './situation';
import type { Caller } from './caller';
import { decide } from './decide';
import type { Decision } from './decision';
import { denialMessages, notFoundMessage } from './denial';
import { callerOf } from './grantee-caller';
import type { Mend } from './mend';
import { originsAnywhere, pushedTo, replicateTo } from './origins';
import { proposalsFor } from './proposals';
import type { ActionExplanation, Question } from './question';
import { servedAccount } from './service-proposals';
import { missingSides, type MissingSide } from './sides';
import { unmetIn, type Unmet } from './unmet';

/** Whether a caller can pull or push, the reasons, and the fixes if it cannot. */
export interface Explanation extends Question {
  readonly verdict: Decision['verdict'];
  /** Whether the registry contains the repository. If not, no policy is evaluated. */
  readonly isHeld: boolean;
  /** Every action that the operation requires, in the order in which a client calls them. */
  readonly actions: readonly ActionExplanation[];
  /** Grants that are required and missing. */
  readonly missing: readonly MissingSide[];
  /** Statements that would allow an action if their conditions were met, or if their ARNs could match. */
  readonly unmet: readonly Unmet[];
  /** The error messages of the client if it is denied. Several if the wording depends on unknown values. */
  readonly messages: readonly string[];
  /** If it is not allowed: all changes that are required. */
  readonly mends: readonly Mend[];
}

/**
 * The order in which a client fails. Docker continues if it cannot look up a layer or manifest, so those actions come last for a
 * push, and the manifest comes first for a pull.
 */
const IN_ORDER: readonly EcrAction[] = [
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
export function neededBy(caller: Caller, operation: Operation): readonly EcrAction[] {
  const needed = new Set<EcrAction>(actionsOf(operation));
  if (caller.kind !== 'service') needed.add(LOGIN_ACTION);
  return [...needed].sort((a, b) => IN_ORDER.indexOf(a) - IN_ORDER.indexOf(b));
}

/** Evaluates every action that the operation requires, and proposes fixes if one is not allowed. */
export function explain(
  topology: Topology,
  accounts: readonly Account[],
  question: Question,
  given: Given,
): Explanation {
  const caller = withPath(topology, question.caller);
  const asked = { ...question, caller };
  const { operation, registry, repository } = asked;
  if (tryGetRepository(registry, repository) === undefined) {
    return explainAbsent(topology, accounts, asked, given);
  }
  const known = withFunction(caller, registry, given);
  const actions = neededBy(caller, operation).map((action) => ({
    action,
    decision: decideAction(topology, caller, action, asked, known),
  }));
  const refused = actions.filter(({ decision }) => decision.verdict !== 'allowed');
  const names = refused.map(({ action }) => action);
  const missing = missingSides(topology, caller, names, asked, known);
  const unmet = unmetIn(topology, caller, refused, asked, known);
  const origins = operation === 'push' ? pushedTo(topology, registry, repository, given) : [registry];
  const isRefusedReplica = refused.length > 0 && !origins.includes(registry);
  return {
    ...asked,
    isHeld: true,
    verdict: together(actions.map(({ decision }) => decision.verdict)),
    actions,
    missing,
    unmet,
    messages: denialMessages(asked, actions),
    mends: isRefusedReplica
      ? pushElsewhere(topology, accounts, asked, origins, given)
      : proposalsFor({ topology, accounts, question: asked, given: known, actions: refused, missing, unmet }),
  };
}

/**
 * The registry does not contain the repository: to pull it there, images have to be replicated from another registry.
 */
function explainAbsent(
  topology: Topology,
  accounts: readonly Account[],
  question: Question,
  given: Given,
): Explanation {
  const { operation, registry, repository } = question;
  const origins = originsAnywhere(topology, repository, given);
  return {
    ...question,
    isHeld: false,
    verdict: 'denied',
    actions: [],
    missing: [],
    unmet: [],
    messages: [notFoundMessage(question)],
    mends:
      operation === 'push'
        ? pushElsewhere(topology, accounts, question, origins, given)
        : replicateTo(topology, origins, registry, repository),
  };
}

/**
 * Proposes to push to the registries that images are replicated from, with the fixes for the first one if the caller cannot push
 * to any of them.
 */
function pushElsewhere(
  topology: Topology,
  accounts: readonly Account[],
  question: Question,
  origins: readonly PlannedRegistry[],
  given: Given,
): readonly Mend[] {
  const { registry, repository } = question;
  // The origins are registries of this topology, and contain the repository.
  const there = topology.registries.filter((each) => origins.includes(each));
  const answers = there.map((origin) =>
    explain(topology, accounts, { ...question, registry: origin }, given),
  );
  const allowed = answers.filter(({ verdict }) => verdict === 'allowed');
  const isReplica = tryGetRepository(registry, repository) !== undefined;
  const to: Mend = {
    kind: 'push-to',
    registry: registry.name,
    isReplica,
    origins: there.map(({ name }) => name),
    allowed: allowed.map((answer) => answer.registry.name),
  };
  return [to, ...(allowed.length > 0 ? [] : (answers[0]?.mends ?? []))];
}

/** Decides one action on a repository, or `ecr:GetAuthorizationToken` on the registry of the caller. */
export function decideAction(
  topology: PlannedTopology,
  caller: Caller,
  action: EcrAction,
  { registry, repository }: Place,
  given: Given,
): Decision {
  const place = { registry, repository: action === LOGIN_ACTION ? undefined : repository };
  const request = requestFor(caller, action, place, given);
  return decide(request, layersFor(topology, request, given));
}

/** Denied if one verdict is denied, allowed if all are allowed. */
export function together(verdicts: readonly Decision['verdict'][]): Decision['verdict'] {
  if (verdicts.includes('denied')) return 'denied';
  return verdicts.includes('unknown') ? 'unknown' : 'allowed';
}

/**
 * Adds the condition keys of Lambda, which sends the ARN of the function. Grants do not depend on the name of the function.
 */
function withFunction(caller: Caller, registry: Registry, given: Given): Given {
  const accountId = servedAccount(given.context);
  if (caller.kind !== 'service' || caller.service !== LAMBDA || accountId === undefined) {
    return given;
  }
  const told = callerOf({ who: { kind: 'lambda', accountId }, onlyIf: [] }, registry)?.context ?? {};
  const named = new Set(Object.keys(given.context).map((key) => key.toLowerCase()));
  const others = Object.entries(told).filter(([key]) => !named.has(key.toLowerCase()));
  return { ...given, context: { ...Object.fromEntries(others), ...given.context } };
}
