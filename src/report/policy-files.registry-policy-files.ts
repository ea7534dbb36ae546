import { LIMITS } from '../aws/limits';
import { ROOT } from '../aws/namespaces';
import type { CreationTemplate } from '../model/settings.creation-template';
import type { Registry, Repository } from '../model/topology';
import { lifecyclePolicyCommand, policyCommand, type PolicyCommand } from './policy-files.applied-policy';

/**
 * Returns every policy of a registry: its registry policy, its repositories' policies and its creation templates'
 * policies.
 */
export function registryPolicies(registry: Registry, profile: string): readonly PolicyCommand[] {
  const { name, region, policy, repositories, creationTemplates } = registry;
  const target: RegistryTarget = {
    registry,
    folder: `registries/${name}`,
    ecrCommand: (command) => `aws ecr ${command}${profile} --region ${region}`,
  };
  const registryPolicyFile = {
    path: `${target.folder}/registry-policy.json`,
    limit: LIMITS.registryPolicyLength,
  };
  return [
    ...(policy === undefined
      ? []
      : [
          policyCommand(registryPolicyFile.path, policy, registryPolicyFile.limit, [
            target.ecrCommand('put-registry-policy'),
            '--policy-text',
          ]),
        ]),
    ...repositories.flatMap((repository) => repositoryPolicies(repository, target)),
    // Last, because a template must exist before its policy is changed, and the script stops at the first error.
    ...creationTemplates.flatMap((template) => templatePolicies(template, target)),
  ];
}

interface RegistryTarget {
  readonly registry: Registry;
  readonly folder: string;
  /** Returns an AWS CLI command without its options. */
  readonly ecrCommand: (command: string) => string;
}

function repositoryPolicies(
  { name, policy, settings: { lifecyclePolicy } }: Repository,
  { registry, folder, ecrCommand }: RegistryTarget,
): readonly PolicyCommand[] {
  const repositoryOptions = `--registry-id ${registry.accountId} --repository-name ${name}`;
  const file = `${fileName(name)}.json`;
  return [
    ...(policy === undefined
      ? []
      : [
          policyCommand(`${folder}/repositories/${file}`, policy, LIMITS.repositoryPolicyLength, [
            ecrCommand('set-repository-policy'),
            `${repositoryOptions} --policy-text`,
          ]),
        ]),
    ...(lifecyclePolicy === undefined
      ? []
      : [
          lifecyclePolicyCommand(
            `${folder}/lifecycle-policies/${file}`,
            lifecyclePolicy,
            LIMITS.lifecyclePolicyLength,
            [ecrCommand('put-lifecycle-policy'), `${repositoryOptions} --lifecycle-policy-text`],
          ),
        ]),
  ];
}

/** `update-repository-creation-template` keeps the settings that the command does not contain. */
function templatePolicies(
  { prefix, policy, settings: { lifecyclePolicy } }: CreationTemplate,
  { folder, ecrCommand }: RegistryTarget,
): readonly PolicyCommand[] {
  const command = `${ecrCommand('update-repository-creation-template')} --prefix ${prefix}`;
  // Some file systems treat `ROOT` and `root` as one name. A namespace never starts with an underscore.
  const name = prefix === ROOT ? `_${ROOT}` : fileName(prefix);
  return [
    ...(policy === undefined
      ? []
      : [
          policyCommand(
            `${folder}/creation-templates/repositories/${name}.json`,
            policy,
            LIMITS.repositoryPolicyLength,
            [command, '--repository-policy'],
          ),
        ]),
    ...(lifecyclePolicy === undefined
      ? []
      : [
          lifecyclePolicyCommand(
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
