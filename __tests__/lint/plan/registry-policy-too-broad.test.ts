import { registryPolicyTooBroad } from '../../../src/lint/plan/registry-policy-too-broad';
import type { ResourceParts } from '../../plan/plans';
import { accountRoot, onRegistry, OTHER, PULL, REGISTRY } from './policy-resources';
import { testRule } from './rule-cases';

const replicates = (...filters: readonly string[]): ResourceParts => ({
  type: 'aws_ecr_replication_configuration',
  provider: 'develop',
  after: {
    replication_configuration: [
      {
        rule: [
          {
            destination: [{ region: 'ap-northeast-1', registry_id: '999999999999' }],
            repository_filter: filters.map((filter) => ({ filter, filter_type: 'PREFIX_MATCH' })),
          },
        ],
      },
    ],
  },
});
const destinationPolicy = (resource: string | readonly string[], parts: object = {}) =>
  onRegistry({
    Sid: 'Replicate',
    Effect: 'Allow',
    Principal: accountRoot('111111111111'),
    Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
    Resource: resource,
    ...parts,
  });
const REPOSITORY_ARN = 'arn:aws:ecr:ap-northeast-1:999999999999:repository/';
const withoutChange = (parts: ResourceParts): ResourceParts => ({ ...parts, before: parts.after ?? {} });
const unchangedRules = (...filters: readonly string[]) => withoutChange(replicates(...filters));

testRule(registryPolicyTooBroad, [
  ...['*', `${REPOSITORY_ARN}*`, `${REPOSITORY_ARN}p*`, 'arn:aws:ecr:*:*:repository/*'].map((resource) => ({
    name: `reports ${resource} if the rules replicate prod/`,
    resources: [replicates('prod/'), destinationPolicy(resource)],
    finds: [
      [
        REGISTRY,
        `lets account 111111111111 replicate into ${resource} (statement 'Replicate')`,
        "only names that start with 'prod/'",
        `Limit Resource to ${REPOSITORY_ARN}prod/*.`,
      ] as const,
    ],
  })),
  {
    name: 'reports NotResource',
    resources: [
      replicates('prod/'),
      destinationPolicy([], { Resource: undefined, NotResource: `${REPOSITORY_ARN}x` }),
    ],
    finds: [[REGISTRY, `everything except ${REPOSITORY_ARN}x`]],
  },
  ...[`${REPOSITORY_ARN}prod/*`, `${REPOSITORY_ARN}prod/team-*`, `${REPOSITORY_ARN}prod/app`].map(
    (resource) => ({
      name: `does not report ${resource} if the rules replicate prod/`,
      resources: [replicates('prod/'), destinationPolicy(resource)],
      finds: [],
    }),
  ),
  {
    name: 'does not report all repositories if the rules replicate all',
    resources: [replicates(), destinationPolicy('*')],
    finds: [],
  },
  {
    name: 'does not report the AWS example if the source is in no plan',
    resources: [destinationPolicy(`${REPOSITORY_ARN}*`, { Principal: OTHER })],
    finds: [],
  },
  {
    name: 'does not report two sources of which one is unknown',
    resources: [
      replicates('prod/'),
      destinationPolicy('*', { Principal: { AWS: ['111111111111', '222222222222'] } }),
    ],
    finds: [],
  },
  {
    name: 'reports more than replication in all repositories',
    resources: [destinationPolicy(`${REPOSITORY_ARN}*`, { Principal: OTHER, Action: PULL })],
    finds: [
      [
        REGISTRY,
        'lets account 222222222222 pull in every repository, including repositories that are created later',
      ],
    ],
  },
  {
    name: 'does not report more than replication in some repositories',
    resources: [destinationPolicy(`${REPOSITORY_ARN}team/*`, { Principal: OTHER, Action: PULL })],
    finds: [],
  },
  {
    name: 'does not report the owning account',
    resources: [destinationPolicy('*', { Principal: accountRoot('999999999999'), Action: 'ecr:*' })],
    finds: [],
  },
  {
    name: 'does not report a Deny',
    resources: [replicates('prod/'), destinationPolicy('*', { Effect: 'Deny' })],
    finds: [],
  },
  {
    name: 'does not report a policy and rules that do not change',
    resources: [unchangedRules('prod/'), withoutChange(destinationPolicy('*'))],
    finds: [],
  },
  {
    name: 'reports a policy and rules that do not change if unchanged is set',
    resources: [unchangedRules('prod/'), withoutChange(destinationPolicy('*'))],
    options: { unchanged: true },
    finds: [[REGISTRY, 'replicate into *']],
  },
  {
    name: 'reports a policy that does not change if the rules replicate less',
    resources: [
      { ...replicates('prod/'), before: replicates().after ?? {} },
      withoutChange(destinationPolicy('*')),
    ],
    finds: [[REGISTRY, "only names that start with 'prod/'"]],
  },
]);
