import { account } from '../changed-base';
import { BASE } from '../declarations';
import { casesOf, describeDiagnostics } from '../diagnostic-cases';
import { describeWrongValues } from '../wrong-values';

const backend = (text: string) => `${BASE}backend: { ${text} }\n`;

describeWrongValues('deployment');

describeDiagnostics('deployment', {
  'shape/wrong-value': [
    {
      bad: account('id: "999999999999", profile: «"${x"»').replace('"${x"', "'a$b'"),
      message: 'be a profile name',
    },
    {
      bad: account('id: "999999999999", assumeRole: { arn: «arn:aws:iam::999999999999:user/x» }'),
      message: 'the ARN of a role',
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
    {
      bad: `${BASE}backend: { s3: { bucket: «"a"», region: us-east-1 } }\n`,
      message: 'S3 bucket',
      good: `${BASE}backend: { s3: { bucket: abc, region: us-east-1 } }\n`,
    },
    ...casesOf([
      [account(`id: "999999999999", profile: «${'x'.repeat(129)}»`), 'be a profile name'],
      [
        account(
          'id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x", externalId: «"a b"» }',
        ),
        '2 to 1224 characters',
      ],
      [
        account(
          'id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x", sessionName: «x» }',
        ),
        '2 to 64 characters',
      ],
      [backend('local: { path: «../a.tfstate» }'), 'letters, digits and'],
      [backend('local: { path: «/a.tfstate» }'), "with '/' between folders"],
      [backend('s3: { bucket: abc, region: us-east-1, key: «a/../b» }'), "with '/' between folders"],
      [backend('s3: { bucket: abc, region: us-east-1, kmsKeyId: «key» }'), 'the ID or ARN of a KMS key'],
      [backend('s3: { bucket: abc, region: us-east-1, roleArn: «role» }'), 'the ARN of a role'],
      [backend('cloud: { organization: «a» }'), 'be an organization name'],
      [backend('cloud: { organization: abc, workspace: «a/b» }'), "'_' and '-'"],
      [backend('cloud: { organization: abc, hostname: «localhost» }'), 'a host name'],
      [backend('cloud: { organization: abc, project: «a» }'), 'be a project name'],
    ]),
  ],
  'shape/missing-key': casesOf([
    [
      account('id: "999999999999", «assumeRole»: {}'),
      "accounts.management.assumeRole: required key 'arn' is missing",
    ],
    [backend('«s3»: { region: us-east-1 }'), "backend.s3: required key 'bucket' is missing"],
    [backend('«cloud»: {}'), "backend.cloud: required key 'organization' is missing"],
  ]),
  'shape/wrong-type': casesOf([
    [backend('local: { path: «5» }'), 'path: expected a string'],
    [backend('s3: { bucket: abc, region: us-east-1, encrypt: «"no"» }'), 'encrypt: expected true or false'],
    [
      backend('s3: { bucket: abc, region: us-east-1, useLockfile: «5» }'),
      'useLockfile: expected true or false',
    ],
  ]),
  'account/id': [
    { bad: account('id: «"99999999999"»'), message: 'it has 11 digits, not 12' },
    { bad: account('id: «"9999-9999-9999"»'), message: 'it contains hyphens' },
    {
      bad: account('id: «"${ID}"»'),
      environment: { ID: 'secret-thing' },
      message: "'${ID}' is not valid: it contains a character that is not a digit",
    },
  ],
});
