import { repositoryUrl } from '../../aws/arn';
import { isReplicated } from '../../model/replication';
import type { Registry } from '../../model/topology';
import {
  accountText,
  callerAccountOf,
  callerIdentity,
  callerText,
  isAccountDeclared,
  registryWithAccountText,
  repositoryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { evaluateRequest, type Evaluation } from '../model/evaluation';
import type { MessageLocation } from '../model/location';
import type { MissingPolicy } from '../parse/facts';
import { grantDeclarationText, missingGrantFor, operationRequiring } from './grant';
import { replicationSources } from './replication-source';
import { DEPLOY_CHANGE_STEP, loginStep } from './steps';

type DeniedCase = Case<MissingPolicy>;

/**
 * Returns the registries to push to instead of a replica. Empty if the request is no push, if the repository is no
 * replica, if both registries replicate to each other, or if a policy grants the push.
 */
export function originalRegistries(
  denied: DeniedCase,
  evaluation: Evaluation | undefined,
): readonly Registry[] {
  const { registry, repositoryName } = denied.location;
  if (registry === undefined || repositoryName === undefined || evaluation?.resource === 'allows') return [];
  if (operationRequiring(denied.message.facts.action) !== 'push') return [];
  return replicationSources(denied).filter(
    (from) =>
      from.repositories.some(({ name }) => name === repositoryName) &&
      !isReplicated(registry, from, repositoryName),
  );
}

/** Explains a push to a replica. A grant is the wrong fix, because an image pushed to a replica is in no other registry. */
export function explainPushToReplica(denied: DeniedCase, originals: readonly Registry[]): Explanation {
  const { caller, declared, message, location } = denied;
  const names = originals.map((each) => registryWithAccountText(locationIn(each, location))).join(', ');
  return {
    summary: `${callerText(caller, message.facts)} of ${accountText(callerAccountOf(caller), declared, 'an account that the message does not name')} pushed to a replica: images of ${repositoryText(denied)} are pushed to ${names}.`,
    cause: `Replication fills the repository in ${registryWithAccountText(location)}. An image pushed there would be in no other registry, and the next one from the source takes its tag. So the topology lets nobody push there, and a grant is not what is missing.`,
    policies: [],
    steps: originals.flatMap((original) => pushSteps(denied, original)),
    certainty: {
      level: 'likely',
      because: `a rule of the topology takes ${repositoryText(denied)} from there to here`,
    },
    page: PAGES.replication,
  };
}

function pushSteps(denied: DeniedCase, original: Registry): readonly Step[] {
  const { caller, declared, message, location } = denied;
  const { repositoryName } = location;
  if (repositoryName === undefined) return [];
  const originalLocation = locationIn(original, location);
  const { facts } = message;
  const evaluation = evaluateRequest(declared, caller, facts.action, originalLocation);
  const grant =
    evaluation?.verdict === 'allowed'
      ? undefined
      : missingGrantFor(callerIdentity(caller), originalLocation, facts.action);
  return [
    {
      ...loginStep(original, callerAccountOf(caller), declared),
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
              text: grantDeclarationText(
                grant,
                originalLocation,
                isAccountDeclared(grant.identity.accountId, declared),
              ),
            },
          } as const,
          DEPLOY_CHANGE_STEP,
        ]),
  ];
}

/** Returns the location of the same repository in another registry. */
function locationIn(registry: Registry, { repositoryName }: MessageLocation): MessageLocation {
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
