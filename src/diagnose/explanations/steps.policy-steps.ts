import { registryKey, type RegistryId } from '../../aws/arn';
import { isProtected, type IdentityId } from '../../aws/arn.identity';
import type { PolicyDocument } from '../../aws/policy/document';
import { policyFileText } from '../../aws/policy/document.text';
import { capitalizeSentence } from '../model/case';
import type { Step } from '../model/diagnosis';
import type { DeclaredTopology } from '../model/location';
import { permissionSetOf } from './grant.protected-role';
import { profileOption } from './steps';

/** Steps with a policy as JSON and the AWS CLI command that sets it, for policies that the topology does not write. */

/**
 * Returns the steps that attach a policy to a role or user.
 *
 * @param name must differ from the name of the policy that the topology attaches, which the command would replace
 * @param isManaged whether the topology attaches the policy after the changes that another step describes
 */
export function attachIdentityPolicySteps(
  identity: IdentityId,
  name: string,
  policy: PolicyDocument,
  declared: DeclaredTopology | undefined,
  isManaged: boolean,
): readonly Step[] {
  if (isProtected(identity)) return [protectedRoleStep(identity, policy)];
  const { kind, accountId } = identity;
  const file = 'identity-policy.json';
  return markByHand(isManaged, [
    {
      text: byHandText(`attach this to ${kind} ${identity.name} in account ${accountId}.`, isManaged),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: 'Attach it.',
      code: {
        language: 'sh',
        text: `aws iam put-${kind}-policy --${kind}-name ${identity.name} --policy-name ${name} \\\n  --policy-document file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ]);
}

/** AWS manages the role, so that no policy can be attached to it. */
function protectedRoleStep(identity: IdentityId, policy: PolicyDocument): Step {
  const set = permissionSetOf(identity);
  if (set === undefined) {
    return {
      text: `Role ${identity.name} is a service-linked role: AWS alone says what it may. Let another role do it.`,
    };
  }
  return {
    text: `The role is of IAM Identity Center, and nothing can be attached to it: add this to the inline policy of permission set ${set}, and provision it again.`,
    code: { language: 'json', text: policyFileText(policy) },
  };
}

/** Returns steps with the whole policy, because the command replaces the existing one. */
export function setRepositoryPolicySteps(
  registry: RegistryId,
  repository: string,
  policy: PolicyDocument,
  declared: DeclaredTopology | undefined,
): readonly Step[] {
  const { accountId, region } = registry;
  const isManaged = isRegistryDeclared(registry, declared);
  const file = 'repository-policy.json';
  return markByHand(isManaged, [
    {
      text: `Look at the existing policy of repository ${repository}: setting a policy replaces it as a whole.`,
      code: {
        language: 'sh',
        text: `aws ecr get-repository-policy --repository-name ${repository} --region ${region} \\\n  --output text --query policyText${profileOption(accountId, declared)}\n`,
      },
    },
    {
      text: byHandText('save this together with the statements of the existing policy.', isManaged),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: `Set it, as account ${accountId}.`,
      code: {
        language: 'sh',
        text: `aws ecr set-repository-policy --repository-name ${repository} --region ${region} \\\n  --policy-text file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ]);
}

/** Returns steps with the whole policy, because the command replaces the existing one. */
export function putRegistryPolicySteps(
  registry: RegistryId,
  policy: PolicyDocument,
  declared: DeclaredTopology | undefined,
): readonly Step[] {
  const { accountId, region } = registry;
  const isManaged = isRegistryDeclared(registry, declared);
  const file = 'registry-policy.json';
  return markByHand(isManaged, [
    {
      text: byHandText(
        `put this as the whole policy of the registry of account ${accountId} in ${region}; what is there now is replaced.`,
        isManaged,
      ),
      code: { language: 'json', text: policyFileText(policy), file },
    },
    {
      text: `Put it, as account ${accountId}.`,
      code: {
        language: 'sh',
        text: `aws ecr put-registry-policy --region ${region} \\\n  --policy-text file://${file}${profileOption(accountId, declared)}\n`,
      },
    },
  ]);
}

function isRegistryDeclared(registry: RegistryId, declared: DeclaredTopology | undefined): boolean {
  const key = registryKey(registry);
  return declared?.topology.registries.some((each) => registryKey(each) === key) === true;
}

function markByHand(isManaged: boolean, steps: readonly Step[]): readonly Step[] {
  return isManaged ? steps.map((step) => ({ ...step, byHand: true })) : steps;
}

/** Marks a text as the alternative to what the topology does. */
function byHandText(text: string, isManaged: boolean): string {
  return capitalizeSentence(isManaged ? `without the topology, ${text}` : text);
}
