import { creationTemplateRefused } from '../../../src/lint/plan/creation-template-refused';
import { unchanged, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

const TYPE = 'aws_ecr_repository_creation_template';
const KMS = { encryption_configuration: [{ encryption_type: 'KMS', kms_key: 'arn:aws:kms:…' }] };
const TAGS = { resource_tags: { team: 'shop' } };
const ROLE = { custom_role_arn: 'arn:aws:iam::111111111111:role/ecr-templates' };
const put = (values: object, unknown: ResourceParts['unknown'] = {}): ResourceParts => ({
  type: TYPE,
  provider: 'develop',
  after: { prefix: 'prod', applied_for: ['REPLICATION'], ...values },
  unknown,
});
const THIS = `${TYPE}.this`;

testRule(creationTemplateRefused, [
  {
    name: 'reports tags without a role',
    resources: [put(TAGS)],
    finds: [
      [
        THIS,
        "ECR cannot create repositories from the creation template 'prod' (111111111111 in ap-northeast-1): resource_tags requires custom_role_arn, which is not set.",
        'must trust ecr.amazonaws.com',
      ],
    ],
  },
  {
    name: 'reports KMS without a role',
    resources: [put(KMS)],
    finds: [[THIS, 'KMS encryption requires custom_role_arn']],
  },
  {
    name: 'reports KMS and tags in one finding',
    resources: [put({ ...KMS, ...TAGS })],
    finds: [[THIS, 'KMS encryption and resource_tags']],
  },
  {
    name: 'reports a role of another account',
    resources: [put({ ...TAGS, custom_role_arn: 'arn:aws:iam::222222222222:role/ecr' })],
    finds: [[THIS, 'a role of another account (222222222222)']],
  },
  {
    name: 'reports what is not a role',
    resources: [put({ custom_role_arn: 'arn:aws:iam::111111111111:user/ecr' })],
    finds: [[THIS, 'which is not the ARN of a role']],
  },
  {
    name: 'reports a role of another partition',
    resources: [put({ custom_role_arn: 'arn:aws-cn:iam::111111111111:role/ecr' })],
    finds: [[THIS, 'a role in another partition (aws-cn)']],
  },
  { name: 'accepts both with a role', resources: [put({ ...KMS, ...TAGS, ...ROLE })], finds: [] },
  { name: 'accepts neither', resources: [put({ lifecycle_policy: '{}' })], finds: [] },
  {
    name: 'accepts a role that is known only after apply',
    resources: [put(TAGS, { custom_role_arn: true })],
    finds: [],
  },
  {
    name: 'does not report a template that exists',
    resources: [unchanged({ type: TYPE, provider: 'develop', before: { prefix: 'prod', ...TAGS } })],
    finds: [],
  },
]);
