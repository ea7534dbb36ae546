import type { GenuineCase } from './case';

/** Access that is added, removed or too broad. */
export const ACCESS: readonly GenuineCase[] = [
  {
    folder: 'access-widened',
    title: 'let another account pull',
    found: ['access-widened aws_ecr_repository_policy.app'],
    passes: ['access-removed', 'cross-account-wildcard', 'public-access'],
    mentions: { 'access-widened': ['444444444444', /pull/] },
  },
  {
    folder: 'federated-principal-allowed',
    title: 'let a SAML provider pull, and services that act for another account push',
    found: ['access-not-evaluated aws_ecr_repository_policy.app'],
    passes: ['public-access', 'policy-refused'],
    mentions: {
      'access-not-evaluated': ['saml-provider/corp to pull', 'aws:SourceAccount StringEquals 222222222222'],
    },
  },
  {
    folder: 'push-with-five-actions',
    title: 'let another account push as in the example of AWS, and move tags with only ecr:PutImage',
    found: ['access-widened aws_ecr_repository_policy.app', 'access-widened aws_ecr_repository_policy.tools'],
    passes: ['cross-account-wildcard', 'access-not-evaluated'],
    mentions: {
      'access-widened': [
        "Newly allows account 222222222222 to push to 'app'",
        "Newly allows account 222222222222 to push (ecr:PutImage) to 'tools'",
      ],
    },
  },
  {
    folder: 'registry-locked',
    title: 'denied every action to all principals in a registry policy in its own stack',
    found: [
      'access-removed aws_ecr_registry_policy.this',
      'inspector-denied aws_ecr_registry_policy.this',
      'registry-locked aws_ecr_registry_policy.this',
    ],
    passes: ['public-access', 'undecidable'],
    mentions: {
      'registry-locked': ['every principal of account 111111111111'],
      'access-removed': ['No longer allows account 222222222222 to replicate into every repository'],
    },
  },
  {
    folder: 'registry-policy-alone-narrowed',
    title: 'narrowed what another account may replicate, in a stack without repositories',
    found: ['access-removed aws_ecr_registry_policy.this'],
    passes: ['registry-locked', 'access-widened'],
    mentions: {
      'access-removed': ['No longer allows account 222222222222 to replicate into every other repository'],
    },
  },
  {
    folder: 'access-removed',
    title: 'removed an account from the principals of two repositories',
    found: [
      'access-removed module.ecr.aws_ecr_repository_policy.name["shop/basket"]',
      'access-removed module.ecr.aws_ecr_repository_policy.name["shop/cart"]',
    ],
    passes: ['access-widened', 'public-access'],
    mentions: { 'access-removed': ['333333333333', /pull/] },
  },
  // A plan does not contain the provider of a resource that was removed from the configuration.
  {
    folder: 'repository-policy-dropped',
    // Two providers reach the account. The state shows the repository that the policy depends on.
    title: 'removed a repository policy, with a repository of that name in three registries',
    found: ['access-removed aws_ecr_repository_policy.develop'],
    passes: ['repository-destroyed', 'undecidable'],
    mentions: { 'access-removed': ['333333333333', "'my-repo' (if its own account allows it) in develop"] },
  },
  {
    folder: 'registry-policy-dropped',
    title: 'removed a registry policy that allowed another account to replicate',
    found: ['access-removed aws_ecr_registry_policy.management'],
    passes: ['undecidable'],
    mentions: { 'access-removed': ['333333333333', 'in management'] },
  },
  {
    folder: 'policy-reordered',
    title:
      'rewrote a repository policy with the same meaning in another order, with other Sids and more statements',
    found: [],
    passes: ['access-widened', 'access-removed'],
  },
  {
    folder: 'public-repository-policy',
    title: 'let any AWS account pull from a repository',
    found: ['public-access module.ecr.aws_ecr_repository_policy.this[0]'],
    passes: ['access-widened', 'resource-in-repository-policy'],
  },
  {
    folder: 'public-registry-policy',
    title: 'let any AWS account pull, in a registry policy',
    found: ['public-access aws_ecr_registry_policy.this'],
    passes: ['access-widened', 'wrong-arn-in-registry-policy'],
  },
  {
    folder: 'public-statement-beside-unknown',
    title:
      'let any AWS account pull, next to a role whose ARN is known only after apply: in a document, in a merged document, and with a dynamic block',
    found: [
      'public-access aws_ecr_repository_policy.dynamic',
      'public-access aws_ecr_repository_policy.merged',
      'public-access aws_ecr_repository_policy.written',
      'undecidable aws_ecr_repository_policy.dynamic',
      'undecidable aws_ecr_repository_policy.merged',
      'undecidable aws_ecr_repository_policy.written',
    ],
    passes: ['cross-account-wildcard', 'resource-in-repository-policy'],
    mentions: { 'public-access': ["statement 'Everybody'", "statement 'Base'", "statement 'Open'"] },
  },
  {
    folder: 'condition-known-after-apply',
    title: 'let only one role pull, by a condition or a Deny whose ARN is known only after apply',
    found: ['undecidable aws_ecr_repository_policy.app', 'undecidable aws_ecr_repository_policy.web'],
    passes: ['public-access', 'inspector-denied'],
  },
  {
    folder: 'public-by-keys-of-the-caller',
    title:
      'let principals of any AWS account with a tag, a user name or a session name pull, and a role and an endpoint by their IDs',
    found: [
      'public-access aws_ecr_repository_policy.this["session"]',
      'public-access aws_ecr_repository_policy.this["tag"]',
      'public-access aws_ecr_repository_policy.this["user"]',
    ],
    passes: ['access-widened'],
    mentions: { 'public-access': ['aws:PrincipalTag/team', 'aws:username', 'aws:userid'] },
  },
  {
    folder: 'lambda-of-any-account',
    title: 'let Lambda pull, as in the example of AWS and for one account',
    found: ['public-access aws_ecr_repository_policy.this["any"]'],
    passes: ['access-widened'],
    mentions: { 'public-access': ['confused deputy', 'aws:SourceArn'] },
  },
  {
    folder: 'policies-unchanged',
    title:
      'changed a tag, while existing policies let any AWS account pull and contain an ARN of another Region',
    found: [],
    passes: ['public-access', 'cross-account-wildcard', 'wrong-arn-in-registry-policy'],
  },
  {
    folder: 'names-by-id',
    title: 'attached policies by repository IDs: of the same for_each, by an index, and from module outputs',
    found: [
      'public-access aws_ecr_repository_policy.each["shop/a"]',
      'public-access aws_ecr_repository_policy.each["shop/b"]',
      'public-access aws_ecr_repository_policy.module',
      'public-access aws_ecr_repository_policy.second',
    ],
    passes: ['undecidable', 'no-lifecycle-policy'],
    mentions: { 'public-access': ["'shop/a'", "'shop/b'", "'module/y'", "'count/1'"] },
  },
  {
    folder: 'deny-for-everybody',
    title: 'denied all principals to delete images',
    found: [],
    passes: ['public-access', 'cross-account-wildcard', 'inspector-denied'],
  },
  {
    folder: 'organisation-only',
    title: 'let all principals of one organization pull',
    found: [],
    passes: ['public-access', 'access-widened'],
  },
  {
    folder: 'cross-account-wildcard',
    title: 'allowed another account every action',
    found: ['cross-account-wildcard aws_ecr_repository_policy.app'],
    passes: ['public-access'],
  },
  {
    folder: 'cross-account-pull',
    title: 'let another account and a service pull',
    found: [],
    passes: [
      'cross-account-wildcard',
      'public-access',
      'policy-too-large',
      'resource-in-repository-policy',
      'replicate-in-repository-policy',
      'auth-token-in-repository-policy',
      'undecidable',
    ],
  },
  {
    folder: 'own-account-wildcard',
    title: 'allowed its own account every action',
    found: [],
    passes: ['cross-account-wildcard'],
  },
  {
    folder: 'registry-policy-too-broad',
    title: 'allowed replication of every repository, while only one is replicated',
    found: ['registry-policy-too-broad aws_ecr_registry_policy.management'],
    passes: ['replication-not-permitted', 'wrong-arn-in-registry-policy'],
    mentions: { 'registry-policy-too-broad': ['my-repo'] },
  },
  {
    folder: 'policy-too-large',
    title: 'let 320 accounts pull',
    found: ['policy-too-large aws_ecr_repository_policy.app'],
    passes: ['public-access'],
    mentions: { 'policy-too-large': [/10,?240/] },
  },
  {
    folder: 'policy-with-white-space',
    title: 'let 150 accounts pull, in a policy that is too long only with its white space',
    found: [],
    passes: ['policy-too-large'],
  },
];
