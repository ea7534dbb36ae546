import type { Json } from '../../src/plan/model/document';
import { policy, repository, type ResourceParts } from './plans';

const SOURCE = '111111111111';
const DESTINATION = '999999999999';

/** Whether a resource is created, destroyed or unchanged. */
type Lifetime = 'created' | 'destroyed' | 'there';

function parts(when: Lifetime, values: object): Pick<ResourceParts, 'before' | 'after'> {
  return {
    ...(when === 'created' ? {} : { before: values }),
    ...(when === 'destroyed' ? {} : { after: values }),
  };
}

/** A repository in the registry of a provider. */
export function repositoryIn(provider: string, name = 'my-repo', when: Lifetime = 'created'): ResourceParts {
  return {
    type: 'aws_ecr_repository',
    name: provider,
    index: name,
    provider,
    ...parts(when, repository(name)),
  };
}

/** A replication rule. Without filters, it matches all repositories. */
export interface RuleParts {
  readonly filters?: readonly string[];
  /** Account and Region: `999999999999/ap-northeast-1`. */
  readonly to: readonly string[];
}

export function configuration(...rules: readonly RuleParts[]): object {
  return {
    replication_configuration: [
      {
        rule: rules.map(({ filters = [], to }) => ({
          repository_filter: filters.map((filter) => ({ filter, filter_type: 'PREFIX_MATCH' })),
          destination: to.map((location) => {
            const [registry_id, region] = location.split('/');
            return { registry_id, region };
          }),
        })),
      },
    ],
  };
}

/** The replication configuration of the registry of a provider. */
export function replication(
  provider: string,
  values: Pick<ResourceParts, 'before' | 'after'>,
): ResourceParts {
  return { type: 'aws_ecr_replication_configuration', name: provider, provider, ...values };
}

/** The registry policy of the registry of a provider. */
export function registryPolicy(
  provider: string,
  statements: readonly object[],
  when: Lifetime = 'created',
): ResourceParts {
  return {
    type: 'aws_ecr_registry_policy',
    name: provider,
    provider,
    ...parts(when, { policy: policy(...statements) }),
  };
}

/** The policy of `my-repo` in the registry of a provider. */
export function repositoryPolicy(
  provider: string,
  statements: readonly object[],
  when: Lifetime = 'created',
): ResourceParts {
  return {
    type: 'aws_ecr_repository_policy',
    name: provider,
    provider,
    ...parts(when, { repository: 'my-repo', policy: policy(...statements) }),
  };
}

/** A policy that is known only after apply, with the references of its expression. */
export function unknownPolicy(
  type: 'aws_ecr_registry_policy' | 'aws_ecr_repository_policy',
  provider: string,
  ...references: readonly string[]
): ResourceParts {
  return {
    type,
    name: provider,
    provider,
    after: type === 'aws_ecr_repository_policy' ? { repository: 'my-repo' } : {},
    unknown: { policy: true },
    expressions: { policy: { references } },
  };
}

/** A policy from a `data.aws_iam_policy_document` that is read only during apply, because it contains unknown values. */
export function documentPolicy(
  provider: string,
  values: object,
  unknown: Readonly<Record<string, Json>> = {},
): readonly ResourceParts[] {
  const address = `data.aws_iam_policy_document.${provider}`;
  return [
    unknownPolicy('aws_ecr_repository_policy', provider, `${address}.json`, address),
    {
      type: 'aws_iam_policy_document',
      name: provider,
      after: values,
      unknown: { json: true, ...unknown },
      change: { mode: 'data', action: 'read', address },
    },
  ];
}

/** Allows the source to replicate, without a Resource. */
export const WITHOUT_RESOURCE = {
  Sid: 'Replication',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${SOURCE}:root` },
  Action: ['ecr:ReplicateImage'],
};

/** Allows the source to replicate into `my-repo` of the destination. */
export const ALLOWED = {
  ...WITHOUT_RESOURCE,
  Resource: [`arn:aws:ecr:ap-northeast-1:${DESTINATION}:repository/my-repo`],
};
