import type { RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { sortedUnique } from '../../base/collections';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, type PlannedResource } from '../../plan/model/planned-resource';
import { registryMark, repositoryMark } from '../finding-text';
import { lifecyclePolicyFaults } from '../predicates/lifecycle-policy';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const lifecyclePolicyRefused = defineRule({
  id: 'lifecycle-policy-refused',
  severity: 'error',
  doc: 'ECR rejects the lifecycle policy during the apply.',
  why:
    "terraform plan does not check the rules. The apply fails with 'Lifecycle policy validation failure' after other " +
    'resources have changed. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html',
  options: {},
  check: ({ resources }) => resources.filter(isChangedInAws).flatMap(problemsOf),
});

/** A lifecycle policy that the plan creates or changes. */
interface PutPolicy {
  readonly text: string;
  readonly registry: RegistryId;
  readonly repository: RepositoryName | undefined;
  /** `the lifecycle policy of repository 'app' (111111111111 in eu-west-1)`. */
  readonly name: string;
}

function problemsOf(resource: PlannedResource): readonly Problem[] {
  const put = putPolicy(resource);
  if (put === undefined) return [];
  const faults = lifecyclePolicyFaults(put.text);
  const refused = faults.filter(({ isRefused }) => isRefused);
  const shown = refused.length > 0 ? refused : faults;
  if (shown.length === 0) return [];
  const isRefused = refused.length > 0;
  const [first, ...others] = shown.map(({ message }) => message);
  const more = others.length > 2 ? ` And ${others.length - 2} more.` : '';
  return [
    {
      at: addressOf(resource),
      subject: { registry: put.registry, repository: put.repository },
      message: `${isRefused ? 'ECR rejects' : 'ECR may reject'} ${put.name}: 'Lifecycle policy validation failure'. ${[first, ...others.slice(0, 2)].join(' ')}${more}`,
      help: sortedUnique(shown.map(({ help }) => help)).join(' '),
      severity: isRefused ? undefined : 'warning',
    },
  ];
}

function putPolicy(resource: PlannedResource): PutPolicy | undefined {
  if (resource.after === undefined) return undefined;
  if (resource.kind === 'lifecycle-policy') {
    const { registry, repository, text } = resource.after;
    if (text === undefined) return undefined;
    const name = `the lifecycle policy of the repository ${repositoryMark(registry, repository)}`;
    return { text, registry, repository: isKnown(repository) ? repository : undefined, name };
  }
  if (resource.kind !== 'creation-template') return undefined;
  const { registry, template, lifecycleText: text } = resource.after;
  if (!isKnown(template) || text === undefined) return undefined;
  const name = `the lifecycle policy of the creation template '${template.prefix}' (${registryMark(registry)})`;
  return { text, registry, repository: undefined, name };
}
