import {
  callerAccount,
  callerText,
  type ActionExplanation,
  type Decision,
  type Explanation,
  type Mend,
  type MissingSide,
  type ReplicationCondition,
  type ReplicationExplanation,
  type Unmet,
} from '../access';
import { backfillCommand, grouped, isProtected, type PlannedRegistry } from '../registry';
import { unmetText } from './conditions';
import { listCommand, loginCommand, operationCommands } from './commands';
import { LAYER_WORDS, layerText, reasonText } from './decision';
import { mendText } from './mends';
import { printable } from './printable';

/** Renders the result of `explain` for pull and push: the verdict, each action with each policy type, and fixes. */
export function explanationText(explanation: Explanation): string {
  const { operation, caller, registry, repository, verdict, actions, missing, unmet, messages, mends } =
    explanation;
  const to = operation === 'push' ? 'push to' : 'pull';
  const allowed = actions.filter(({ decision }) => decision.verdict === 'allowed').length;
  return shown([
    `${VERDICTS[verdict]}: ${callerText(caller)} ${MODALS[verdict]} ${to} ${repository} in ${placeText(registry)}.`,
    ...actionTexts(actions),
    explanation.isHeld
      ? `${allowed} of ${actions.length} actions allowed.\n`
      : `'${registry.name}' does not hold ${repository}.\n`,
    ...(isMissed(mends) ? missing.map((side) => missingText(side, explanation)) : []),
    ...unmet.filter((each) => !isToBeMet(each, mends)).map(unmetText),
    ...messages.map(
      (message, index) =>
        `${index === 0 ? 'AWS says' : 'or, if the caller is allowed by its own account'}:\n\n    ${message}\n`,
    ),
    ...mends.map(mendText),
    ...(mends.some(({ kind }) => kind === 'grant') ? pathText(explanation) : []),
    // The user cannot test a request that an AWS service makes.
    ...(verdict === 'allowed' && caller.kind !== 'service' ? [tryText(explanation)] : []),
  ]);
}

/** Returns whether to list missing policies. If a fix names another caller, this caller's policies are irrelevant. */
function isMissed(mends: readonly Mend[]): boolean {
  return !mends.some(({ kind }) => kind === 'service' || kind === 'other-path');
}

/** Returns whether a fix already shows the statement. */
function isToBeMet(unmet: Unmet, mends: readonly Mend[]): boolean {
  return mends.some((mend) => mend.kind === 'condition' && mend.statements.includes(unmet));
}

/** Renders the result of `explain replicate`. */
export function replicationText(explanation: ReplicationExplanation): string {
  const { from, to, repository, verdict, conditions, actions, mends } = explanation;
  const does = { allowed: 'is replicated', denied: 'is not replicated', unknown: 'may be replicated' }[
    verdict
  ];
  return shown([
    `${VERDICTS[verdict]}: ${repository} ${does} from ${placeText(from)} to ${placeText(to)}.`,
    `${conditions.map((condition) => conditionText(condition, explanation)).join('\n')}\n`,
    ...actionTexts(actions),
    ...mends.map(mendText),
    ...(verdict === 'allowed'
      ? [
          `Images that were pushed before the rule existed are not replicated. To copy them:\n\n    ${backfillCommand(from, to)}\n`,
        ]
      : []),
  ]);
}

const VERDICTS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'ALLOWED',
  denied: 'DENIED',
  unknown: 'UNKNOWN',
};

const MODALS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'may',
  denied: 'may not',
  unknown: 'may or may not',
};

function placeText({ name, accountId, region }: PlannedRegistry): string {
  return `'${name}' (account ${accountId}, ${region})`;
}

/** Lists actions with the same decision above one list of policy types. */
function actionTexts(actions: readonly ActionExplanation[]): readonly string[] {
  const groups = grouped(actions, ({ decision }) => layersText(decision));
  return [...groups].map(([layers, members]) => {
    const lines = members.map(({ action, decision }) => `  ${decision.verdict.padEnd(7)}  ${action}`);
    return `${lines.join('\n')}\n${layers}\n`;
  });
}

/** Policy types with the same result share a line. */
function layersText(decision: Decision): string {
  const alike = grouped(decision.layers, layerText);
  return [
    `    because ${reasonText(decision)}`,
    ...[...alike].map(
      ([text, layers]) => `      ${layers.map(({ layer }) => LAYER_WORDS[layer]).join(', ')}: ${text}`,
    ),
  ].join('\n');
}

function conditionText(
  { kind, isMet }: ReplicationCondition,
  { from, to, repository, conditions }: ReplicationExplanation,
): string {
  const not = isMet ? '' : 'NOT ';
  switch (kind) {
    case 'source-holds':
      return `  ${isMet ? 'yes' : 'no '}  ${repository} is ${not}a repository of '${from.name}'`;
    case 'source-is-pushed-to': {
      const isReplica = !isMet && conditions.some((each) => each.kind === 'source-holds' && each.isMet);
      const hop = isReplica ? ': replication is one hop, so what is replicated there goes no further' : '';
      return `  ${isMet ? 'yes' : 'no '}  images of ${repository} are ${not}pushed to '${from.name}'${hop}`;
    }
    case 'rule-takes':
      return `  ${isMet ? 'yes' : 'no '}  a rule of '${from.name}' does ${not}take it to '${to.name}'`;
    case 'destination-holds':
      return `  ${isMet ? 'yes' : 'no '}  '${to.name}' does ${not}hold ${repository}, or ECR may create it there`;
  }
}

function missingText({ side, isKnown }: MissingSide, { caller, registry, repository }: Explanation): string {
  if (side === 'registry') {
    return `Missing on the registry's side (account ${registry.accountId}): the repository policy of '${repository}' in '${registry.name}'.\n`;
  }
  const account = callerAccount(caller);
  const where = account === undefined ? '' : ` (account ${account})`;
  return `${isKnown ? 'Missing' : 'Not known'} on the caller's side${where}: an identity policy of ${callerText(caller)}${isKnown ? '' : '; give it with --identity-policy FILE to know'}.\n`;
}

/** A grant to a role contains its path, but the ARN of a session does not. */
function pathText({ caller }: Explanation): readonly string[] {
  if (caller.kind !== 'identity' || caller.isPathKnown || isProtected(caller.identity)) return [];
  const { name } = caller.identity;
  return [
    `Write the role with its path, if it has one: aws iam get-role --role-name ${name} shows its ARN.\n`,
  ];
}

function tryText({ operation, registry, repository }: Explanation): string {
  const lines = [
    loginCommand(registry),
    ...operationCommands(operation, registry, repository),
    `${listCommand(registry, repository)}  # asks for ecr:ListImages besides`,
  ];
  return `To try, as the caller:\n\n${lines.map((line) => `    ${line}`).join('\n')}\n`;
}

function shown(parts: readonly string[]): string {
  return `${parts[0] ?? ''}\n\n${parts.slice(1).join('\n')}`.split('\n').map(printable).join('\n');
}

/** Returns an explanation as JSON. `docs/commands.md` documents the shape, which is stable. */
export function explanationJson(explanation: Explanation | ReplicationExplanation): object {
  const { operation, verdict, repository, actions, mends } = explanation;
  return {
    operation,
    ...(explanation.operation === 'replicate'
      ? {
          from: placeJson(explanation.from),
          to: placeJson(explanation.to),
          conditions: explanation.conditions,
        }
      : { caller: callerText(explanation.caller), registry: placeJson(explanation.registry) }),
    repository,
    verdict,
    actions: actions.map(({ action, decision }) => ({ action, ...decision, text: reasonText(decision) })),
    ...(explanation.operation === 'replicate'
      ? {}
      : {
          isHeld: explanation.isHeld,
          missing: explanation.missing,
          unmet: explanation.unmet.map((unmet) => ({ ...unmet, text: unmetText(unmet) })),
          messages: explanation.messages,
        }),
    mends: mends.map((mend) => ({ ...mend, text: mendText(mend) })),
  };
}

function placeJson({ name, accountId, region }: PlannedRegistry): object {
  return { name, accountId, region };
}
