import { askTopology, type Answer } from '../answer';
import { accountOf, callerText } from '../caller';
import {
  callerOfAccountText,
  callerHint,
  isCrossAccount,
  policyToChange,
  registryText,
  shortRegistryText,
  repositoryText,
  undeclaredText,
  type Case,
  type Conclusion,
} from '../case';
import { WHO_AM_I } from '../commands';
import type { Certainty, PolicyToChange } from '../diagnosis';
import type { Missing } from '../message';
import { PAGES } from '../pages';
import { isCreation, stepsFor } from './access-steps';
import { deniedByTopology, limitedBy } from './deny';
import { originalsOf, pushToReplica } from './replica';
import { rootDenied } from './root';
import { allows, sidesToChange, type SideName, type SideToChange } from './sides';

type Denied = Case<Missing>;

/**
 * Explains a request that lacks an Allow. The message names one policy type, and not always the one that lacks the
 * Allow: both the identity policy and the repository policy are checked.
 */
export function accessDenied(denied: Denied): Conclusion {
  const { missing } = denied.message;
  if (missing !== undefined && missing !== 'identity-based policy' && missing !== 'resource-based policy') {
    return limitedBy(denied, { type: missing, does: 'allows nothing of it' });
  }
  if (denied.caller?.kind === 'root') return rootDenied(denied);
  const answer = askTopology(denied.declared, denied.caller, denied.message.facts.action, denied.place);
  if (answer?.denial !== undefined) return deniedByTopology(denied, answer.denial);
  const originals = originalsOf(denied, answer);
  if (originals.length > 0) return pushToReplica(denied, originals);
  const sides = sidesToChange(denied, answer);
  const steps = stepsFor(denied, sides, answer);
  return {
    summary: summaryOf(denied),
    cause: causeOf(denied, answer, sides),
    policies: sides.map((side) => sideToChange(denied, side)),
    steps: [...steps, ...(steps.length === 0 || allows(denied, answer) ? [WHO_AM_I] : [])],
    certainty: certaintyOf(denied, answer, sides),
    page: isCrossAccount(denied) === true ? PAGES.crossAccount : PAGES.accessDenied,
  };
}

function summaryOf(denied: Denied): string {
  const { message, place } = denied;
  const { action = 'the request' } = message.facts;
  return `AWS denied ${callerOfAccountText(denied, 'an account that the message does not name')} ${action} on ${repositoryText(denied)} in ${registryText(place)}.`;
}

function causeOf(denied: Denied, answer: Answer | undefined, sides: readonly SideToChange[]): string {
  if (allows(denied, answer)) {
    return 'The topology allows it. So what AWS has differs from the topology (it is not deployed, or was changed by hand), or another caller was meant, or a policy outside of the topology stops it: a service control policy, a permissions boundary, a VPC endpoint policy.';
  }
  const rule = ruleOf(denied);
  return [rule, callerHint(denied), saidBy(denied), toldBy(denied, answer, sides)]
    .filter((each) => each !== '')
    .join(' ');
}

/** States which policies have to allow the request. */
function ruleOf(denied: Denied): string {
  const policy = isCreation(denied)
    ? 'the registry policy, because there is no repository yet'
    : 'the repository policy';
  const between = `both sides must allow it: the caller's identity policy and ${policy}.`;
  switch (isCrossAccount(denied)) {
    case true:
      return `Between accounts ${between}${denied.place.registry === undefined ? ' If the registry is of AWS or of a vendor, only its owner can change its policies: check account, Region and name of the image. A repository that does not exist in another account is denied in the same words.' : ''}`;
    case undefined:
      return `Within one account an identity policy${isCreation(denied) ? '' : ' or the repository policy'} is enough; between accounts ${between}`;
    case false:
      return isCreation(denied)
        ? 'Within one account an identity policy of the caller allows it; a repository that does not exist has no policy.'
        : 'Within one account an identity policy or the repository policy is enough.';
  }
}

function saidBy({ message }: Denied): string {
  return message.missing === undefined
    ? 'The message does not say which side is missing.'
    : `The message names the ${message.missing}; AWS names one side only, and not always the one that is missing.`;
}

/** States what the topology contains for this request. */
function toldBy(denied: Denied, answer: Answer | undefined, sides: readonly SideToChange[]): string {
  const { declared, place } = denied;
  if (declared === undefined) return '';
  if (place.registry === undefined) return undeclaredText(denied) || NOT_DECLARED;
  if (place.repository === undefined) {
    return `The topology declares no ${repositoryText(denied)} in registry ${place.registry.name}.`;
  }
  if (isCreation(denied)) return '';
  if (answer === undefined) {
    return 'The message does not name caller and action, so the topology cannot tell which.';
  }
  const silent = (['identity', 'resource'] as const).filter((side) => answer[side] === 'silent');
  const allowing = (['identity', 'resource'] as const).filter((side) => answer[side] === 'allows');
  const hasOtherPolicyInAws = (wanted: SideName) =>
    sides.some(({ side, state }) => side === wanted && state === 'differs');
  return [
    ...allowing.map(
      (side) =>
        `In the topology the ${SIDE_TEXT[side]} allows it${hasOtherPolicyInAws(side) ? `, ${SO_IT_DIFFERS}` : ''}.`,
    ),
    ...(silent.length === 0
      ? []
      : [`In the topology ${listed(silent.map((side) => SIDE_TEXT[side]))} says nothing of it.`]),
    ...(answer.resource === 'mayAllow' ? [MAY_ALLOW] : []),
    ...(answer.identity === 'notKnown' ? [unknownCaller(denied)] : []),
  ].join(' ');
}

const NOT_DECLARED = 'The topology does not declare this registry, so it cannot tell which.';

const MAY_ALLOW =
  'In the topology a condition of the repository policy decides it, by what the message does not show (the path of the role, for instance); compare it, and make sure that it is deployed.';

const SO_IT_DIFFERS = 'so what AWS has differs: it is not deployed, or was changed by hand';

const SIDE_TEXT = { identity: 'identity policy', resource: 'repository policy' } as const;

function listed(sides: readonly string[]): string {
  return sides.length === 1 ? `the ${sides.join('')}` : `neither side (${sides.join(', ')})`;
}

/** The usual mistake is a grant to another role of the same account. */
function unknownCaller({ caller, declared, message }: Denied): string {
  const who = callerText(caller, message.facts);
  const own = caller?.kind === 'identity' ? caller.identity : undefined;
  const same = (declared?.topology.identities ?? []).filter(({ accountId }) => accountId === own?.accountId);
  if (same.some(({ kind, name }) => kind === own?.kind && name === own.name)) {
    return `What the topology attaches to ${who} does not allow it.`;
  }
  const others = same.slice(0, MOST_NAMED).map(({ kind, name }) => `${kind} ${name}`);
  const known =
    others.length === 0 ? '' : ` Of that account it knows ${others.join(', ')}: was one of these meant?`;
  return `The topology attaches nothing to ${who}.${known}`;
}

const MOST_NAMED = 5;

function sideToChange(denied: Denied, { side, state }: SideToChange): PolicyToChange {
  const { caller, declared, message, place } = denied;
  const { action = 'the action' } = message.facts;
  const lacks = {
    differs: `the topology allows it here, ${SO_IT_DIFFERS}`,
    lacks: `nothing in it allows ${action}`,
    open: `check that it allows ${action}`,
  }[state];
  if (side === 'identity') {
    const who = callerText(caller, message.facts);
    return policyToChange('identity-based policy', accountOf(caller), declared, who, lacks);
  }
  const registry = shortRegistryText(place);
  return isCreation(denied)
    ? policyToChange('registry policy', place.accountId, declared, registry, lacks)
    : policyToChange(
        'repository policy',
        place.accountId,
        declared,
        `${repositoryText(denied)} in ${registry}`,
        lacks,
      );
}

function certaintyOf(denied: Denied, answer: Answer | undefined, sides: readonly SideToChange[]): Certainty {
  if (isCrossAccount(denied) === false && denied.message.missing === 'identity-based policy') {
    return {
      level: 'likely',
      because: 'AWS names the identity-based policy, which is enough within one account',
    };
  }
  if (answer === undefined) {
    return { level: 'open', because: 'the text alone does not prove which side is missing; look at both' };
  }
  if (sides[0]?.state === 'differs') {
    return { level: 'likely', because: 'the topology allows it there; what AWS has was not looked at' };
  }
  if (answer.identity === 'notKnown') {
    return {
      level: 'likely',
      because: `the topology does not tell all that is attached to ${callerText(denied.caller, denied.message.facts)}`,
    };
  }
  return { level: 'likely', because: 'it is so in the topology; what AWS has may differ' };
}
