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
import { wrapCommands } from '../format/shell-command';
import { wrapped, type Terminal, type Tone } from '../format/terminal';
import { printable, titledBlock } from '../format/text';
import { LAYER_NAMES, layerText, reasonText, unmetText } from './decision';
import type { LiveAnswer } from './live-explanation-json';
import { fixText } from './fixes';
import { differenceTexts } from './live-differences';
import { ALL_READ, notReadTexts } from './not-read';

/** Renders the result of `explain` for pull and push: the verdict, each action with each policy type, and fixes. */
export function explanationText(explanation: Explanation & LiveAnswer, terminal: Terminal): string {
  const { operation, caller, registry, repository, verdict, actions, missing, unmet, messages, fixes } =
    explanation;
  const to = operation === 'push' ? `push to ${repository} in` : `pull ${repository} from`;
  const allowed = actions.filter(({ decision }) => decision.verdict === 'allowed').length;
  return joinParts(
    [
      verdictText(
        verdict,
        `${callerText(caller)} ${MODAL_VERBS[verdict]} ${to} ${registryDescription(registry)}.`,
        terminal,
      ),
      ...actionTexts(actions, terminal, explanation.live !== undefined),
      ...[
        explanation.hasRepository
          ? `${allowed} of ${count(actions.length, 'action is', 'actions are')} allowed.\n`
          : `Registry '${registry.name}' does not contain ${repository}.\n`,
        ...liveTexts(explanation),
        ...(showsMissingPolicies(fixes) ? missing.map((side) => missingText(side, explanation)) : []),
        ...unmet.filter((each) => !isShownByFix(each, fixes)).map(unmetText),
      ].map((text) => proseText(text, terminal)),
      ...messages.map((message, index) => messageText(message, index, terminal)),
      ...[
        ...fixes.map(fixText),
        ...(fixes.some(({ kind }) => kind === 'grant') ? rolePathText(explanation) : []),
        // The user cannot test a request that an AWS service makes.
        ...(verdict === 'allowed' && caller.kind !== 'service' ? [tryText(explanation)] : []),
      ].map((text) => proseText(text, terminal)),
    ],
    terminal,
  );
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

/** Lists what `--live` adds: differences between AWS and the declaration, and what could not be read. */
function liveTexts({
  verdict,
  live,
  notRead = ALL_READ,
}: { readonly verdict: Decision['verdict'] } & LiveAnswer): readonly string[] {
  if (live === undefined) return [];
  const { differences = [], declaredVerdict, verdictWithoutUnread } = live;
  const differing = listText('AWS and topology.yaml differ', differenceTexts({ differences }));
  const loses =
    verdict === 'allowed' && declaredVerdict === 'denied'
      ? ['topology.yaml does not allow this, so the next deployment can remove the access.\n']
      : [];
  const allows =
    verdict === 'unknown' && verdictWithoutUnread === 'allowed'
      ? ['Every policy that could be read allows it.\n']
      : [];
  return [...differing, ...loses, ...listText('Not read', notReadTexts(notRead)), ...allows];
}

function listText(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${title}:\n\n${items.map((item) => `  - ${item}`).join('\n')}\n`];
}

/** Renders the result of `explain replicate`. */
export function replicationText(
  explanation: LiveAnswer & ReplicationExplanation,
  terminal: Terminal,
): string {
  const { from, to, repository, verdict, conditions, actions, fixes } = explanation;
  const does = { allowed: 'is replicated', denied: 'is not replicated', unknown: 'may be replicated' }[
    verdict
  ];
  return joinParts(
    [
      verdictText(
        verdict,
        `${repository} ${does} from ${registryDescription(from)} to ${registryDescription(to)}.`,
        terminal,
      ),
      `${conditions.map((condition) => replicationConditionText(condition, explanation, terminal)).join('\n')}\n`,
      ...actionTexts(actions, terminal, explanation.live !== undefined),
      ...[
        ...liveTexts(explanation),
        ...fixes.map(fixText),
        ...(verdict === 'allowed'
          ? [
              titledBlock(
                'Images that were pushed before the rule existed are not replicated. To copy them, run',
                [
                  `ecr-topology backfill --from ${from.name} --to ${to.name}`,
                  '# or with the AWS CLI:',
                  backfillCommand(from, to),
                ].join('\n'),
              ),
            ]
          : []),
      ].map((text) => proseText(text, terminal)),
    ],
    terminal,
  );
}

const VERDICTS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'ALLOWED',
  denied: 'DENIED',
  unknown: 'UNKNOWN',
};

const TONES = {
  allowed: 'good',
  denied: 'danger',
  unknown: 'caution',
} as const satisfies Readonly<Record<Decision['verdict'], Tone>>;

const MODAL_VERBS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'can',
  denied: 'cannot',
  unknown: 'may be able to',
};

function verdictText(verdict: Decision['verdict'], sentence: string, terminal: Terminal): string {
  const text = wrapped(printable(`${VERDICTS[verdict]}: ${sentence}`), terminal);
  return text.replace(VERDICTS[verdict], terminal.paint[TONES[verdict]]);
}

/** Wraps a text at the width of the terminal, apart from its code: lines with four blanks, to be copied. */
function proseText(text: string, terminal: Terminal): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(CODE_INDENT) ? printable(line) : proseLine(line, terminal)))
    .join('\n');
}

const CODE_INDENT = '    ';

function proseLine(line: string, terminal: Terminal): string {
  const [first = ''] = /^(?: {2}- )?/.exec(line) ?? [];
  return wrapped(printable(line.slice(first.length)), terminal, { first });
}

/** An error message is wrapped too: a client prints it in one long line. */
function messageText(message: string, index: number, terminal: Terminal): string {
  const title =
    index === 0
      ? 'The error message of AWS:'
      : 'Or, if the identity policies of the caller allow the request:';
  const text = wrapped(printable(message), terminal, { first: CODE_INDENT });
  return `${wrapped(title, terminal)}\n\n${text}\n`;
}

function registryDescription({ name, accountId, region }: LocatedRegistry): string {
  return `'${name}' (account ${accountId}, ${region})`;
}

/** Lists actions with the same decision above one list of policy types. */
function actionTexts(
  actions: readonly ActionExplanation[],
  terminal: Terminal,
  isLive: boolean,
): readonly string[] {
  const groups = groupBy(actions, ({ decision }) => layersText(decision, terminal, isLive));
  return [...groups].map(([layers, members]) => {
    const lines = members.map(
      ({ action, decision: { verdict } }) =>
        `  ${terminal.paint[TONES[verdict]](verdict.padEnd(7))}  ${action}`,
    );
    return `${lines.join('\n')}\n${layers}\n`;
  });
}

/** Policy types with the same result share a line. */
function layersText(decision: Decision, terminal: Terminal, isLive: boolean): string {
  const alike = groupBy(decision.layers, (each) => layerText(each, isLive));
  const lines: readonly Line[] = [
    ['    ', `because ${reasonText(decision)}`],
    ...[...alike].map(([text, layers]): Line => [
      '      ',
      `${layers.map(({ layer }) => LAYER_NAMES[layer]).join(', ')}: ${text}`,
    ]),
  ];
  return lines
    .map(([first, text]) => wrapped(printable(text), terminal, { first, rest: `${first}  ` }))
    .join('\n');
}

type Line = readonly [indent: string, text: string];

function replicationConditionText(
  condition: ReplicationCondition,
  explanation: ReplicationExplanation,
  terminal: Terminal,
): string {
  const { isMet } = condition;
  const text = wrapped(conditionSentence(condition, explanation), terminal, { first: ' '.repeat(7) });
  const mark = terminal.paint[isMet ? 'good' : 'danger'](isMet ? 'yes' : 'no ');
  return `  ${mark}${text.slice(5)}`;
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

function joinParts(parts: readonly string[], terminal: Terminal): string {
  return wrapCommands(`${parts[0] ?? ''}\n\n${parts.slice(1).join('\n')}`, terminal);
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
