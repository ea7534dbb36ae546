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
      `ECR creates it when it is first pulled, by the pull-through cache of ${cache.prefix} from ${cache.upstream}: where the caller may ` +
      'ecr:CreateRepository and ecr:BatchImportUpstreamImage, and the image is there; else ECR says the same.'
    );
  }
  const template = pushTemplateFor(location);
  if (template !== undefined) {
    return `ECR creates it when it is first pushed to, by the creation template ${template.prefix}, where the caller may push there; a pull finds nothing before.`;
  }
  return 'Pulled through a cache, or created on push, it appears by itself only where a rule or template for its prefix exists and the caller may ecr:CreateRepository; without that permission ECR says the same.';
}

export function validateCacheStep({ declared, location }: Case): Step {
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  const own = `${region}${profileOption(location.accountId, declared)}`;
  const prefix = cacheRuleFor(location)?.prefix;
  return {
    text: 'Let ECR check the rule and its credentials, in the account of the cache.',
    code: {
      language: 'sh',
      text: [
        ...(prefix === undefined ? [`aws ecr describe-pull-through-cache-rules${own}\n`] : []),
        `aws ecr validate-pull-through-cache-rule --ecr-repository-prefix ${prefix ?? 'PREFIX'}${own}\n`,
      ].join(''),
    },
  };
}
