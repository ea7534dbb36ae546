import { findSameNameIdentity } from '../../access/evaluate/evaluation-context';
import { grantEntryText, principalYaml, ruleEntryText, type Fix } from '../../access/explain/fix';
import { granteeOf } from '../../access/explain/fixes';
import type { UnmetLayerStatement } from '../../access/explain/missing-grants';
import {
  attachedPolicyName,
  identityArn,
  isIdentityKnown,
  isProtected,
  type IdentityId,
} from '../../aws/arn';
import { policyFileText } from '../../aws/policy/document';
import {
  callerAccountOf,
  callerIdentity,
  callerText,
  isAccountDeclared,
  isCrossAccount,
  type Case,
} from '../model/case';
import type { Step } from '../model/diagnosis';
import type { Evaluation, PolicyEffect } from '../model/evaluation';
import type { MessageLocation } from '../model/location';
import type { MissingPolicy } from '../parse/facts';
import { statementText } from './deny';
import {
  identityPolicyFor,
  missingGrantFor,
  policyAllowing,
  registryPolicyFor,
  repositoryPolicyFor,
  type MissingGrant,
} from './grant';
import {
  attachIdentityPolicySteps,
  commandStep,
  DEPLOY_CHANGE_STEP,
  DEPLOY_STEP,
  listAttachedPoliciesCommand,
  putRegistryPolicySteps,
  setRepositoryPolicySteps,
} from './steps';

type DeniedCase = Case<MissingPolicy>;

/** Returns the steps for a denial that no Deny statement causes: changes of the topology first, then AWS CLI commands. */
export function accessSteps(
  denied: DeniedCase,
  policies: readonly CheckedPolicy[],
  evaluation: Evaluation | undefined,
): readonly Step[] {
  const grant = missingGrantFor(callerIdentity(denied.caller), denied.location, denied.message.facts.action);
  const isConditional = evaluation?.fixes?.some(({ kind }) => kind === 'condition') === true;
  // The topology grants it already, so that another entry would be a duplicate.
  const isGranted = isConditional || evaluation?.resource === 'allows' || evaluation?.resource === 'mayAllow';
  const needsOnlyDeployment =
    policies[0]?.state === 'differs' && !policies.some(({ state }) => state === 'lacks');
  const topologySteps = needsOnlyDeployment
    ? []
    : isGranted && !isConditional
      ? attachInTopologySteps(denied)
      : declareAccessSteps(denied, grant, evaluation?.fixes);
  const hasOtherPolicyInAws = ({ basis, state }: CheckedPolicy) =>
    state === 'differs' || (basis === 'resource' && isGranted);
  return [
    ...topologySteps,
    ...(topologySteps.length === 0 && policies.some(hasOtherPolicyInAws) ? [DEPLOY_STEP] : []),
    ...policies.flatMap((each) => {
      if (hasOtherPolicyInAws(each)) return showPolicySteps(denied, each.basis);
      if (needsOnlyDeployment) return each.basis === 'identity' ? [listAttachedPoliciesStep(denied)] : [];
      return manualSteps(denied, each.basis, grant, topologySteps.length > 0 && !isGranted);
    }),
  ];
}

function declareAccessSteps(
  denied: DeniedCase,
  grant: MissingGrant | undefined,
  fixes: readonly Fix[] | undefined,
): readonly Step[] {
  const { caller, declared, location } = denied;
  if (declared === undefined || location.registry === undefined) return [];
  if (isRepositoryCreation(denied)) return declareRepositorySteps(location);
  if (fixes !== undefined) {
    // `manualSteps` attaches policies.
    return fixSteps(
      denied,
      fixes.filter(({ kind }) => kind !== 'attach'),
    );
  }
  // Within one account, administrative actions are not part of the topology.
  if (grant === undefined || isCrossAccount(denied) === false) return [];
  const other = caller === undefined ? undefined : findSameNameIdentity(declared.topology, caller);
  if (other !== undefined) return [correctPathStep(other)];
  const statement = `{ principals: ${principalYaml(granteeOf(grant.identity))}, actions: ${grant.action} }`;
  return [
    {
      text: `Add this to topology.yaml. It generates the repository policy.${rolePathText(denied)}`,
      code: { language: 'yaml', text: `${repositoryYaml(location)}    statements:\n      - ${statement}\n` },
    },
    DEPLOY_CHANGE_STEP,
  ];
}

function declareRepositorySteps({ registry, repository, repositoryName }: MessageLocation): readonly Step[] {
  if (repositoryName === undefined) return [];
  if (repository !== undefined) {
    return [
      {
        ...DEPLOY_STEP,
        text: 'Deploy the repository, which the topology declares. The caller then does not have to create it.',
      },
    ];
  }
  return [
    {
      text: 'Declare the repository in topology.yaml. The caller then does not have to create it.',
      code: {
        language: 'yaml',
        text: `repositories:\n  ${repositoryName}: { registry: ${registry?.name ?? ''} }\n`,
      },
    },
    DEPLOY_CHANGE_STEP,
  ];
}

/** The beginning of an entry of `repositories`, whose next key follows. */
function repositoryYaml({ registry, repository, repositoryName }: MessageLocation): string {
  const first =
    repository === undefined ? `registry: ${registry?.name ?? ''}` : '# Keep the existing fields and add:';
  return `repositories:\n  ${repositoryName ?? ''}:\n    ${first}\n`;
}

/** Returns the steps for the fixes that `explain` proposes. */
export function fixSteps(denied: DeniedCase, fixes: readonly Fix[]): readonly Step[] {
  const steps = fixes.flatMap((fix) => stepsOfFix(denied, fix));
  const changesTopology = fixes.some(({ kind }) => DEPLOYED_FIXES.has(kind));
  return changesTopology ? [...steps, DEPLOY_CHANGE_STEP] : steps;
}

const DEPLOYED_FIXES: ReadonlySet<Fix['kind']> = new Set(['grant', 'rule', 'denied', 'condition']);

function stepsOfFix(denied: DeniedCase, fix: Fix): readonly Step[] {
  // The type of FIX_STEPS relates each function to its kind.
  const steps = FIX_STEPS[fix.kind] as ((denied: DeniedCase, fix: Fix) => readonly Step[]) | undefined;
  return steps?.(denied, fix) ?? [];
}

type FixOf<Kind extends Fix['kind']> = Extract<Fix, { readonly kind: Kind }>;

/** The other kinds are for services, boundaries and replication. */
const FIX_STEPS: {
  readonly [Kind in Fix['kind']]?: (denied: DeniedCase, fix: FixOf<Kind>) => readonly Step[];
} = {
  grant: (denied, fix) => [grantStep(denied, fix)],
  attach: ({ declared }, { identity, policyName, policy }) =>
    isIdentityKnown(identity) ? attachIdentityPolicySteps(identity, policyName, policy, declared, false) : [],
  session: (_, { policy }) => [
    {
      text: 'A federated user needs an Allow in the session policy and in the policies of the IAM user that calls sts:GetFederationToken. Add this to both.',
      code: { language: 'json', text: policyFileText(policy) },
    },
  ],
  'other-path': (_, { identity }) => [correctPathStep(identity)],
  denied: (_, { by }) => [
    {
      text: `Narrow or remove ${statementText(by)} of ${by.label} in topology.yaml, because it denies another action that the client needs.`,
    },
  ],
  condition: (_, { statements }) => statements.map(conditionStep),
  rule: (_, { entry }) => [
    {
      text: 'The topology has the repository in another registry. Pull from that registry, or add this to topology.yaml to replicate the repository to this registry.',
      code: { language: 'yaml', text: ruleEntryText(entry) },
    },
  ],
  'push-to': (_, { registry, origins }) => [
    {
      text: `The topology has the repository in another registry. Push to ${origins.join(', ')}, or add ${registry} to the registries of the repository in topology.yaml.`,
    },
  ],
};

function conditionStep({ by, conditions }: UnmetLayerStatement): Step {
  const keys = conditions.map(({ condition }) => condition.key).join(', ');
  return {
    text: `In topology.yaml, ${statementText(by)} of ${by.label} allows the request under a condition (${keys}). Make the request meet the condition, or change the statement. Do not add another grant, because it bypasses the condition.`,
  };
}

function grantStep(denied: DeniedCase, { entry, isForAccount }: FixOf<'grant'>): Step {
  const { location } = denied;
  const isAttached = !isForAccount && entry.identity === undefined;
  const reason = isForAccount
    ? ' An entry cannot name this caller, so this entry names its account. It includes every role and user that the account allows.'
    : '';
  return {
    text: `Add this to topology.yaml. It generates the repository policy${isAttached ? ' and the identity policy' : ''}.${reason}${rolePathText(denied)}`,
    code: {
      language: 'yaml',
      text: `${location.repository === undefined ? repositoryYaml(location) : ''}${grantEntryText(entry)}`,
    },
  };
}

/** An account has one role per name, so that `validate` rejects an entry with another path. */
function correctPathStep(other: IdentityId): Step {
  return {
    text: `The topology has ${identityArn(other)}. An account has only one ${other.kind} with this name, regardless of its path. If the caller has another path, correct the ARN in topology.yaml. To show the path: aws iam get-${other.kind} --${other.kind}-name ${other.name}`,
  };
}

/** For a grant with 'identity: none'. */
function attachInTopologySteps({ caller, declared, message }: DeniedCase): readonly Step[] {
  const identity = callerIdentity(caller);
  if (identity === undefined || isProtected(identity)) return [];
  if (!isAccountDeclared(identity.accountId, declared)) return [];
  return [
    {
      text: `In the entry of topology.yaml that grants the request, replace 'identity: none' with 'identity: inline', and deploy it. The topology then attaches the policy to ${callerText(caller, message.facts)}. Or attach the policy where the ${identity.kind} is created.`,
    },
  ];
}

/** ECR rejects a role ARN without its path, because no such principal exists. */
function rolePathText({ caller }: DeniedCase): string {
  if (caller?.kind !== 'identity') return '';
  const { identity, isPathKnown } = caller;
  if (isProtected(identity)) {
    return ' The entry names the role by a pattern, because AWS generates its path and name.';
  }
  return isPathKnown
    ? ''
    : ` If the role has a path, add it to the ARN (aws iam get-role --role-name ${identity.name} shows the path).`;
}

/** Shows the existing policy. */
function showPolicySteps(denied: DeniedCase, basis: CheckedPolicy['basis']): readonly Step[] {
  const { caller, declared, message, location } = denied;
  if (basis === 'identity') {
    const text = `Show the policies that are attached to ${callerText(caller, message.facts)} now.`;
    return [commandStep(text, listInlinePoliciesCommand(denied), callerAccountOf(caller), declared)];
  }
  if (location.id === undefined || location.repositoryName === undefined) return [];
  return [
    commandStep(
      'Show the existing repository policy.',
      `aws ecr get-repository-policy --repository-name ${location.repositoryName} --region ${location.id.region} --output text --query policyText`,
      location.accountId,
      declared,
    ),
  ];
}

function listAttachedPoliciesStep({ caller, declared, message }: DeniedCase): Step {
  return commandStep(
    `If the plan has no changes, list the policies that are attached to ${callerText(caller, message.facts)}.`,
    listAttachedPoliciesCommand(caller),
    callerAccountOf(caller),
    declared,
  );
}

function listInlinePoliciesCommand({ caller }: DeniedCase): string {
  const identity = callerIdentity(caller);
  if (identity === undefined) return listAttachedPoliciesCommand(caller);
  const { kind, name } = identity;
  return `aws iam list-${kind}-policies --${kind}-name ${name}`;
}

function manualSteps(
  denied: DeniedCase,
  basis: CheckedPolicy['basis'],
  grant: MissingGrant | undefined,
  isDeclared: boolean,
): readonly Step[] {
  const { declared, location } = denied;
  if (grant === undefined) {
    return basis === 'identity' && isRepositoryCreation(denied) ? allowCreationSteps(denied) : [];
  }
  const { identity, registry, repository } = grant;
  if (basis === 'identity') {
    const isManaged = isDeclared && writesIdentityPolicy(denied, grant);
    const name = attachedPolicyName(registry, repository);
    return attachIdentityPolicySteps(identity, name, identityPolicyFor(grant), declared, isManaged);
  }
  // Within one account a grant to a pattern changes nothing: AWS leaves the decision to the identity policies.
  if (isProtected(identity) && isCrossAccount(denied) === false) return [];
  return isRepositoryCreation(denied)
    ? putRegistryPolicySteps(registry, registryPolicyFor(grant, location.registry?.policy), declared)
    : setRepositoryPolicySteps(
        registry,
        repository,
        repositoryPolicyFor(grant, location.repository?.policy),
        declared,
      );
}

/** `aws ecr create-repository` is denied on `*`, so that the message names no repository. */
function allowCreationSteps({ caller, declared }: DeniedCase): readonly Step[] {
  const identity = callerIdentity(caller);
  if (identity === undefined) return [];
  const resource = `arn:${identity.partition}:ecr:*:${identity.accountId}:repository/*`;
  return [
    {
      text: 'Create the repository once, as an administrator or with Terraform. The caller then needs no permission to create it. Or allow the caller to create repositories, and narrow the resource to the names of these repositories.',
    },
    ...attachIdentityPolicySteps(
      identity,
      'ecr-create-repository',
      policyAllowing(['ecr:CreateRepository'], resource),
      declared,
      false,
    ),
  ];
}

/** Entries under `access` write the identity policy if the topology declares the account. `statements` never do. */
function writesIdentityPolicy({ declared }: DeniedCase, { identity, operation }: MissingGrant): boolean {
  return operation !== undefined && !isProtected(identity) && isAccountDeclared(identity.accountId, declared);
}

/** A repository that does not exist has no policy, so that the registry policy decides. Creation on push is the same. */
export function isRepositoryCreation({ message }: DeniedCase): boolean {
  return message.facts.action === 'ecr:CreateRepository';
}

/** Identity policy, or resource-based policy. A request between accounts needs an Allow in both. */
export type PolicyBasis = 'identity' | 'resource';

/**
 * `differs`: the topology allows the request, so that the policy in AWS is another one. `lacks`: the topology contains
 * no Allow. `open`: the topology does not decide.
 */
type PolicyState = 'differs' | 'lacks' | 'open';

export interface CheckedPolicy {
  readonly basis: PolicyBasis;
  readonly state: PolicyState;
}

/** Returns the policies to check, the most likely first. Always includes the policy that the message names. */
export function policiesToCheck(
  denied: Case<MissingPolicy>,
  evaluation: Evaluation | undefined,
): readonly CheckedPolicy[] {
  const named = namedBasis(denied);
  const order = named === 'resource' ? RESOURCE_FIRST : IDENTITY_FIRST;
  const policies = order.map((basis) => ({ basis, state: policyState(evaluation?.[basis]) }));
  const isAllowed = isAllowedByTopology(denied, evaluation);
  if (isCrossAccount(denied) === false && !isAllowed) {
    // Within one account one Allow is enough, usually in the identity policy.
    return IDENTITY_FIRST.flatMap((wanted) =>
      policies.filter(({ basis }) => basis === wanted && (basis === 'identity' || basis === named)),
    );
  }
  const shown = policies.filter(({ basis, state }) => basis === named || (state === 'differs') === isAllowed);
  return (['differs', 'lacks', 'open'] as const).flatMap((wanted) =>
    shown.filter(({ state }) => state === wanted),
  );
}

const IDENTITY_FIRST = ['identity', 'resource'] as const;
const RESOURCE_FIRST = ['resource', 'identity'] as const;

function namedBasis({ message }: Case<MissingPolicy>): PolicyBasis | undefined {
  if (message.missing === undefined) return undefined;
  return message.missing === 'resource-based policy' ? 'resource' : 'identity';
}

/** Returns whether the topology allows the request. If so, the deployed policies differ from the topology. */
export function isAllowedByTopology(
  denied: Case<MissingPolicy>,
  evaluation: Evaluation | undefined,
): boolean {
  if (evaluation === undefined || evaluation.verdict === 'denied') return false;
  if (evaluation.verdict === 'allowed') return true;
  // Within one account one Allow is enough.
  return isCrossAccount(denied) === false && evaluation.resource === 'allows';
}

function policyState(effect: PolicyEffect | undefined): PolicyState {
  switch (effect) {
    case 'allows':
      return 'differs';
    case 'silent':
      return 'lacks';
    case 'denies':
    case 'mayAllow':
    case 'unknown':
    case undefined:
      return 'open';
  }
}
