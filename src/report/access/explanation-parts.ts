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
import { groupBy, isSameValue } from '../../base/collections';
import { count } from '../../base/text';
import { backfillCommand } from '../../change/backfills';
import type { LocatedRegistry } from '../../model/topology';
import { titledBlock } from '../format/text';
import { LAYER_NAMES, layerText, reasonText, unmetText } from './decision';
import { fixText } from './fixes';

/**
 * The texts of an explanation, without layout. In `findings` and `advice`, lines that start with four blanks are code, and
 * lines that start with a hyphen are items of a list.
 */
export interface ExplanationParts {
  readonly verdict: Decision['verdict'];
  /** Such as `arn:… cannot pull my-repo from 'management' (account 999999999999, ap-northeast-1).` */
  readonly sentence: string;
  /** What a replication requires in addition to policies. Empty for a pull or push. */
  readonly conditions: readonly ConditionPart[];
  readonly actionGroups: readonly ActionGroup[];
  /** How many actions are allowed. Undefined for a replication. */
  readonly summary: string | undefined;
  /** What is missing or not met. */
  readonly findings: readonly string[];
  readonly messages: readonly MessagePart[];
  /** Fixes, and commands that test the access. */
  readonly advice: readonly string[];
}

interface ConditionPart {
  readonly isMet: boolean;
  readonly text: string;
}

/** Actions with the same decision. */
export interface ActionGroup {
  readonly actions: readonly { readonly action: string; readonly verdict: Decision['verdict'] }[];
  /** Starts with `because`. */
  readonly reason: string;
  /** A line for each state of policy types: `identity policy: no statement matches`. */
  readonly layers: readonly string[];
}

/** An error message that the client of the caller prints. */
export interface MessagePart {
  readonly title: string;
  readonly text: string;
}

export const VERDICT_TEXTS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'ALLOWED',
  denied: 'DENIED',
  unknown: 'UNKNOWN',
};

/** @param isLive whether the policies are those in AWS, which the texts of unknown policies mention */
export function explanationParts(
  explanation: Explanation | ReplicationExplanation,
  isLive = false,
): ExplanationParts {
  return explanation.operation === 'replicate'
    ? replicationParts(explanation, isLive)
    : requestParts(explanation, isLive);
}

function requestParts(explanation: Explanation, isLive: boolean): ExplanationParts {
  const { operation, caller, registry, repository, verdict, actions, missing, unmet, messages, fixes } =
    explanation;
  const to = operation === 'push' ? `push to ${repository} in` : `pull ${repository} from`;
  const allowed = actions.filter(({ decision }) => decision.verdict === 'allowed').length;
  return {
    verdict,
    sentence: `${callerText(caller)} ${MODAL_VERBS[verdict]} ${to} ${registryDescription(registry)}.`,
    conditions: [],
    actionGroups: actionGroups(actions, isLive),
    summary: explanation.hasRepository
      ? `${allowed} of ${count(actions.length, 'action is', 'actions are')} allowed.\n`
      : `Registry '${registry.name}' does not contain ${repository}.\n`,
    findings: [
      ...(showsMissingPolicies(fixes) ? missing.map((side) => missingText(side, explanation)) : []),
      ...unmet.filter((each) => !isShownByFix(each, fixes)).map(unmetText),
    ],
    messages: messages.map((text, index) => ({ title: messageTitle(index), text })),
    advice: [
      ...fixes.map(fixText),
      ...(fixes.some(({ kind }) => kind === 'grant') ? rolePathText(explanation) : []),
      // The user cannot test a request that an AWS service makes.
      ...(verdict === 'allowed' && caller.kind !== 'service' ? [tryText(explanation)] : []),
    ],
  };
}

function replicationParts(explanation: ReplicationExplanation, isLive: boolean): ExplanationParts {
  const { from, to, repository, verdict, conditions, actions, fixes } = explanation;
  const does = { allowed: 'is replicated', denied: 'is not replicated', unknown: 'may be replicated' }[
    verdict
  ];
  return {
    verdict,
    sentence: `${repository} ${does} from ${registryDescription(from)} to ${registryDescription(to)}.`,
    conditions: conditions.map((condition) => ({
      isMet: condition.isMet,
      text: conditionSentence(condition, explanation),
    })),
    actionGroups: actionGroups(actions, isLive),
    summary: undefined,
    findings: [],
    messages: [],
    advice: [...fixes.map(fixText), ...(verdict === 'allowed' ? [backfillText(explanation)] : [])],
  };
}

/** Returns whether to list missing policies. If a fix names another caller, this caller's policies are irrelevant. */
function showsMissingPolicies(fixes: readonly Fix[]): boolean {
  return !fixes.some(({ kind }) => kind === 'service' || kind === 'other-path');
}

/** Returns whether a fix already shows the statement. */
function isShownByFix(unmet: UnmetLayerStatement, fixes: readonly Fix[]): boolean {
  return fixes.some(
    (fix) => fix.kind === 'condition' && fix.statements.some((each) => isSameValue(each, unmet)),
  );
}

const MODAL_VERBS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'can',
  denied: 'cannot',
  unknown: 'may be able to',
};

function messageTitle(index: number): string {
  return index === 0
    ? 'The error message of AWS:'
    : 'Or, if the identity policies of the caller allow the request:';
}

function registryDescription({ name, accountId, region }: LocatedRegistry): string {
  return `'${name}' (account ${accountId}, ${region})`;
}

/** Groups actions with the same decision above one list of policy types. */
export function actionGroups(actions: readonly ActionExplanation[], isLive = false): readonly ActionGroup[] {
  const groups = groupBy(actions, ({ decision }) =>
    JSON.stringify([reasonLine(decision), layerLines(decision, isLive)]),
  );
  return [...groups.values()].map((members) => {
    const [{ decision }] = members;
    return {
      actions: members.map((each) => ({ action: each.action, verdict: each.decision.verdict })),
      reason: reasonLine(decision),
      layers: layerLines(decision, isLive),
    };
  });
}

function reasonLine(decision: Decision): string {
  return `because ${reasonText(decision)}`;
}

/** Policy types with the same result share a line. */
function layerLines({ layers }: Decision, isLive: boolean): readonly string[] {
  const alike = groupBy(layers, (each) => layerText(each, isLive));
  return [...alike].map(
    ([text, members]) => `${members.map(({ layer }) => LAYER_NAMES[layer]).join(', ')}: ${text}`,
  );
}

/** Describes a condition of replication, as a clause. */
export function conditionSentence(
  { kind, isMet }: ReplicationCondition,
  { from, to, repository, conditions }: ReplicationExplanation,
): string {
  switch (kind) {
    case 'source-holds':
      return isMet
        ? `'${from.name}' contains ${repository}`
        : `'${from.name}' does not contain ${repository}`;
    case 'source-is-pushed-to': {
      if (isMet) return `images of ${repository} are pushed to '${from.name}'`;
      const isReplica = conditions.some((each) => each.kind === 'source-holds' && each.isMet);
      const hop = isReplica ? ', but replicated to it, and ECR does not replicate them again' : '';
      return `images of ${repository} are not pushed to '${from.name}'${hop}`;
    }
    case 'rule-takes':
      return `${isMet ? 'a' : 'no'} replication rule of '${from.name}' replicates it to '${to.name}'`;
    case 'destination-holds':
      return isMet
        ? `'${to.name}' contains ${repository}, or ECR can create it there`
        : `'${to.name}' does not contain ${repository}, and ECR cannot create it there`;
  }
}

function missingText({ side, isKnown }: MissingGrant, { caller, registry, repository }: Explanation): string {
  if (side === 'registry') {
    return `Missing in account ${registry.accountId}: a statement in the repository policy of '${repository}' in '${registry.name}'.\n`;
  }
  const account = callerAccount(caller);
  const inAccount = account === undefined ? '' : ` in account ${account}`;
  return isKnown
    ? `Missing${inAccount}: an identity policy of ${callerText(caller)}.\n`
    : `Unknown${inAccount}: the identity policies of ${callerText(caller)}. To evaluate them, use --identity-policy FILE.\n`;
}

/** A grant to a role contains its path, but the ARN of a session does not. */
function rolePathText({ caller }: Explanation): readonly string[] {
  if (caller.kind !== 'identity' || caller.isPathKnown || isProtected(caller.identity)) return [];
  const { name } = caller.identity;
  return [
    `If the role has a path, write the ARN with the path. To look up the ARN: aws iam get-role --role-name ${name}\n`,
  ];
}

function tryText({ operation, registry, repository }: Explanation): string {
  const lines = [
    loginCommand(registry),
    ...operationCommands(operation, registry, repository),
    `${listImagesCommand(registry, repository)}  # also requires ecr:ListImages`,
  ];
  return titledBlock("To test the access, run this with the caller's credentials", lines.join('\n'));
}

function backfillText({ from, to }: ReplicationExplanation): string {
  return titledBlock(
    'Images that were pushed before the rule existed are not replicated. To copy them, run',
    [
      `ecr-topology backfill --from ${from.name} --to ${to.name}`,
      '# or with the AWS CLI:',
      backfillCommand(from, to),
    ].join('\n'),
  );
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
