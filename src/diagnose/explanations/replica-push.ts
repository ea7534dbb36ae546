import { NO_CONTEXT } from '../../access/evaluate/evaluation-context';
import type { Fix } from '../../access/explain/fix';
import { findPushOrigins } from '../../access/explain/push-origins';
import { repositoryUrl } from '../../aws/arn';
import type { Registry } from '../../model/topology';
import {
  callerAccountOf,
  callerAndAccountText,
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
  const { location } = denied;
  const names = originals.map(registryWithAccountText).join(', ');
  return {
    summary: `${callerAndAccountText(denied)} pushed to a replica of ${repositoryText(denied)}: push to ${names} instead.`,
    cause: `Replication fills the repository in ${registryWithAccountText(location)}. An image that you push there is in no other registry, and the next replicated image with the same tag replaces it. Therefore the topology allows no principal to push there, and a grant is not the fix.`,
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
      because: `a replication rule of the topology copies ${repositoryText(denied)} to this registry`,
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
      text: `Log in to registry ${original.name}, with the credentials that you push with.`,
    },
    {
      text: `Push to registry ${original.name}. Replication copies the image to the replica.`,
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
    text: `If that push is denied too, ${step.text.charAt(0).toLowerCase()}${step.text.slice(1)}`,
  };
}
