import type { GenuineCase } from './case';

/** Settings of what exists that keep or protect less than before. */
export const WEAKENED: readonly GenuineCase[] = [
  {
    folder: 'lifecycle-keeps-less',
    did: 'changed lifecycle policies so that they keep fewer images, or more kinds of them expire',
    found: [
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/cart"]',
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/docs"]',
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/mail"]',
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/search"]',
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/web"]',
    ],
    passes: ['lifecycle-policy-refused', 'no-lifecycle-policy'],
    says: {
      'lifecycle-expires-images': [
        /'shop\/cart'.*Before: expires any beyond 40 images. After: expires any beyond 4 images/,
        /'shop\/mail'.*Affected: untagged images/,
        /'shop\/search'.*Affected: tagged images/,
        /'shop\/web'.*Before: expires tagged release-\* beyond 50 images/,
      ],
    },
  },
  {
    folder: 'lifecycle-relaxed',
    did: 'changed lifecycle policies so that they keep more images, and wrote others differently',
    found: [],
    passes: ['lifecycle-expires-images', 'lifecycle-policy-refused'],
  },
];
