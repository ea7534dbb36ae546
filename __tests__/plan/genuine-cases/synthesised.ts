import type { GenuineCase } from './case';

/** Plans of Terraform that this project generates. */
export const SYNTHESISED: readonly GenuineCase[] = [
  {
    folder: 'synthesised',
    title: 'planned the topology that is shipped with the project',
    found: [
      'mutable-tags aws_ecr_repository.develop-my-repo',
      ...['develop-my-repo', 'develop_us-my-repo', 'management-my-repo'].flatMap(
        (name) =>
          [`no-lifecycle-policy aws_ecr_repository.${name}`, `unscanned aws_ecr_repository.${name}`] as const,
      ),
    ],
    passes: ['replication-not-permitted', 'replica-missing', 'registry-policy-too-broad', 'undecidable'],
  },
  {
    folder: 'synthesised-destination-removed',
    title: 'removed a destination from the declaration, together with its replica and registry policy',
    found: [
      'delete-replication-reset aws_ecr_replication_configuration.develop',
      'repository-destroyed aws_ecr_repository.management-my-repo',
    ],
    // The destroyed replica is reported once.
    passes: [
      'replication-destination-removed',
      'replication-not-permitted',
      'access-removed',
      'repository-replaced',
    ],
    mentions: {
      'repository-destroyed': [
        "'my-repo' in management",
        'develop no longer replicates into it',
        "keep the rule from develop under 'replication' in topology.yaml",
      ],
    },
  },
  {
    folder: 'synthesised-scanning',
    title:
      'declared the scanning of each registry, with a missing filter, and denied changes of basic scanning',
    found: [
      'access-removed aws_ecr_registry_policy.management',
      'unscanned aws_ecr_repository.develop-scratch',
      'unscanned aws_ecr_repository.develop_us-prod_api-91596d0f',
    ],
    passes: ['inspector-denied', 'singleton-conflict'],
    mentions: { unscanned: ['the ENHANCED scanning of'] },
  },
];
