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
  type RepositoryName,
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
import { servedAccount } from './service-proposals';
import { missingSides, type MissingSide } from './sides';
import { unmetIn, type Unmet } from './unmet';

/** What somebody asks. */
export interface Question {
  readonly operation: Operation;
  readonly caller: Caller;
  readonly registry: Registry;
  readonly repository: RepositoryName;
}

/** How one action is decided. */
export interface ActionExplanation {
  readonly action: EcrAction;
  readonly decision: Decision;
}

/** Whether a caller may pull or push, why, and what to change where it may not. */
export interface Explanation extends Question {
  readonly verdict: Decision['verdict'];
  /** Whether the registry holds the repository; otherwise nothing is decided, and no policy is asked. */
  readonly isHeld: boolean;
  /** Every action the operation needs, in the order in which a client comes to them. */
  readonly actions: readonly ActionExplanation[];
  /** The sides that have to allow it and do not. */
  readonly missing: readonly MissingSide[];
  /** The statements that would allow an action that is not allowed, under conditions that are not met or not known. */
  readonly unmet: readonly Unmet[];
  /** What the client prints, where it is denied: several where it depends on what is not known. */
  readonly messages: readonly string[];
  /** Where it is not allowed: what to change, all of them together. */
  readonly mends: readonly Mend[];
}

/**
 * The order in which a client comes to the actions that stop it: Docker goes on where a layer or manifest cannot be
 * looked up, so that of a push these come last, and of a pull the manifest comes first.
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

/** What a caller needs: to log in, which a service does in its own way, and what the operation takes. */
export function neededBy(caller: Caller, operation: Operation): readonly EcrAction[] {
  const needed = new Set<EcrAction>(actionsOf(operation));
  if (caller.kind !== 'service') needed.add(LOGIN_ACTION);
  return [...needed].sort((a, b) => IN_ORDER.indexOf(a) - IN_ORDER.indexOf(b));
}

/** Asks the evaluator about everything an operation needs. */
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

/** The registry does not hold the repository: images are pushed to another one, and have to be replicated to be pulled. */
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

/** Images are pushed to where they are replicated from; what is needed there, where the caller may not do that either. */
function pushElsewhere(
  topology: Topology,
  accounts: readonly Account[],
  question: Question,
  origins: readonly PlannedRegistry[],
  given: Given,
): readonly Mend[] {
  const { registry, repository } = question;
  // What is pushed somewhere is held there, and these are registries of this topology.
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

/** How one action of a caller on a repository is decided; `ecr:GetAuthorizationToken` on the caller's own registry. */
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

/** Denied where one is; allowed where all are. */
export function together(verdicts: readonly Decision['verdict'][]): Decision['verdict'] {
  if (verdicts.includes('denied')) return 'denied';
  return verdicts.includes('unknown') ? 'unknown' : 'allowed';
}

/** Lambda names the function that it pulls for. Which one of an account it is makes no difference to a grant. */
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
