import type { GenuineCase } from './case';

/** What Terraform plans and AWS refuses in the apply. */
export const REFUSED: readonly GenuineCase[] = [
  {
    folder: 'lifecycle-policy-refused',
    did: 'wrote lifecycle policies that ECR refuses',
    found: [
      'lifecycle-policy-refused aws_ecr_lifecycle_policy.this["shop/cart"]',
      'lifecycle-policy-refused aws_ecr_lifecycle_policy.this["shop/search"]',
      'lifecycle-policy-refused aws_ecr_lifecycle_policy.this["shop/web"]',
    ],
    passes: ['lifecycle-expires-images'],
    says: {
      'lifecycle-policy-refused': [
        'Rule for tagStatus=ANY must have the lowest priority',
        'without tagPrefixList or tagPatternList',
        'at least 1, but is 0',
      ],
    },
  },
];
