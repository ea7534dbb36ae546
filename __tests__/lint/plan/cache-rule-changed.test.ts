import { cacheRuleChanged } from '../../../src/lint/plan/cache-rule-changed';
import { unchanged } from '../../plan/plans';
import { CACHE_RULE_TYPE, cacheRule, cacheRuleValues, HUB } from './cache-rule-resources';
import { testRule } from './rule-cases';

testRule(cacheRuleChanged, [
  {
    name: 'reports a rule that is removed',
    resources: [cacheRule(cacheRuleValues('quay.io'), undefined)],
    finds: [
      [
        HUB,
        "Removes the pull-through cache rule 'hub' (111111111111 in ap-northeast-1)",
        "under 'hub/' that are not cached fail",
        'quay.io',
        'Cached images stay.',
      ],
    ],
  },
  {
    name: 'reports a rule whose prefix changes',
    resources: [
      cacheRule(cacheRuleValues('quay.io'), cacheRuleValues('quay.io', { ecr_repository_prefix: 'quay' }), {
        replacedFor: ['ecr_repository_prefix'],
      }),
    ],
    finds: [[HUB, 'Removes the pull-through cache rule', "The new rule caches images under 'quay'."]],
  },
  {
    name: 'reports another upstream',
    resources: [
      cacheRule(cacheRuleValues('quay.io'), cacheRuleValues('public.ecr.aws'), {
        replacedFor: ['upstream_registry_url'],
      }),
    ],
    finds: [[HUB, 'Changes the upstream of', "under 'hub/' come from public.ecr.aws instead of quay.io"]],
  },
  {
    name: 'reports another namespace upstream',
    resources: [
      cacheRule(
        cacheRuleValues('public.ecr.aws'),
        cacheRuleValues('public.ecr.aws', { upstream_repository_prefix: 'bitnami' }),
      ),
    ],
    finds: [[HUB, 'come from public.ecr.aws/bitnami instead of public.ecr.aws']],
  },
  {
    name: 'reports another upstream in another resource',
    resources: [
      cacheRule(cacheRuleValues('quay.io'), undefined),
      cacheRule(undefined, cacheRuleValues('public.ecr.aws'), { name: 'new' }),
    ],
    finds: [[HUB, 'Changes the upstream of']],
  },
  {
    name: 'does not report a rule that another resource manages',
    resources: [
      cacheRule(cacheRuleValues('quay.io'), undefined),
      cacheRule(undefined, cacheRuleValues('quay.io'), { name: 'new' }),
    ],
    finds: [],
  },
  {
    name: 'does not report another secret',
    resources: [
      cacheRule(
        cacheRuleValues('ghcr.io', { credential_arn: 'a' }),
        cacheRuleValues('ghcr.io', { credential_arn: 'b' }),
      ),
    ],
    finds: [],
  },
  {
    name: 'does not report a new rule',
    resources: [cacheRule(undefined, cacheRuleValues('quay.io'))],
    finds: [],
  },
  {
    name: 'does not report a rule that does not change',
    resources: [
      unchanged({ type: CACHE_RULE_TYPE, provider: 'develop', before: cacheRuleValues('quay.io') }),
    ],
    finds: [],
  },
  {
    name: 'does not report an upstream that is known only after apply',
    resources: [
      cacheRule(cacheRuleValues('quay.io'), cacheRuleValues('x'), {
        unknown: { upstream_registry_url: true },
      }),
    ],
    finds: [],
  },
  {
    name: 'does not report a rule that is forgotten',
    resources: [cacheRule(cacheRuleValues('quay.io'), undefined, { change: { action: 'forget' } })],
    finds: [],
  },
]);
