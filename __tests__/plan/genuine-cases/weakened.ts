import type { GenuineCase } from './case';

/** Existing resources that keep fewer images or protect less than before. */
export const WEAKENED: readonly GenuineCase[] = [
  {
    folder: 'lifecycle-keeps-less',
    title: 'changed lifecycle policies so that they keep fewer images, or more kinds of them expire',
    found: [
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/cart"]',
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/docs"]',
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/mail"]',
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/search"]',
      'lifecycle-expires-images aws_ecr_lifecycle_policy.this["shop/web"]',
    ],
    passes: ['lifecycle-policy-refused', 'no-lifecycle-policy'],
    mentions: {
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
    title:
      'changed lifecycle policies so that they keep more images, and rewrote others with the same meaning',
    found: [],
    passes: ['lifecycle-expires-images', 'lifecycle-policy-refused'],
  },
  {
    folder: 'settings-weakened',
    title: 'made tags mutable, went from enhanced to basic scanning, and disabled scan_on_push',
    found: [
      'scanning-reduced aws_ecr_registry_scanning_configuration.this',
      'scanning-reduced aws_ecr_repository.web',
      'tags-become-mutable aws_ecr_repository.cart',
    ],
    passes: ['mutable-tags', 'unscanned', 'scanning-refused'],
    mentions: { 'scanning-reduced': ['from ENHANCED to BASIC', 'scan_on_push is disabled'] },
  },
  {
    folder: 'settings-strengthened',
    title: 'made tags immutable, went from basic to enhanced scanning, and enabled scan_on_push',
    found: [],
    passes: ['tags-become-mutable', 'scanning-reduced', 'scanning-refused'],
  },
  {
    folder: 'cache-rules-changed',
    title: 'removed a pull-through cache rule, and changed the prefix of one and the upstream of another',
    found: [
      'cache-rule-changed aws_ecr_pull_through_cache_rule.k8s',
      'cache-rule-changed aws_ecr_pull_through_cache_rule.mirror',
      'cache-rule-changed aws_ecr_pull_through_cache_rule.quay',
    ],
    passes: ['cache-rule-refused'],
    mentions: { 'cache-rule-changed': ["'cache/quay'", 'public.ecr.aws instead of quay.io'] },
  },
  {
    folder: 'cache-rules-kept',
    title: 'changed the secret of a pull-through cache rule',
    found: [],
    passes: ['cache-rule-changed', 'cache-rule-refused'],
  },
];
