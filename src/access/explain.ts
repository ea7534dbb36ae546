import {
  actionsOf,
  LAMBDA,
  LOGIN_ACTION,
  type Account,
  type EcrAction,
  type Operation,
  type PlannedTopology,
  type Registry,
  type RepositoryName,
  type Topology,
} from '../registry';
import { layersFor, requestFor, withPath, type Given, type Place } from './situation';
import type { Caller } from './caller';
import { decide } from './decide';
import type { Decision } from './decision';
import { denialMessages } from './denial';
import { callerOf } from './grantee-caller';
import { mendsFor, missingSides, servedAccount, type Mend, type MissingSide } from './mend';

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
  /** Every action the operation needs, in the order in which a client comes to them. */
  readonly actions: readonly ActionExplanation[];
  /** The sides that have to allow it and do not. */
  readonly missing: readonly MissingSide[];
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
  const { operation, registry } = question;
  const caller = withPath(topology, question.caller);
  const known = withFunction(caller, registry, given);
  const actions = neededBy(caller, operation).map((action) => ({
    action,
    decision: decideAction(topology, caller, action, question, known),
  }));
  const asked = { ...question, caller };
  return {
    ...asked,
    verdict: together(actions.map(({ decision }) => decision.verdict)),
    actions,
    missing: missingSides(asked, actions),
    messages: denialMessages(asked, actions),
    mends: mendsFor(topology, accounts, asked, actions, known),
  };
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
  const told = callerOf({ who: { kind: 'lambda', accountId }, onlyIf: [] }, registry)?.context;
  return { ...given, context: { ...told, ...given.context } };
}
