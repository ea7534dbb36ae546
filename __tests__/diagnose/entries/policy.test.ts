import { ENTRIES } from '../../../src/diagnose/entries/policy';
import { describeMessages } from '../describe-messages';
import {
  MANAGEMENT,
  REGISTRY_POLICY,
  REGISTRY_AND_REPOSITORY_POLICIES,
  PUT_REGISTRY_POLICY,
} from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'article-console-policy-text': {
      kind: 'policy-refused',
      repository: 'my-repo',
      registry: MANAGEMENT,
      policies: REGISTRY_AND_REPOSITORY_POLICIES,
      fix: PUT_REGISTRY_POLICY,
    },
    'article-repository-policy': {
      kind: 'policy-refused',
      action: 'ecr:SetRepositoryPolicy',
      repository: 'my-repo',
      registry: MANAGEMENT,
      policies: REGISTRY_AND_REPOSITORY_POLICIES,
      fix: PUT_REGISTRY_POLICY,
    },
    'cli-set-repository-policy': {
      kind: 'policy-refused',
      action: 'ecr:SetRepositoryPolicy',
      repository: 'my-repo',
      registry: MANAGEMENT,
      policies: REGISTRY_AND_REPOSITORY_POLICIES,
      fix: PUT_REGISTRY_POLICY,
    },
    'pulumi-registry-policy': {
      kind: 'policy-refused',
      registry: MANAGEMENT,
      policies: REGISTRY_POLICY,
      fix: 'aws ecr get-account-setting --name REGISTRY_POLICY_SCOPE --region ap-northeast-1 --profile management',
    },
    'terraform-first-apply': {
      kind: 'registry-policy-not-found',
      registry: MANAGEMENT,
      policies: REGISTRY_POLICY,
      fix: 'aws ecr get-registry-policy --region ap-northeast-1 --profile management',
    },
    'terraform-principal-not-found': {
      kind: 'policy-refused',
      action: 'ecr:SetRepositoryPolicy',
      repository: 'my-repo',
      registry: MANAGEMENT,
      policies: ['repository policy of 999999999999 (management)'],
      fix: 'viaAccountRoot: true',
    },
    'terraform-registry-policy': {
      kind: 'policy-refused',
      action: 'ecr:PutRegistryPolicy',
      registry: MANAGEMENT,
      policies: REGISTRY_POLICY,
      fix: PUT_REGISTRY_POLICY,
    },
  },
  publicMessages: {
    '039-registry-policy-pulumi': { kind: 'policy-refused', contains: ['registry policy'] },
    '040-cdk-policy-resource': { kind: 'policy-refused', contains: ['no Resource'] },
    '041-python-policy-str': { kind: 'policy-refused', contains: ['json.dumps'] },
    '207-tf-setrepositorypolicy-principal-not-found': {
      kind: 'policy-refused',
      contains: ['names a role or user that does not exist'],
    },
    '209-put-registry-policy-localstack': { kind: 'policy-refused', contains: ['policy scope V1'] },
    '305-repository-policy-not-found': {
      kind: 'repository-policy-not-found',
      contains: ['set-repository-policy'],
    },
  },
});
