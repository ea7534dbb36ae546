import { grantEntryText, ruleEntryText, type Fix } from '../../access/explain/fix';
import { RESOURCE_LAYERS, type UnmetLayerStatement } from '../../access/explain/missing-grants';
import { identityArn, isProtected } from '../../aws/arn';
import { policyFileText } from '../../aws/policy/document';
import { CODEBUILD, LAMBDA } from '../../aws/policy/principals';
import { formatList, quoteAll } from '../../base/text';
import { titledBlock } from '../format/text';
import { conditionText, LAYER_NAMES, statementJson, statementText, unmetText } from './decision';

type FixOf<Kind extends Fix['kind']> = Extract<Fix, { readonly kind: Kind }>;

/** Renders a suggested fix, with the text to paste. */
export function fixText(fix: Fix): string {
  // The type of FIX_TEXTS requires a function for each kind.
  const text = FIX_TEXTS[fix.kind] as (fix: Fix) => string;
  return text(fix);
}

const FIX_TEXTS: { readonly [Kind in Fix['kind']]: (fix: FixOf<Kind>) => string } = {
  grant: grantText,
  rule: ruleText,
  attach: attachText,
  session: sessionText,
  denied: deniedText,
  limited: ({ layer, actions }) => `Allow ${actions.join(', ')} in the ${LAYER_NAMES[layer]}.\n`,
  condition: conditionsText,
  serve: serviceGrantText,
  service: serviceText,
  region: regionText,
  'push-to': pushToText,
  'other-path': otherPathText,
  declare: ({ registry, repository }) =>
    `Declare the repository in '${registry}': add '${registry}' to repositories.${repository}.registries, or add a rule to 'replication' that replicates the repository to it.\n`,
  created: ({ from, to }) =>
    `A rule with createRepositories replicates the repository from '${from}' to '${to}'. ECR creates the repository in '${to}' with the next image that is pushed to '${from}', and a creation template sets its policy. ` +
    "To set its policy with 'access' instead, remove createRepositories from the rule.\n",
  'replicated-from': replicatedFromText,
  'other-partition': ({ from, to }) =>
    `ECR does not replicate from partition ${from} to partition ${to}. Copy the images with a pipeline that logs in to both registries.\n`,
  deploy: () =>
    titledBlock(
      'Deploy the topology: AWS lacks what topology.yaml declares',
      'npx cdktf diff\nnpx cdktf deploy\n',
    ),
  'find-out': findOutText,
  refused: ({ problems }) =>
    titledBlock("No entry is suggested, because 'validate' would reject it", problems.join('\n')),
};

function grantText({ entry, isForAccount }: FixOf<'grant'>): string {
  const reason = isForAccount
    ? 'An entry cannot name this caller. This entry names its account, so it includes every role and user that the account allows. '
    : '';
  return titledBlock(
    `${reason}Add to topology.yaml (if it has 'access', add the item to that list)`,
    grantEntryText(entry),
  );
}

function ruleText({ entry, via }: FixOf<'rule'>): string {
  const to = entry.to.join(', ');
  const hop =
    via === undefined
      ? ''
      : `ECR does not replicate images again that '${via}' receives by replication, so the rule from '${via}' to '${to}' does not replicate them. `;
  return titledBlock(
    `${hop}Replicate the repository to '${to}' from the registry that images are pushed to. Add to topology.yaml (if it has 'replication', add the item to that list)`,
    ruleEntryText(entry),
  );
}

function attachText({ identity, policyName, policy }: FixOf<'attach'>): string {
  const { kind, name, accountId } = identity;
  const arn = identityArn(identity);
  if (isProtected(identity)) {
    return titledBlock(
      `AWS manages ${arn}, so you cannot attach a policy to it. Add this policy to the source of its policies, such as its permission set in IAM Identity Center`,
      policyFileText(policy),
    );
  }
  const command =
    `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name ${policyName} ` +
    '--policy-document file://policy.json\n';
  return [
    titledBlock(`Attach this policy to ${arn}: save it as policy.json`, policyFileText(policy)),
    titledBlock(
      `Then run this with credentials of account ${accountId}. It replaces an existing policy of that name`,
      command,
    ),
  ].join('\n');
}

function sessionText({ policy }: FixOf<'session'>): string {
  return titledBlock(
    'A federated user can do what both the policies of the IAM user that calls sts:GetFederationToken and the session policy (--policy) allow. Add this to both',
    policyFileText(policy),
  );
}

function deniedText({ by, layer, conditions }: FixOf<'denied'>): string {
  const statement = titledBlock(
    `Remove or narrow ${statementText(by)} (${LAYER_NAMES[layer]}), because a grant does not override a Deny`,
    `${statementJson(by)}\n`,
  );
  if (conditions.length === 0) return statement;
  return `${statement}\n${titledBlock('It denies the request because these conditions are met', conditions.map(conditionText).join('\n'))}`;
}

function conditionsText({ statements }: FixOf<'condition'>): string {
  return [...statements.map(unmetText), ...statements.map(adviceText)].join('\n');
}

function adviceText({ by, conditions, deadResources, layer }: UnmetLayerStatement): string {
  const statement = statementText(by);
  const policyKind = RESOURCE_LAYERS.has(layer) ? 'grant' : 'policy';
  if (deadResources.length > 0) {
    return `In ${statement}, replace the policy variable with the Region and account, or with *. No other ${policyKind} is suggested, because this one is intended to allow the request.\n`;
  }
  const isKnown = conditions.some(({ holds }) => holds === 'no');
  const change = isKnown
    ? `Meet these conditions, or change ${statement}.`
    : `If the request does not meet these conditions, change ${statement}.`;
  return `${change} No other ${policyKind} is suggested, because it would bypass the conditions.\n`;
}

/** Names the account of the caller, because a grant to a service without it is a grant to every AWS account. */
function serviceGrantText({ question: { operation, caller, registry, repository } }: FixOf<'serve'>): string {
  const service = caller.kind === 'service' ? caller.service : '';
  // A build image in another account is pulled with the role of the project, so only the owner's account has an effect.
  const account = service === CODEBUILD ? `"${registry.accountId}"` : '<account>';
  const principal =
    service === LAMBDA ? `{ lambda: ${account} }` : `{ service: ${service}, account: ${account} }`;
  const accountNote =
    service === CODEBUILD
      ? `for projects of account ${registry.accountId}, which owns the registry`
      : 'with the name or ID of the account that the service acts for';
  return titledBlock(
    `Add to topology.yaml, ${accountNote} (--context aws:SourceAccount=<id>)`,
    [
      'access:',
      `  - allow: ${operation}`,
      `    repositories: [${repository}]`,
      `    registries: [${registry.name}]`,
      `    principals: [${principal}]`,
    ].join('\n'),
  );
}

function serviceText({ service, operation, role }: FixOf<'service'>): string {
  const instead = role ?? 'the role that builds the image';
  const reason =
    role === undefined ? `'${service}' does not push images` : `'${service}' uses ${role} to ${operation}`;
  return `${reason}, so a grant to the service has no effect. Grant ${operation} to ${instead}, and run 'explain' with --as and the ARN of that role.\n`;
}

function regionText({ region, holding }: FixOf<'region'>): string {
  const rule = `Lambda pulls images from a registry in the Region of the function, ${region}.`;
  return holding.length === 0
    ? `${rule} No registry in that Region contains the repository. Declare one, and replicate the repository to it.\n`
    : `${rule} Use --registry ${holding.length === 1 ? '' : 'with one of: '}${formatList(holding)}.\n`;
}

function pushToText({ registry, isReplica, origins, allowed }: FixOf<'push-to'>): string {
  const names = quoteAll(origins).join(', ');
  const registryNote = isReplica
    ? `'${registry}' contains a replica, and images that are pushed to a replica are not replicated. Push to ${names}.`
    : `'${registry}' does not contain the repository. Push to ${names}.`;
  if (allowed.length === 0) return `${registryNote}\n`;
  return `${registryNote} The caller can already push to ${quoteAll(allowed).join(', ')}.\n`;
}

function otherPathText({ identity }: FixOf<'other-path'>): string {
  const arn = identityArn(identity);
  return `The topology contains ${arn}. The path differs, but the name of a ${identity.kind} is unique in an account. Use --as ${arn}, or correct the ARN in topology.yaml. To look up the ARN: aws iam get-${identity.kind} --${identity.kind}-name ${identity.name}\n`;
}

function replicatedFromText({ to, origins }: FixOf<'replicated-from'>): string {
  return origins.length === 0
    ? `Images are pushed to '${to}', so they do not need to be replicated to it.\n`
    : `No change is needed: '${to}' receives the images from ${quoteAll(origins).join(', ')}, which they are pushed to.\n`;
}

function findOutText({ layers, keys, undocumented }: FixOf<'find-out'>): string {
  const identity = layers.includes('identity')
    ? ['set the policies of the caller with --identity-policy FILE']
    : [];
  const context = keys.map((key) => `set --context ${key}=<value>`);
  const known = [...identity, ...context];
  return [
    ...(known.length === 0 ? [] : [`To get an answer, ${known.join('; ')}.\n`]),
    ...undocumented.map(
      (condition) =>
        `AWS does not document the result of the condition '${condition}'. Compare a key that has several values with ForAnyValue or ForAllValues, and do not use IfExists with ForAnyValue.\n`,
    ),
  ].join('');
}
