import { grantEntryText, ruleEntryText, type Mend } from '../access';
import { identityArn, policyFileText, type IdentityId } from '../registry';
import { LAYER_WORDS, statementJson, statementText } from './decision';

/** What to change, each with what to paste. */
export function mendText(mend: Mend): string {
  switch (mend.kind) {
    case 'grant':
      return block(
        "Add to topology.yaml ('access' may be there already: add the item to it)",
        grantEntryText(mend.entry),
      );
    case 'rule':
      return block(
        "Add to topology.yaml ('replication' may be there already: add the item to it)",
        ruleEntryText(mend.entry),
      );
    case 'attach': {
      const { identity, policyName, policy } = mend;
      return [
        block(`Attach to ${identityArn(identity)}: save as policy.json`, policyFileText(policy)),
        block(
          `and run with credentials of account ${identity.accountId}`,
          `${attachCommand(identity, policyName)}\n`,
        ),
      ].join('\n');
    }
    case 'denied':
      return block(
        `Remove or narrow ${statementText(mend.by)} (${LAYER_WORDS[mend.layer]}): no grant is stronger than a Deny`,
        `${statementJson(mend.by)}\n`,
      );
    case 'limited':
      return `Let the ${LAYER_WORDS[mend.layer]} allow ${mend.actions.join(', ')}.\n`;
    case 'find-out':
      return findOutText(mend);
  }
}

/** To attach an inline policy that is in `policy.json`. */
function attachCommand({ kind, name }: IdentityId, policyName: string, file = 'policy.json'): string {
  return `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name ${policyName} --policy-document file://${file}`;
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
