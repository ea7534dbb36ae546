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
  limited: ({ layer, actions }) => `Let the ${LAYER_NAMES[layer]} allow ${actions.join(', ')}.\n`,
  condition: conditionsText,
  serve: serviceGrantText,
  service: serviceText,
  region: regionText,
  'push-to': pushToText,
  'other-path': otherPathText,
  declare: ({ registry, repository }) =>
    `Declare it there: add '${registry}' to repositories.${repository}.registries, or add a rule under 'replication' that replicates it there.\n`,
  created: ({ from, to }) =>
    `A rule with createRepositories replicates it from '${from}' to '${to}': ECR creates the repository there with the next image that is pushed to '${from}'. ` +
    "Its policy is that of a creation template; for one from 'access', remove createRepositories from the rule.\n",
  'replicated-from': replicatedFromText,
  'other-partition': ({ from, to }) =>
    `ECR does not replicate from the partition ${from} to ${to}: copy the images with a pipeline that logs in to both.\n`,
  'find-out': findOutText,
  refused: ({ problems }) =>
    titledBlock("No entry is proposed, because 'validate' would refuse it", problems.join('\n')),
};

function grantText({ entry, isForAccount }: FixOf<'grant'>): string {
  const reason = isForAccount
    ? 'No entry can name this caller, so this one names its account, and with it every role and user that the account allows. '
    : '';
  return titledBlock(
    `${reason}Add to topology.yaml (if it has 'access' already, add the item there)`,
    grantEntryText(entry),
  );
}

function ruleText({ entry, via }: FixOf<'rule'>): string {
  const to = entry.to.join(', ');
  const hop =
    via === undefined
      ? ''
      : `Replication is one hop: what '${via}' receives by replication is not replicated again, so the rule from '${via}' to '${to}' brings nothing of it. `;
  return titledBlock(
    `${hop}Replicate it to '${to}' from where images are pushed. Add to topology.yaml (if it has 'replication' already, add the item there)`,
    ruleEntryText(entry),
  );
}

function attachText({ identity, policyName, policy }: FixOf<'attach'>): string {
  const { kind, name, accountId } = identity;
  const arn = identityArn(identity);
  if (isProtected(identity)) {
    return titledBlock(
      `AWS manages ${arn}, and no policy can be attached to it. Add this to the source of its policies, such as its permission set in IAM Identity Center`,
      policyFileText(policy),
    );
  }
  const command =
    `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name ${policyName} ` +
    '--policy-document file://policy.json\n';
  return [
    titledBlock(`Attach to ${arn}: save as policy.json`, policyFileText(policy)),
    titledBlock(
      `and run with credentials of account ${accountId}; a policy of that name is replaced`,
      command,
    ),
  ].join('\n');
}

function sessionText({ policy }: FixOf<'session'>): string {
  return titledBlock(
    'A federated user may do what the policies of the IAM user that calls sts:GetFederationToken and the session policy (--policy) both allow. Add this to both',
    policyFileText(policy),
  );
}

function deniedText({ by, layer, conditions }: FixOf<'denied'>): string {
  const statement = titledBlock(
    `Remove or narrow ${statementText(by)} (${LAYER_NAMES[layer]}): no grant overrides a Deny`,
    `${statementJson(by)}\n`,
  );
  if (conditions.length === 0) return statement;
  return `${statement}\n${titledBlock('It denies the request because these conditions hold', conditions.map(conditionText).join('\n'))}`;
}

function conditionsText({ statements }: FixOf<'condition'>): string {
  return [...statements.map(unmetText), ...statements.map(adviceText)].join('\n');
}

function adviceText({ by, conditions, deadResources, layer }: UnmetLayerStatement): string {
  const statement = statementText(by);
  const policyKind = RESOURCE_LAYERS.has(layer) ? 'grant' : 'policy';
  if (deadResources.length > 0) {
    return `In ${statement}, write the Region and account, or *, instead of the policy variable. No other ${policyKind} is proposed, because this one is meant to allow it.\n`;
  }
  const isKnown = conditions.some(({ holds }) => holds === 'no');
  const change = isKnown
    ? `Meet these conditions, or change ${statement}.`
    : `If the request does not meet these conditions, change ${statement}.`;
  return `${change} No other ${policyKind} is proposed, because it would bypass them.\n`;
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
      : 'with the name or id of the account that the service acts for';
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
    role === undefined
      ? `'${service}' pushes no images`
      : `'${service}' does not ${operation} by itself, but with ${role}`;
  return `${reason}, so a grant to the service has no effect. Grant ${operation} to ${instead}, and explain it with --as and the ARN of that role.\n`;
}

function regionText({ region, holding }: FixOf<'region'>): string {
  const rule = `Lambda pulls an image from the registry of the function's own Region, ${region}.`;
  return holding.length === 0
    ? `${rule} No registry there holds the repository: declare one, and replicate the repository to it.\n`
    : `${rule} Ask with --registry ${formatList(holding)}.\n`;
}

function pushToText({ registry, isReplica, origins, allowed }: FixOf<'push-to'>): string {
  const names = quoteAll(origins).join(', ');
  const registryNote = isReplica
    ? `'${registry}' has a replica, and what is pushed there is not replicated: push to ${names}.`
    : `'${registry}' does not hold the repository: push to ${names}.`;
  if (allowed.length === 0) return `${registryNote}\n`;
  return `${registryNote} The caller may push to ${quoteAll(allowed).join(', ')} already.\n`;
}

function otherPathText({ identity }: FixOf<'other-path'>): string {
  const arn = identityArn(identity);
  return `The topology has ${arn}, and an account has one ${identity.kind} of a name, whatever its path. Did you mean --as ${arn}? If not, correct the ARN in topology.yaml: aws iam get-${identity.kind} --${identity.kind}-name ${identity.name} shows it.\n`;
}

function replicatedFromText({ to, origins }: FixOf<'replicated-from'>): string {
  return origins.length === 0
    ? `Images are pushed to '${to}' itself, so nothing has to be replicated there.\n`
    : `Nothing to change: '${to}' gets the images from ${quoteAll(origins).join(', ')}, where they are pushed.\n`;
}

function findOutText({ layers, keys, undocumented }: FixOf<'find-out'>): string {
  const identity = layers.includes('identity')
    ? ["give the caller's policies with --identity-policy FILE"]
    : [];
  const context = keys.map((key) => `give --context ${key}=<value>`);
  const known = [...identity, ...context];
  return [
    ...(known.length === 0 ? [] : [`To know: ${known.join('; ')}.\n`]),
    ...undocumented.map(
      (condition) =>
        `AWS documents no result for the condition '${condition}': compare a key with several values with ForAnyValue or ForAllValues, and without IfExists after ForAnyValue.\n`,
    ),
  ].join('');
}
