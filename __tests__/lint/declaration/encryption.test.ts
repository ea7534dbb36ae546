import { withDefaults, withSettings } from '../../declaration/changed-base';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

/** Returns `BASE` with settings and without replication. */
const unreplicated = (text: string) => withSettings(text).replace(/replication:[\s\S]*/, '');
const DEVELOP = 'arn:aws:kms:ap-northeast-1:111111111111:key/a';
const DEVELOP_US = 'arn:aws:kms:us-west-1:111111111111:key/b';
const MANAGEMENT = 'arn:aws:kms:ap-northeast-1:999999999999:key/c';
const KEYS = `develop: "${DEVELOP}", develop_us: "${DEVELOP_US}", management: "${MANAGEMENT}"`;
const kms = (kmsKey: string) => `encryption: { type: KMS, ${kmsKey} }`;

/** Returns `BASE` with every registry in one Region. */
const oneRegion = (text: string) =>
  withSettings(text)
    .replace('  develop_us: { account: develop, region: us-west-1 }\n', '')
    .replace('[develop_us, management]', '[management]');

describeDiagnostics('encryption', {
  'encryption/key-without-kms': [
    {
      bad: withSettings(`encryption: { type: AES256, «kmsKey»: "${DEVELOP}" }`),
      message: 'Write type: KMS',
      good: withSettings('encryption: { type: AES256 }'),
    },
    {
      bad: withDefaults(`encryption: { type: AES256, «kmsKey»: { ${KEYS} } }`),
      message: "'AES256' encrypts with keys of Amazon S3",
    },
  ],
  'encryption/key-missing': [
    {
      bad: withSettings(kms(`kmsKey: «"${DEVELOP}"»`)),
      message: `images are also stored in us-west-1 ('develop_us'). ECR accepts only a key in the Region of the repository. Set a key for each registry: kmsKey: { develop: '${DEVELOP}', develop_us: 'arn:aws:kms:us-west-1:111111111111:key/<key>', management: 'arn:aws:kms:ap-northeast-1:999999999999:key/<key>' }.`,
      good: withSettings(kms(`kmsKey: { ${KEYS} }`)),
    },
    // A multi-Region key has the same ID in every Region of an account.
    {
      bad: withSettings(kms(`kmsKey: «"arn:aws:kms:ap-northeast-1:111111111111:key/mrk-1"»`)),
      message: "develop_us: 'arn:aws:kms:us-west-1:111111111111:key/mrk-1'",
      good: unreplicated(kms(`kmsKey: "${DEVELOP}"`)),
    },
    {
      bad: withSettings(kms(`«kmsKey»: { develop: "${DEVELOP}", management: "${MANAGEMENT}" }`)),
      message: "Add develop_us: 'arn:aws:kms:us-west-1:111111111111:key/<key>'",
      good: withDefaults(kms(`kmsKey: { ${KEYS} }`)),
    },
    {
      bad: withDefaults(kms(`«kmsKey»: { develop: "${DEVELOP}" }`)),
      message:
        "No key is set for us-west-1 ('develop_us'), ap-northeast-1 ('management'), where images are also stored",
      // Without a key, each registry uses the key that AWS manages.
      good: withDefaults('encryption: { type: KMS }'),
    },
    // If no registry has a key, all of them lack one.
    {
      bad: unreplicated(kms('«kmsKey»: {}')),
      message: "No key is set for ap-northeast-1 ('develop'), where images are stored",
      good: unreplicated(kms(`kmsKey: { develop: "${DEVELOP}" }`)),
    },
  ],
  'encryption/key-elsewhere': [
    {
      bad: unreplicated(kms(`kmsKey: «"${DEVELOP_US}"»`)),
      message: 'Use a key in ap-northeast-1: arn:aws:kms:ap-northeast-1:111111111111:key/<key>',
      good: unreplicated(kms(`kmsKey: "${DEVELOP}"`)),
    },
    {
      bad: withSettings(kms('kmsKey: «"arn:aws:kms:eu-west-1:111111111111:key/a"»')),
      message:
        "stored in ap-northeast-1 ('develop'), us-west-1 ('develop_us'), ap-northeast-1 ('management'). ECR",
    },
    {
      bad: withSettings(kms(`kmsKey: { ${KEYS.replace(`"${DEVELOP_US}"`, `«"${DEVELOP}"»`)} }`)),
      message: "'develop_us' is in us-west-1",
      good: withSettings(kms(`kmsKey: { ${KEYS} }`)),
    },
    {
      bad: unreplicated(kms('kmsKey: «"arn:aws-cn:kms:ap-northeast-1:111111111111:key/a"»')),
      message: 'ap-northeast-1 (aws-cn)',
    },
  ],
  'encryption/key-of-another-account': [
    {
      bad: oneRegion(kms(`kmsKey: «"${DEVELOP}"»`)),
      message: `kmsKey: { develop: '${DEVELOP}', management: '${DEVELOP}' }`,
      good: oneRegion(kms(`kmsKey: { develop: "${DEVELOP}", management: "${DEVELOP}" }`)),
    },
    {
      bad: `${oneRegion('forceDelete: true')}defaults: { repository: { ${kms(`kmsKey: «"${MANAGEMENT}"»`)} } }\n`,
      message: "'develop' is in another account",
      // A key of a central account without images.
      good: oneRegion(kms('kmsKey: "arn:aws:kms:ap-northeast-1:555555555555:key/a"')),
    },
  ],
  'encryption/alias': [
    {
      bad: unreplicated(kms(`kmsKey: «"arn:aws:kms:ap-northeast-1:111111111111:alias/ecr"»`)),
      message: '--key-id arn:aws:kms:ap-northeast-1:111111111111:alias/ecr --query KeyMetadata.Arn',
      good: unreplicated(kms(`kmsKey: "${DEVELOP}"`)),
    },
    {
      bad: withDefaults(
        kms(`kmsKey: { ${KEYS.replace(`"${DEVELOP}"`, `«"${DEVELOP.replace('key', 'alias')}"»`)} }`),
      ),
      message: "'a' is an alias",
    },
  ],
  'encryption/unknown-registry': [
    {
      bad: withSettings(kms(`kmsKey: { ${KEYS}, «managment»: "${MANAGEMENT}" }`)),
      message: "Did you mean 'management'?",
      good: withSettings(kms(`kmsKey: { ${KEYS} }`)),
    },
    {
      bad: withDefaults(kms(`kmsKey: { ${KEYS}, «eu»: "${MANAGEMENT}" }`)),
      message: 'Declared registries: develop, ',
    },
  ],
  'encryption/unused-key': [
    {
      bad: unreplicated(kms(`kmsKey: { develop: "${DEVELOP}", «management»: "${MANAGEMENT}" }`)),
      message: "The repositories are in 'develop'",
      // The defaults apply to all repositories in every registry.
      good: `${unreplicated('forceDelete: true')}defaults: { repository: { ${kms(`kmsKey: { ${KEYS} }`)} } }\n`,
    },
  ],
  'encryption/dual-layer': [
    {
      bad: withSettings('encryption: { type: «KMS_DSSE» }'),
      message: "only in the AWS GovCloud (US) Regions, but 'develop' is in ap-northeast-1",
      good: withSettings('encryption: { type: KMS_DSSE }')
        .replaceAll('ap-northeast-1', 'us-gov-west-1')
        .replace('us-west-1', 'us-gov-east-1'),
    },
  ],
});
