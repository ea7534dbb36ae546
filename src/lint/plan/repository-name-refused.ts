import type { RegistryId } from '../../aws/arn';
import { REPOSITORY_NAME, type NameRule } from '../../aws/names';
import { CACHE_PREFIX, TEMPLATE_PREFIX } from '../../aws/namespaces';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, type PlannedResource } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const repositoryNameRefused = defineRule({
  id: 'repository-name-refused',
  severity: 'error',
  doc: 'ECR rejects the name of a repository, or the prefix of a template or cache rule, during the apply.',
  why:
    'terraform plan does not check names. The apply fails with InvalidParameterException after other resources have ' +
    'changed. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
  options: {},
  check: ({ resources }) => resources.filter(isChangedInAws).flatMap(problemOf),
});

interface Named {
  readonly what: 'creation template prefix' | 'pull-through cache prefix' | 'repository name';
  readonly name: string;
  readonly registry: RegistryId;
  readonly rule: NameRule;
}

function nameOf(resource: PlannedResource): Named | undefined {
  if (resource.after === undefined) return undefined;
  const { registry } = resource.after;
  if (resource.kind === 'repository') {
    const { name } = resource.after;
    return isKnown(name) ? { what: 'repository name', name, registry, rule: REPOSITORY_NAME } : undefined;
  }
  if (resource.kind === 'creation-template') {
    const { template } = resource.after;
    if (!isKnown(template)) return undefined;
    return { what: 'creation template prefix', name: template.prefix, registry, rule: TEMPLATE_PREFIX };
  }
  if (resource.kind !== 'cache-rule') return undefined;
  const { rule: cache } = resource.after;
  return isKnown(cache)
    ? { what: 'pull-through cache prefix', name: cache.prefix, registry, rule: CACHE_PREFIX }
    : undefined;
}

function problemOf(resource: PlannedResource): readonly Problem[] {
  const named = nameOf(resource);
  if (named === undefined) return [];
  const { what, name, registry, rule: names } = named;
  const fault = names.fault(name);
  if (fault === undefined) return [];
  return [
    {
      at: addressOf(resource),
      subject: { registry },
      message: `'${name}' is not a valid ${what} (${registryMark(registry)}): ${fault}.`,
      help: `Use 2 to 256 lowercase letters and digits, separated by single '.', '_', '__' or hyphens, with '/' between namespaces.`,
    },
  ];
}
