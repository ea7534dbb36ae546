import { callerAccount } from '../../access/evaluate/caller';
import type { Decision } from '../../access/evaluate/decision';
import { callerText } from '../../access/explain/denial-message';
import type { Explanation } from '../../access/explain/explain';
import type { ReplicationCondition, ReplicationExplanation } from '../../access/explain/explain-replication';
import type { Fix } from '../../access/explain/fix';
import type { MissingGrant, UnmetLayerStatement } from '../../access/explain/missing-grants';
import type { ActionExplanation } from '../../access/explain/question';
import { isProtected, registryHost, repositoryUrl, type KnownRegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { backfillCommand } from '../../change/backfills';
import type { Registry } from '../../model/topology';
import { printable, titledBlock } from '../format/text';
import { LAYER_NAMES, layerText, reasonText, unmetText } from './decision';
import { fixText } from './fixes';

/** Renders the result of `explain` for pull and push: the verdict, each action with each policy type, and fixes. */
export function explanationText(explanation: Explanation): string {
  const { operation, caller, registry, repository, verdict, actions, missing, unmet, messages, fixes } =
    explanation;
  const to = operation === 'push' ? 'push to' : 'pull';
  const allowed = actions.filter(({ decision }) => decision.verdict === 'allowed').length;
  return joinParts([
    `${VERDICTS[verdict]}: ${callerText(caller)} ${MODAL_VERBS[verdict]} ${to} ${repository} in ${registryDescription(registry)}.`,
    ...actionTexts(actions),
    explanation.hasRepository
      ? `${allowed} of ${actions.length} actions allowed.\n`
      : `'${registry.name}' does not hold ${repository}.\n`,
    ...(showsMissingPolicies(fixes) ? missing.map((side) => missingText(side, explanation)) : []),
    ...unmet.filter((each) => !isShownByFix(each, fixes)).map(unmetText),
    ...messages.map((message, index) =>
      titledBlock(index === 0 ? 'AWS says' : 'or, if the caller is allowed by its own account', message),
    ),
    ...fixes.map(fixText),
    ...(fixes.some(({ kind }) => kind === 'grant') ? rolePathText(explanation) : []),
    // The user cannot test a request that an AWS service makes.
    ...(verdict === 'allowed' && caller.kind !== 'service' ? [tryText(explanation)] : []),
  ]);
}

/** Returns whether to list missing policies. If a fix names another caller, this caller's policies are irrelevant. */
function showsMissingPolicies(fixes: readonly Fix[]): boolean {
  return !fixes.some(({ kind }) => kind === 'service' || kind === 'other-path');
}

/** Returns whether a fix already shows the statement. */
function isShownByFix(unmet: UnmetLayerStatement, fixes: readonly Fix[]): boolean {
  return fixes.some((fix) => fix.kind === 'condition' && fix.statements.includes(unmet));
}

/** Renders the result of `explain replicate`. */
export function replicationText(explanation: ReplicationExplanation): string {
  const { from, to, repository, verdict, conditions, actions, fixes } = explanation;
  const does = { allowed: 'is replicated', denied: 'is not replicated', unknown: 'may be replicated' }[
    verdict
  ];
  return joinParts([
    `${VERDICTS[verdict]}: ${repository} ${does} from ${registryDescription(from)} to ${registryDescription(to)}.`,
    `${conditions.map((condition) => replicationConditionText(condition, explanation)).join('\n')}\n`,
    ...actionTexts(actions),
    ...fixes.map(fixText),
    ...(verdict === 'allowed'
      ? [
          titledBlock(
            'Images that were pushed before the rule existed are not replicated. To copy them',
            backfillCommand(from, to),
          ),
        ]
      : []),
  ]);
}

const VERDICTS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'ALLOWED',
  denied: 'DENIED',
  unknown: 'UNKNOWN',
};

const MODAL_VERBS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'may',
  denied: 'may not',
  unknown: 'may or may not',
};

function registryDescription({ name, accountId, region }: Registry): string {
  return `'${name}' (account ${accountId}, ${region})`;
}

/** Lists actions with the same decision above one list of policy types. */
function actionTexts(actions: readonly ActionExplanation[]): readonly string[] {
  const groups = groupBy(actions, ({ decision }) => layersText(decision));
  return [...groups].map(([layers, members]) => {
    const lines = members.map(({ action, decision }) => `  ${decision.verdict.padEnd(7)}  ${action}`);
    return `${lines.join('\n')}\n${layers}\n`;
  });
}

/** Policy types with the same result share a line. */
function layersText(decision: Decision): string {
  const alike = groupBy(decision.layers, layerText);
  return [
    `    because ${reasonText(decision)}`,
    ...[...alike].map(
      ([text, layers]) => `      ${layers.map(({ layer }) => LAYER_NAMES[layer]).join(', ')}: ${text}`,
    ),
  ].join('\n');
}

function replicationConditionText(
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

function missingText({ side, isKnown }: MissingGrant, { caller, registry, repository }: Explanation): string {
  if (side === 'registry') {
    return `Missing on the registry's side (account ${registry.accountId}): the repository policy of '${repository}' in '${registry.name}'.\n`;
  }
  const account = callerAccount(caller);
  const accountNote = account === undefined ? '' : ` (account ${account})`;
  return `${isKnown ? 'Missing' : 'Not known'} on the caller's side${accountNote}: an identity policy of ${callerText(caller)}${isKnown ? '' : '; give it with --identity-policy FILE to know'}.\n`;
}

/** A grant to a role contains its path, but the ARN of a session does not. */
function rolePathText({ caller }: Explanation): readonly string[] {
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
    `${listImagesCommand(registry, repository)}  # asks for ecr:ListImages besides`,
  ];
  return titledBlock('To try, as the caller', lines.join('\n'));
}

function joinParts(parts: readonly string[]): string {
  return `${parts[0] ?? ''}\n\n${parts.slice(1).join('\n')}`.split('\n').map(printable).join('\n');
}

/** Returns an explanation as JSON. `docs/reference/json.md` documents the shape, which is stable. */
export function explanationJson(explanation: Explanation | ReplicationExplanation): object {
  const { operation, verdict, repository, actions, fixes } = explanation;
  return {
    // Before version 2, outputs had no version, and `fixes` had another name (CHANGELOG).
    version: 2,
    operation,
    ...(explanation.operation === 'replicate'
      ? {
          from: registryJson(explanation.from),
          to: registryJson(explanation.to),
          conditions: explanation.conditions,
        }
      : { caller: callerText(explanation.caller), registry: registryJson(explanation.registry) }),
    repository,
    verdict,
    actions: actions.map(({ action, decision }) => ({ action, ...decision, text: reasonText(decision) })),
    ...(explanation.operation === 'replicate'
      ? {}
      : {
          isHeld: explanation.hasRepository,
          missing: explanation.missing,
          unmet: explanation.unmet.map((unmet) => ({ ...unmet, text: unmetText(unmet) })),
          messages: explanation.messages,
        }),
    fixes: fixes.map((fix) => ({ ...fix, text: fixText(fix) })),
  };
}

function registryJson({ name, accountId, region }: Registry): object {
  return { name, accountId, region };
}

/** Returns the command that logs Docker in to a registry with the caller's credentials. */
function loginCommand(registry: KnownRegistryId): string {
  return (
    `aws ecr get-login-password --region ${registry.region} | ` +
    `docker login --username AWS --password-stdin ${registryHost(registry)}`
  );
}

/** Returns the commands that test a pull or a push. */
function operationCommands(
  operation: 'pull' | 'push',
  registry: KnownRegistryId,
  repository: RepositoryName,
): readonly string[] {
  const url = repositoryUrl(registry, repository);
  return operation === 'pull'
    ? [`docker pull ${url}:latest`]
    : [`docker tag ${repository}:latest ${url}:latest`, `docker push ${url}:latest`];
}

/**
 * Returns the command that lists the images of a repository. It sets the registry ID, because the AWS CLI uses the
 * caller's own account otherwise.
 */
function listImagesCommand({ accountId, region }: KnownRegistryId, repository: RepositoryName): string {
  return `aws ecr list-images --region ${region} --registry-id ${accountId} --repository-name ${repository}`;
}
