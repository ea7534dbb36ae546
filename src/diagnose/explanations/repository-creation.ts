import { nearestNamespace } from '../../aws/namespaces';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { CreationTemplate } from '../../model/settings';
import type { Case } from '../model/case';
import type { Step } from '../model/diagnosis';
import type { MessageLocation } from '../model/location';
import { profileOption } from './steps';

/** Returns the cache rule with which ECR creates the repository on its first pull, or undefined if none is declared. */
export function cacheRuleFor({
  registry,
  repositoryName,
}: MessageLocation): PullThroughCacheRule | undefined {
  if (registry === undefined || repositoryName === undefined) return undefined;
  return nearestNamespace(registry.pullThroughCache, repositoryName);
}

/** Returns the template with which ECR creates the repository on its first push, or undefined if none is declared. */
function pushTemplateFor({ registry, repositoryName }: MessageLocation): CreationTemplate | undefined {
  if (registry === undefined || repositoryName === undefined) return undefined;
  const template = nearestNamespace(registry.creationTemplates, repositoryName);
  return template?.appliedFor.includes('CREATE_ON_PUSH') === true ? template : undefined;
}

/** States whether ECR creates the repository automatically, and which permissions that needs. */
export function creationText({ location }: Case): string {
  const cache = cacheRuleFor(location);
  if (cache !== undefined) {
    return (
      `ECR creates the repository through the pull-through cache rule ${cache.prefix} on the first pull from ${cache.upstream}, if the image exists there and ` +
      'the caller is allowed to perform ecr:CreateRepository and ecr:BatchImportUpstreamImage. Otherwise, ECR returns this error.'
    );
  }
  const template = pushTemplateFor(location);
  if (template !== undefined) {
    return `ECR creates the repository with the creation template ${template.prefix} on the first push, if the caller is allowed to push. A pull fails until then.`;
  }
  return 'ECR creates a repository on a pull or push only if a pull-through cache rule or creation template exists for its prefix and the caller is allowed to perform ecr:CreateRepository. Without that permission, ECR returns this error too.';
}

export function validateCacheStep({ declared, location }: Case): Step {
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  const own = `${region}${profileOption(location.accountId, declared)}`;
  const prefix = cacheRuleFor(location)?.prefix;
  return {
    text: 'Validate the pull-through cache rule and its credentials, with credentials of the account of the cache.',
    code: {
      language: 'sh',
      text: [
        ...(prefix === undefined ? [`aws ecr describe-pull-through-cache-rules${own}\n`] : []),
        `aws ecr validate-pull-through-cache-rule --ecr-repository-prefix ${prefix ?? 'PREFIX'}${own}\n`,
      ].join(''),
    },
  };
}
