import { askTopology, type Answer } from '../answer';
import { accountOf, declaredIdentity, callerText, identityOf } from '../caller';
import {
  accountText,
  isCrossAccount,
  policyToChange,
  registryText,
  shortRegistryText,
  repositoryText,
  undeclaredText,
  type Case,
  type Conclusion,
} from '../case';
import {
  attachIdentityPolicySteps,
  DEPLOY,
  putRegistryPolicySteps,
  setRepositoryPolicySteps,
  showPolicyStep,
  WHO_AM_I,
} from '../commands';
import type { Certainty, PolicyToChange, Step } from '../diagnosis';
import { PAGES } from '../pages';
import { deniedByTopology, limitedBy } from './deny';
import { sidesAsNamed, sidesToChange, type SideName } from './sides';
import { declarationOf, identityHalf, registryHalf, resourceHalf, wantedOf, type Wanted } from './grant';

type Denied = Case<'access-denied'>;

/**
 * Nothing denied the request, and nothing allowed it enough. The message names one side only, and AWS names the
 * identity side where it is the repository policy that is missing, and the other way round: both are looked at.
 */
export function accessDenied(denied: Denied): Conclusion {
  const { missing } = denied.message;
  if (missing !== undefined && missing !== 'identity-based policy' && missing !== 'resource-based policy') {
    return limitedBy(denied, missing, 'allows nothing of it');
  }
  const answer = askTopology(denied.declared, denied.caller, denied.message.facts.action, denied.place);
  if (answer?.denial !== undefined) return deniedByTopology(denied, answer.denial);
  const sides = sidesToChange(denied, answer);
  if (sides.length === 0) return notDeployed(denied);
  const steps = [...declareSteps(denied), ...sides.flatMap((side) => jsonSteps(denied, side))];
  return {
    summary: summaryOf(denied),
    cause: causeOf(denied, answer, sides),
    policies: sides.map((side) => sideToChange(denied, side, answer)),
    steps: steps.length === 0 ? [WHO_AM_I] : steps,
    certainty: certaintyOf(denied, answer),
    page: isCrossAccount(denied) === true ? PAGES.crossAccount : PAGES.accessDenied,
  };
}

function summaryOf(denied: Denied): string {
  const { message, caller, place, declared } = denied;
  const { action = 'the request' } = message.facts;
  const account = accountText(accountOf(caller), declared, 'an account that the message does not name');
  return `AWS denied ${callerText(caller, message.facts)} of ${account} ${action} on ${repositoryText(denied)} in ${registryText(place)}.`;
}

function causeOf(denied: Denied, answer: Answer | undefined, sides: readonly SideName[]): string {
  const rule =
    isCrossAccount(denied) === false
      ? 'Caller and repository are of one account, where an identity policy or the repository policy is enough.'
      : `Between accounts both sides must allow it: the identity policy of the caller and the policy of the ${isCreation(denied) ? 'registry, for there is no repository yet' : 'repository'}.`;
  return [rule, saidBy(denied), toldBy(denied, answer, sides)].filter((each) => each !== '').join(' ');
}

function saidBy({ message }: Denied): string {
  return message.missing === undefined
    ? 'The message does not say which side is missing.'
    : `The message names the ${message.missing}, but AWS names one side only, and not always the one that is missing.`;
}

/** What the topology adds. */
function toldBy(denied: Denied, answer: Answer | undefined, sides: readonly SideName[]): string {
  const { declared, place } = denied;
  if (declared === undefined) return '';
  if (place.registry === undefined) return undeclaredText(denied) || NOT_DECLARED;
  if (place.repository === undefined) {
    return `The topology declares no ${repositoryText(denied)} in registry ${place.registry.name}.`;
  }
  if (answer === undefined) {
    return 'The message does not name caller and action, so the topology cannot tell which.';
  }
  const silent = sides.filter((side) => answer[side] === 'silent').map((side) => SIDE_TEXT[side]);
  const allowing = (['identity', 'resource'] as const).filter((side) => answer[side] === 'allows');
  return [
    ...allowing.map((side) => `In the topology the ${SIDE_TEXT[side]} allows it.`),
    ...(silent.length === 0 ? [] : [`In the topology ${listed(silent)} says nothing of it.`]),
    ...(answer.identity === 'notKnown' ? [unknownCaller(denied)] : []),
  ].join(' ');
}

const NOT_DECLARED = 'The topology does not declare this registry, so it cannot tell which.';

const SIDE_TEXT = { identity: 'identity policy', resource: 'repository policy' } as const;

function listed(sides: readonly string[]): string {
  return sides.length === 1 ? `the ${sides.join('')}` : `neither side (${sides.join(', ')})`;
}

/** A grant to another role of the same account is the usual slip. */
function unknownCaller({ caller, declared, message }: Denied): string {
  const same = (declared?.topology.identities ?? []).filter(
    ({ accountId }) => accountId === accountOf(caller),
  );
  const others = same.slice(0, MOST_NAMED).map(({ kind, name }) => `${kind} ${name}`);
  const known =
    others.length === 0 ? '' : ` Of that account it knows ${others.join(', ')}: was one of these meant?`;
  return `The topology attaches nothing to ${callerText(caller, message.facts)}.${known}`;
}

const MOST_NAMED = 5;

function sideToChange(denied: Denied, side: SideName, answer: Answer | undefined): PolicyToChange {
  const { caller, declared, message, place } = denied;
  const { action = 'the action' } = message.facts;
  const lacks =
    answer?.[side] === 'silent' ? `nothing in it allows ${action}` : `check that it allows ${action}`;
  if (side === 'resource' && isCreation(denied)) {
    return policyToChange('registry policy', place.accountId, declared, shortRegistryText(place), lacks);
  }
  return side === 'identity'
    ? policyToChange(
        'identity-based policy',
        accountOf(caller),
        declared,
        callerText(caller, message.facts),
        lacks,
      )
    : policyToChange(
        'repository policy',
        place.accountId,
        declared,
        `${repositoryText(denied)} in ${shortRegistryText(place)}`,
        lacks,
      );
}

/** A repository that is not there yet has no policy: the registry's decides. It is so with creation on push. */
function isCreation({ message }: Denied): boolean {
  return message.facts.action === 'ecr:CreateRepository';
}

function wanted({ caller, declared, message, place }: Denied): Wanted | undefined {
  return wantedOf(identityOf(caller, declared), place, message.facts.action);
}

function declareSteps(denied: Denied): readonly Step[] {
  const { registry, repositoryName } = denied.place;
  if (isCreation(denied)) {
    if (registry === undefined || repositoryName === undefined) return [];
    return [
      {
        text: 'Declare the repository in topology.yaml, and deploy it: then nobody else has to create it.',
        code: {
          language: 'yaml',
          text: `repositories:\n  ${repositoryName}: { registry: ${registry.name} }\n`,
        },
      },
    ];
  }
  const grant = wanted(denied);
  if (grant === undefined || denied.declared === undefined || denied.place.registry === undefined) return [];
  const what = grant.operation === undefined ? 'the repository side' : 'both sides';
  return [
    {
      text: `Add this to topology.yaml, which writes ${what}, and deploy it.`,
      code: { language: 'yaml', text: declarationOf(grant, denied.place) },
    },
  ];
}

function jsonSteps(denied: Denied, side: SideName): readonly Step[] {
  const grant = wanted(denied);
  if (grant === undefined) return [];
  if (side === 'resource' && isCreation(denied)) {
    const policy = registryHalf(grant, denied.place.registry?.policy);
    return putRegistryPolicySteps(grant.registry, policy, denied.declared);
  }
  return side === 'identity'
    ? attachIdentityPolicySteps(grant.identity, identityHalf(grant), denied.declared)
    : setRepositoryPolicySteps(
        grant.registry,
        grant.repository,
        resourceHalf(grant, denied.place.repository?.policy),
        denied.declared,
      );
}

function certaintyOf(denied: Denied, answer: Answer | undefined): Certainty {
  if (answer === undefined) {
    return { level: 'open', because: 'the text alone does not prove which side is missing; look at both' };
  }
  if (answer.identity === 'notKnown') {
    return {
      level: 'likely',
      because: `the topology says what the repository allows, but not what is attached to ${callerText(denied.caller, denied.message.facts)}`,
    };
  }
  return { level: 'likely', because: 'it is so in the topology; what AWS has may differ' };
}

/** Both sides allow it in the topology, and AWS still denied it. */
function notDeployed(denied: Denied): Conclusion {
  const { caller, declared, place } = denied;
  const known = declaredIdentity(caller, declared) !== undefined;
  return {
    summary: summaryOf(denied),
    cause: `The topology allows it. So what AWS has differs from the topology${known ? '' : ', or the caller is not the one that was meant'}, or a policy outside of the topology denies it: a service control policy, a permissions boundary, a VPC endpoint policy.`,
    policies: sidesAsNamed(denied).map((side) => sideToChange(denied, side, undefined)),
    steps: [DEPLOY, ...seeSteps(denied), WHO_AM_I],
    certainty: {
      level: 'likely',
      because: `the topology allows it in ${registryText(place)}; it cannot see what is outside of it`,
    },
    page: PAGES.accessDenied,
  };
}

/** What is deployed on the side of the repository; the caller's side needs more than one command. */
function seeSteps({ declared, place }: Denied): readonly Step[] {
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
