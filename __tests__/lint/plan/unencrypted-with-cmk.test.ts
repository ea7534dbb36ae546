import { unencryptedWithCmk } from '../../../src/lint/plan/unencrypted-with-cmk';
import { APP, importedRepository, newRepository, unchangedRepository } from './repository-resources';
import { testRule } from './rule-cases';

const withEncryption = (values: object) => ({ encryption_configuration: [values] });

testRule(unencryptedWithCmk, [
  {
    name: 'reports encryption with AES256',
    resources: [newRepository({})],
    finds: [[APP, '(AES256)', 'kms_key']],
  },
  {
    name: 'reports the AWS managed key',
    resources: [newRepository(withEncryption({ encryption_type: 'KMS' }))],
    finds: [[APP, '(KMS without kms_key)']],
  },
  {
    name: 'does not report a customer managed key',
    resources: [
      newRepository(
        withEncryption({ encryption_type: 'KMS', kms_key: 'arn:aws:kms:eu-west-1:111111111111:key/1' }),
      ),
    ],
    finds: [],
  },
  {
    name: 'does not report a key that the same plan creates',
    resources: [
      {
        ...newRepository(withEncryption({ encryption_type: 'KMS' })),
        unknown: { encryption_configuration: [{ kms_key: true }] },
        expressions: { encryption_configuration: [{ kms_key: { references: ['aws_kms_key.app.arn'] } }] },
      },
    ],
    finds: [],
  },
  {
    name: 'reports a new repository whose encryption is unknown',
    resources: [
      {
        ...newRepository(withEncryption({ encryption_type: 'KMS' })),
        unknown: { encryption_configuration: [{ kms_key: true }] },
        expressions: { encryption_configuration: [{ encryption_type: { constant_value: 'KMS' } }] },
      },
    ],
    finds: [['aws_ecr_repository.app', 'the key that AWS manages for ECR']],
  },
  {
    name: 'reports a block that is unknown as a whole',
    resources: [
      {
        ...newRepository(withEncryption({ encryption_type: 'KMS' })),
        unknown: { encryption_configuration: [{ kms_key: true }] },
      },
    ],
    finds: [['aws_ecr_repository.app', 'the plan does not show the key']],
  },
  { name: 'does not report an unchanged repository', resources: [unchangedRepository({})], finds: [] },
  { name: 'does not report an import without changes', resources: [importedRepository({})], finds: [] },
  {
    name: 'reports an existing repository, whose encryption cannot change',
    resources: [unchangedRepository({})],
    options: { unchanged: true },
    finds: [[APP, 'Changing the encryption replaces the repository']],
  },
]);
