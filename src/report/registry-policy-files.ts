import { LIMITS, ROOT, type CreationTemplate, type Registry, type Repository } from '../registry';
import { appliedLifecyclePolicy, appliedPolicy, type AppliedPolicy } from './applied-policy';

/** Every policy that a registry holds: its own, those of its repositories, and those that its creation templates give. */
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
    // Last, for a template has to be there before its policy is changed, and what fails ends the script.
    ...creationTemplates.flatMap((template) => templatePolicies(template, at)),
  ];
}

interface Place {
  readonly registry: Registry;
  readonly folder: string;
  /** The start of a command of the AWS CLI. */
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

/** What else a template has stays as it is. */
function templatePolicies(
  { prefix, policy, settings: { lifecyclePolicy } }: CreationTemplate,
  { folder, ecr }: Place,
): readonly AppliedPolicy[] {
  const command = `${ecr('update-repository-creation-template')} --prefix ${prefix}`;
  // Some file systems take `ROOT` and `root` for one name, and a namespace starts with no underscore.
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

/** No name of a repository holds a plus sign, so this is as unique as the name. */
function fileName(name: string): string {
  return name.replaceAll('/', '+');
}
