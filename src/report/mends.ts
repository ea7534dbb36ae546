import { grantEntryText, ruleEntryText, type Mend } from '../access';
import { identityArn, isProtected, LAMBDA, policyFileText } from '../registry';
import { LAYER_WORDS, statementJson, statementText } from './decision';

/** What to change, each with what to paste. */
export function mendText(mend: Mend): string {
  switch (mend.kind) {
    case 'grant':
      return block(
        `${replicaText(mend)}Add to topology.yaml ('access' may be there already: add the item to it)`,
        grantEntryText(mend.entry),
      );
    case 'rule':
      return block(
        "Add to topology.yaml ('replication' may be there already: add the item to it)",
        ruleEntryText(mend.entry),
      );
    case 'attach':
      return attachText(mend);
    case 'denied':
      return block(
        `Remove or narrow ${statementText(mend.by)} (${LAYER_WORDS[mend.layer]}): no grant is stronger than a Deny`,
        `${statementJson(mend.by)}\n`,
      );
    case 'limited':
      return `Let the ${LAYER_WORDS[mend.layer]} allow ${mend.actions.join(', ')}.\n`;
    case 'serve':
      return serveText(mend.question);
    case 'declare':
      return `Declare it there: add '${mend.registry}' to repositories.${mend.repository}.registries, or let a rule under 'replication' take it there.\n`;
    case 'find-out':
      return findOutText(mend);
  }
}

function replicaText({ replica, entry }: Extract<Mend, { kind: 'grant' }>): string {
  if (replica === undefined) return '';
  const origin = (entry.registries ?? []).join(', ');
  return `'${replica}' has a replica, and what is pushed there stays there: push to '${origin}'. `;
}

function attachText({ identity, policyName, policy }: Extract<Mend, { kind: 'attach' }>): string {
  const { kind, name, accountId } = identity;
  const arn = identityArn(identity);
  if (isProtected(identity)) {
    return block(
      `AWS keeps ${arn} and lets nobody attach a policy to it. Put this where the role has its policies from, such as its permission set in IAM Identity Center`,
      policyFileText(policy),
    );
  }
  const command =
    `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name ${policyName} ` +
    '--policy-document file://policy.json\n';
  return [
    block(`Attach to ${arn}: save as policy.json`, policyFileText(policy)),
    block(`and run with credentials of account ${accountId}; a policy of that name is replaced`, command),
  ].join('\n');
}

/** Without the account that it acts for, a grant to a service would be one to anybody. */
function serveText({
  operation,
  caller,
  registry,
  repository,
}: Extract<Mend, { kind: 'serve' }>['question']): string {
  const service = caller.kind === 'service' ? caller.service : '';
  const principal =
    service === LAMBDA ? '{ lambda: <account> }' : `{ service: ${service}, account: <account> }`;
  return block(
    'Add to topology.yaml, with the name or id of the account that the service acts for (--context aws:SourceAccount=<id>)',
    [
      'access:',
      `  - allow: ${operation}`,
      `    repositories: [${repository}]`,
      `    registries: [${registry.name}]`,
      `    principals: [${principal}]`,
    ].join('\n'),
  );
}

function findOutText({ layers, keys }: Extract<Mend, { kind: 'find-out' }>): string {
  const identity = layers.includes('identity')
    ? ["give the caller's policies with --identity-policy FILE"]
    : [];
  const context = keys.map((key) => `give --context ${key}=<value>`);
  return `To know: ${[...identity, ...context].join('; ')}.\n`;
}

function block(title: string, text: string): string {
  const indented = text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`);
  return `${title}:\n\n${indented.join('\n')}\n`;
}
