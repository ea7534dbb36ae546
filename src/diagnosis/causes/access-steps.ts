import { otherOfSameName } from '../../access';
import { attachedPolicyName, identityArn, isProtected, type IdentityId } from '../../registry';
import type { Answer } from '../answer';
import { accountOf, callerText, identityOf, isReached } from '../caller';
import { isCrossAccount, type Case } from '../case';
import { attachedCommand, DEPLOY, DEPLOY_CHANGE, showPolicyStep } from '../commands';
import type { Step } from '../diagnosis';
import type { Missing } from '../message';
import { attachIdentityPolicySteps, putRegistryPolicySteps, setRepositoryPolicySteps } from '../policy-steps';
import {
  declarationOf,
  identityHalf,
  policyGranting,
  registryHalf,
  resourceHalf,
  wantedOf,
  type Wanted,
} from './grant';
import type { SideToChange } from './sides';

type Denied = Case<Missing>;

/** Returns the steps for a denial that no Deny statement causes: changes of the topology first, then AWS CLI commands. */
export function stepsFor(
  denied: Denied,
  sides: readonly SideToChange[],
  answer: Answer | undefined,
): readonly Step[] {
  const grant = wantedOf(identityOf(denied.caller), denied.place, denied.message.facts.action);
  // The topology grants it already, so that another entry would be a duplicate.
  const isGranted = answer?.resource === 'allows' || answer?.resource === 'mayAllow';
  const isOnlyDeployed = sides[0]?.state === 'differs' && !sides.some(({ state }) => state === 'lacks');
  const declaring = isOnlyDeployed ? [] : isGranted ? inlineSteps(denied) : declareSteps(denied, grant);
  const differs = ({ side, state }: SideToChange) =>
    state === 'differs' || (side === 'resource' && isGranted);
  return [
    ...declaring,
    ...(declaring.length === 0 && sides.some(differs) ? [DEPLOY] : []),
    ...sides.flatMap((each) => {
      if (differs(each)) return showSteps(denied, each.side);
      if (isOnlyDeployed) return each.side === 'identity' ? [attachedStep(denied)] : [];
      return handSteps(denied, each.side, grant, declaring.length > 0 && !isGranted);
    }),
  ];
}

function declareSteps(denied: Denied, grant: Wanted | undefined): readonly Step[] {
  const { declared, place } = denied;
  const { registry, repositoryName } = place;
  if (declared === undefined || registry === undefined) return [];
  if (isCreation(denied)) {
    if (repositoryName === undefined) return [];
    if (place.repository !== undefined) {
      return [
        {
          ...DEPLOY,
          text: 'The topology declares the repository: deploy it, and the caller does not have to create it.',
        },
      ];
    }
    return [
      {
        text: 'Declare the repository in topology.yaml, so that the caller does not have to create it.',
        code: {
          language: 'yaml',
          text: `repositories:\n  ${repositoryName}: { registry: ${registry.name} }\n`,
        },
      },
      DEPLOY_CHANGE,
    ];
  }
  if (grant === undefined) return [];
  // Within one account, administrative actions are not part of the topology. `access` grants pull and push.
  if (grant.operation === undefined && isCrossAccount(denied) === false) return [];
  const other = denied.caller === undefined ? undefined : otherOfSameName(declared.topology, denied.caller);
  if (other !== undefined) return [otherPathStep(other)];
  const what = writesBoth(denied, grant) ? 'both sides' : 'the repository side';
  return [
    {
      text: `Add this to topology.yaml, which writes ${what}.${pathText(denied)}`,
      code: {
        language: 'yaml',
        text: declarationOf(grant, place, isReached(grant.identity.accountId, declared)),
      },
    },
    DEPLOY_CHANGE,
  ];
}

/** An account has one role per name, so that `validate` rejects an entry with another path. */
function otherPathStep(other: IdentityId): Step {
  return {
    text: `The topology has ${identityArn(other)}, and an account has one ${other.kind} of a name, whatever its path. Correct the ARN in topology.yaml if the caller has another path: aws iam get-${other.kind} --${other.kind}-name ${other.name} shows it.`,
  };
}

/** For a grant with 'identity: none'. */
function inlineSteps({ caller, declared, message }: Denied): readonly Step[] {
  const identity = identityOf(caller);
  if (identity === undefined || isProtected(identity)) return [];
  if (!isReached(identity.accountId, declared)) return [];
  return [
    {
      text: `Let the entry of topology.yaml that grants it attach it to ${callerText(caller, message.facts)}, with 'identity: inline' instead of 'identity: none', and deploy it; or attach it where the ${identity.kind} is made.`,
    },
  ];
}

/** ECR rejects a role ARN without its path, because no such principal exists. */
function pathText({ caller }: Denied): string {
  if (caller?.kind !== 'identity') return '';
  const { identity, isPathKnown } = caller;
  if (isProtected(identity)) return ' It names the role by a pattern, for its path and name are of AWS.';
  return isPathKnown
    ? ''
    : ` Name the role with its path, if it has one, which the message does not show: aws iam get-role --role-name ${identity.name}`;
}

/** Shows the existing policy. */
function showSteps(denied: Denied, side: SideToChange['side']): readonly Step[] {
  const { caller, declared, message, place } = denied;
  if (side === 'identity') {
    const text = `See what is attached to ${callerText(caller, message.facts)} now.`;
    return [showPolicyStep(text, inlineCommand(denied), accountOf(caller), declared)];
  }
  if (place.id === undefined || place.repositoryName === undefined) return [];
  return [
    showPolicyStep(
      'See what the repository policy says now.',
      `aws ecr get-repository-policy --repository-name ${place.repositoryName} --region ${place.id.region} --output text --query policyText`,
      place.accountId,
      declared,
    ),
  ];
}

function attachedStep({ caller, declared, message }: Denied): Step {
  return showPolicyStep(
    `Where the plan changes nothing, look at what is attached to ${callerText(caller, message.facts)}.`,
    attachedCommand(caller),
    accountOf(caller),
    declared,
  );
}

function inlineCommand({ caller }: Denied): string {
  const identity = identityOf(caller);
  if (identity === undefined) return attachedCommand(caller);
  const { kind, name } = identity;
  return `aws iam list-${kind}-policies --${kind}-name ${name}`;
}

function handSteps(
  denied: Denied,
  side: SideToChange['side'],
  grant: Wanted | undefined,
  isDeclared: boolean,
): readonly Step[] {
  const { declared, place } = denied;
  if (grant === undefined) return side === 'identity' && isCreation(denied) ? creationSteps(denied) : [];
  const { identity, registry, repository } = grant;
  if (side === 'identity') {
    const isWritten = isDeclared && writesBoth(denied, grant);
    const name = attachedPolicyName(registry, repository);
    return attachIdentityPolicySteps(identity, name, identityHalf(grant), declared, isWritten);
  }
  return isCreation(denied)
    ? putRegistryPolicySteps(registry, registryHalf(grant, place.registry?.policy), declared)
    : setRepositoryPolicySteps(registry, repository, resourceHalf(grant, place.repository?.policy), declared);
}

/** `aws ecr create-repository` is denied on `*`, so that the message names no repository. */
function creationSteps({ caller, declared }: Denied): readonly Step[] {
  const identity = identityOf(caller);
  if (identity === undefined) return [];
  const resource = `arn:${identity.partition}:ecr:*:${identity.accountId}:repository/*`;
  return [
    {
      text: 'Create the repository once, as an administrator or with Terraform, so that the caller needs no permission for it; or let the caller create repositories, and narrow the resource to its names.',
    },
    ...attachIdentityPolicySteps(
      identity,
      'ecr-create-repository',
      policyGranting(['ecr:CreateRepository'], resource),
      declared,
      false,
    ),
  ];
}

/** Entries under `access` write the identity policy if the topology declares the account. `statements` never do. */
function writesBoth({ declared }: Denied, { identity, operation }: Wanted): boolean {
  return operation !== undefined && !isProtected(identity) && isReached(identity.accountId, declared);
}

/** A repository that does not exist has no policy, so that the registry policy decides. Creation on push is the same. */
export function isCreation({ message }: Denied): boolean {
  return message.facts.action === 'ecr:CreateRepository';
}
