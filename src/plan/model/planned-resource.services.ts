import type { PlannedResource } from './planned-resource';

const SERVICES: Readonly<Record<PlannedResource['kind'], 'ecr' | 'iam'>> = {
  repository: 'ecr',
  'repository-policy': 'ecr',
  'registry-policy': 'ecr',
  replication: 'ecr',
  'lifecycle-policy': 'ecr',
  scanning: 'ecr',
  'creation-template': 'ecr',
  'cache-rule': 'ecr',
  'account-setting': 'ecr',
  inspector: 'ecr',
  'identity-policy': 'iam',
  'policy-attachment': 'iam',
};

/** Whether a resource is part of a registry. IAM resources belong to an account, without a Region. */
export function isRegistryResource({ kind }: Pick<PlannedResource, 'kind'>): boolean {
  return SERVICES[kind] === 'ecr';
}
