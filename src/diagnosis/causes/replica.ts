import { isReplicated, repositoryUrl, type Registry } from '../../registry';
import { askTopology, type Answer } from '../answer';
import { accountOf, callerText, identityOf, isReached } from '../caller';
import { accountText, registryText, repositoryText, type Case, type Conclusion } from '../case';
import { DEPLOY_CHANGE, loginStep } from '../commands';
import type { Step } from '../diagnosis';
import type { Missing } from '../message';
import { PAGES } from '../pages';
import type { Place } from '../place';
import { declarationOf, operationNeeding, wantedOf } from './grant';
import { registriesFilling } from './sources';

type Denied = Case<Missing>;

/**
 * Returns the registries to push to instead of a replica. Empty if the request is no push, if the repository is no
 * replica, if both registries replicate to each other, or if a policy grants the push.
 */
export function originalsOf(denied: Denied, answer: Answer | undefined): readonly Registry[] {
  const { registry, repositoryName } = denied.place;
  if (registry === undefined || repositoryName === undefined || answer?.resource === 'allows') return [];
  if (operationNeeding(denied.message.facts.action) !== 'push') return [];
  return registriesFilling(denied).filter(
    (from) =>
      from.repositories.some(({ name }) => name === repositoryName) &&
      !isReplicated(registry, from, repositoryName),
  );
}

/** Explains a push to a replica. A grant is the wrong fix, because an image pushed to a replica is in no other registry. */
export function pushToReplica(denied: Denied, originals: readonly Registry[]): Conclusion {
  const { caller, declared, message, place } = denied;
  const names = originals.map((each) => registryText(placeIn(each, place))).join(', ');
  return {
    summary: `${callerText(caller, message.facts)} of ${accountText(accountOf(caller), declared, 'an account that the message does not name')} pushed to a replica: images of ${repositoryText(denied)} are pushed to ${names}.`,
    cause: `Replication fills the repository in ${registryText(place)}. An image pushed there would be in no other registry, and the next one from the source takes its tag. So the topology lets nobody push there, and a grant is not what is missing.`,
    policies: [],
    steps: originals.flatMap((original) => stepsFor(denied, original)),
    certainty: {
      level: 'likely',
      because: `a rule of the topology takes ${repositoryText(denied)} from there to here`,
    },
    page: PAGES.replication,
  };
}

function stepsFor(denied: Denied, original: Registry): readonly Step[] {
  const { caller, declared, message, place } = denied;
  const { repositoryName } = place;
  if (repositoryName === undefined) return [];
  const there = placeIn(original, place);
  const { facts } = message;
  const answer = askTopology(declared, caller, facts.action, there);
  const grant = answer?.verdict === 'allowed' ? undefined : wantedOf(identityOf(caller), there, facts.action);
  return [
    {
      ...loginStep(original, accountOf(caller), declared),
      text: `Log in to registry ${original.name}, with the credentials that push.`,
    },
    {
      text: `Push to registry ${original.name}; replication brings it here.`,
      code: {
        language: 'sh',
        text: `docker push ${repositoryUrl(original, repositoryName)}:${facts.tag ?? 'TAG'}\n`,
      },
    },
    ...(grant === undefined
      ? []
      : [
          {
            text: `If that is denied too, add this to topology.yaml: the topology does not say that ${callerText(caller, facts)} may push there.`,
            code: {
              language: 'yaml',
              text: declarationOf(grant, there, isReached(grant.identity.accountId, declared)),
            },
          } as const,
          DEPLOY_CHANGE,
        ]),
  ];
}

/** Returns the location of the same repository in another registry. */
function placeIn(registry: Registry, { repositoryName }: Place): Place {
  return {
    id: registry,
    accountId: registry.accountId,
    region: registry.region,
    name: registry.name,
    accountName: undefined,
    registry,
    repositoryName,
    repository: registry.repositories.find(({ name }) => name === repositoryName),
  };
}
