import { LIMITS, ROOT, type CreationTemplate, type Registry, type Repository } from '../registry';
import { appliedLifecyclePolicy, appliedPolicy, type AppliedPolicy } from './applied-policy';

/**
 * Returns every policy of a registry: its registry policy, its repositories' policies and its creation templates'
 * policies.
 */
export function registryPolicies(registry: Registry, profile: string): readonly AppliedPolicy[] {
  const { name, region, policy, repositories, creationTemplates } = registry;
  const at: Place = {
    registry,
    folder: `registries/${name}`,
    ecr: (command) => `aws ecr ${command}${profile} --region ${region}`,
  };
  const own = { path: `${at.folder}/registry-policy.json`, limit: LIMITS.registryPolicyLength };
  return [
    ...(policy === undefined
      ? []
      : [appliedPolicy(own.path, policy, own.limit, [at.ecr('put-registry-policy'), '--policy-text'])]),
    ...repositories.flatMap((repository) => repositoryPolicies(repository, at)),
    // Last, because a template must exist before its policy is changed, and the script stops at the first error.
    ...creationTemplates.flatMap((template) => templatePolicies(template, at)),
  ];
}

interface Place {
  readonly registry: Registry;
  readonly folder: string;
  /** Returns an AWS CLI command without its options. */
  readonly ecr: (command: string) => string;
}

function repositoryPolicies(
  { name, policy, settings: { lifecyclePolicy } }: Repository,
  { registry, folder, ecr }: Place,
): readonly AppliedPolicy[] {
  const where = `--registry-id ${registry.accountId} --repository-name ${name}`;
  const file = `${fileName(name)}.json`;
  return [
    ...(policy === undefined
      ? []
      : [
          appliedPolicy(`${folder}/repositories/${file}`, policy, LIMITS.repositoryPolicyLength, [
            ecr('set-repository-policy'),
            `${where} --policy-text`,
          ]),
        ]),
    ...(lifecyclePolicy === undefined
      ? []
      : [
          appliedLifecyclePolicy(
            `${folder}/lifecycle-policies/${file}`,
            lifecyclePolicy,
            LIMITS.lifecyclePolicyLength,
            [ecr('put-lifecycle-policy'), `${where} --lifecycle-policy-text`],
          ),
        ]),
  ];
}

/** `update-repository-creation-template` keeps the settings that the command does not contain. */
function templatePolicies(
  { prefix, policy, settings: { lifecyclePolicy } }: CreationTemplate,
  { folder, ecr }: Place,
): readonly AppliedPolicy[] {
  const command = `${ecr('update-repository-creation-template')} --prefix ${prefix}`;
  // Some file systems treat `ROOT` and `root` as one name. A namespace never starts with an underscore.
  const name = prefix === ROOT ? `_${ROOT}` : fileName(prefix);
  return [
    ...(policy === undefined
      ? []
      : [
          appliedPolicy(
            `${folder}/creation-templates/repositories/${name}.json`,
            policy,
            LIMITS.repositoryPolicyLength,
            [command, '--repository-policy'],
          ),
        ]),
    ...(lifecyclePolicy === undefined
      ? []
      : [
          appliedLifecyclePolicy(
            `${folder}/creation-templates/lifecycle-policies/${name}.json`,
            lifecyclePolicy,
            LIMITS.lifecyclePolicyLength,
            [command, '--lifecycle-policy'],
          ),
        ]),
  ];
}

/** A repository name contains no plus sign, so different names have different file names. */
function fileName(name: string): string {
  return name.replaceAll('/', '+');
}
