import { NO_CONTEXT } from '../../access/evaluate/evaluation-context';
import type { Fix } from '../../access/explain/fix';
import { findPushOrigins } from '../../access/explain/push-origins';
import { repositoryUrl } from '../../aws/arn';
import type { Registry } from '../../model/topology';
import {
  accountText,
  callerAccountOf,
  callerText,
  registryWithAccountText,
  repositoryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { operationRequiring } from '../model/evaluation';
import type { MissingPolicy } from '../parse/facts';
import { fixSteps } from './access-steps';
import { loginStep } from './steps';

type DeniedCase = Case<MissingPolicy>;

/** Returns the registries to push to instead of a replica. Empty if the request is no push, or if `explain` proposes a grant. */
export function originalRegistries(
  { declared, location, message }: DeniedCase,
  fixes: readonly Fix[] | undefined,
): readonly Registry[] {
  const { registry, repositoryName } = location;
  if (declared === undefined || registry === undefined || repositoryName === undefined) return [];
  if (operationRequiring(message.facts.action) !== 'push') return [];
  // Without a caller, `explain` has no answer.
  if (fixes?.some(({ kind }) => kind === 'push-to') === false) return [];
  const origins = findPushOrigins(declared.topology, registry, repositoryName, NO_CONTEXT);
  if (origins.includes(registry)) return [];
  return declared.topology.registries.filter((each) => origins.includes(each));
}

/** Explains a push to a replica. A grant is the wrong fix, because an image pushed to a replica is in no other registry. */
export function explainPushToReplica(
  denied: DeniedCase,
  originals: readonly Registry[],
  fixes: readonly Fix[],
): Explanation {
  const { caller, declared, message, location } = denied;
  const names = originals.map(registryWithAccountText).join(', ');
  return {
    summary: `${callerText(caller, message.facts)} of ${accountText(callerAccountOf(caller), declared, 'an account that the message does not name')} pushed to a replica: images of ${repositoryText(denied)} are pushed to ${names}.`,
    cause: `Replication fills the repository in ${registryWithAccountText(location)}. An image pushed there would be in no other registry, and the next one from the source takes its tag. So the topology lets nobody push there, and a grant is not what is missing.`,
    policies: [],
    steps: [
      ...originals.flatMap((original) => pushSteps(denied, original)),
      ...fixSteps(
        denied,
        fixes.filter(({ kind }) => kind !== 'push-to'),
      ).map((step, index) => (index === 0 ? ifDeniedToo(step) : step)),
    ],
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
  return [
    {
      ...loginStep(original, callerAccountOf(caller), declared),
      text: `Log in to registry ${original.name}, with the credentials that push.`,
    },
    {
      text: `Push to registry ${original.name}; replication brings it here.`,
      code: {
        language: 'sh',
        text: `docker push ${repositoryUrl(original, repositoryName)}:${message.facts.tag ?? 'TAG'}\n`,
      },
    },
  ];
}

function ifDeniedToo(step: Step): Step {
  return {
    ...step,
    text: `If that is denied too, ${step.text.charAt(0).toLowerCase()}${step.text.slice(1)}`,
  };
}
