import { matchMessage } from '../../../src/diagnose/diagnose';
import { diagnoseText, readMessage } from '../diagnose-text';

const SENTENCE =
  'denied: User: arn:aws:sts::111111111111:assumed-role/ci/build is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:us-west-2:999999999999:repository/team/app because no resource-based policy allows the ecr:PutImage action';

const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
const broken = (text: string, at: string) => text.replace(at, `${at}\n    `);

test.each([
  ['without changes', SENTENCE],
  ['in a log', `2026-11-22T08:00:00Z [build] ${SENTENCE}\n2026-11-22T08:00:01Z [build] exit 1`],
  ['wrapped between words', SENTENCE.replaceAll(' ', '\n')],
  ['wrapped with CRLF', SENTENCE.replaceAll(' ', '\r\n')],
  ['wrapped in the ARN of the caller', broken(SENTENCE, 'assumed-role/')],
  ['wrapped in the ARN of the repository', broken(SENTENCE, '999999999999:')],
  ['wrapped in the name of the repository', broken(SENTENCE, 'repository/team/')],
  [
    'framed by Terraform',
    SENTENCE.split(' ')
      .map((word) => `│ ${word}`)
      .join('\n'),
  ],
  [
    'quoted in a mail',
    SENTENCE.split(' ')
      .map((word) => `> ${word}`)
      .join('\n'),
  ],
  [
    'in colors',
    SENTENCE.replace('denied', '\u001B[1;31mdenied\u001B[0m').replace(
      'ecr:PutImage on',
      '\u001B[4mecr:PutImage\u001B[24m on',
    ),
  ],
  ['in colors without the escape character', `[31m${SENTENCE}[0m`],
  ['in JSON', JSON.stringify({ level: 'error', message: SENTENCE })],
  ['in JSON in JSON', JSON.stringify({ log: JSON.stringify({ message: `push: "${SENTENCE}"` }) })],
  ['in a part of JSON', `"errorMessage": "${escaped(SENTENCE)}", "requestID": "1"`],
  ['in HTML', `&quot;${SENTENCE}&quot;`],
  ['in typographic quotes', `“${SENTENCE}”`],
  ['in a sentence', `It says (${SENTENCE}).`],
  ['without the prefix User', SENTENCE.replace('User: ', '')],
  ['after another message', `no basic auth credentials\nErrImagePull\n403 Forbidden\n${SENTENCE}`],
  [
    'before another message',
    `${SENTENCE}\npull access denied for x, repository does not exist or may require 'docker login'`,
  ],
  [
    'after a denial of another service',
    `${SENTENCE.replaceAll('ecr:PutImage', 's3:GetObject')}\n${SENTENCE}`,
  ],
  [
    'after the same denial without a reason',
    `${SENTENCE.slice(0, SENTENCE.indexOf(' because'))}\n${SENTENCE}`,
  ],
])('reads a denial %s', (_, text) => {
  const recognised = matchMessage(text);
  expect(recognised).toMatchObject({
    kind: 'access-denied',
    facts: {
      principal: 'arn:aws:sts::111111111111:assumed-role/ci/build',
      action: 'ecr:PutImage',
      repository: 'team/app',
      accountId: '999999999999',
      region: 'us-west-2',
    },
  });
  expect(diagnoseText(text, undefined).cause).toContain('The message names the resource-based policy');
});

test.each([
  [
    '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo:1.0',
    '111111111111',
    'ap-northeast-1',
    'my-repo',
    '1.0',
  ],
  [
    '111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/a/b@sha256:0123',
    '111111111111',
    'cn-north-1',
    'a/b',
    undefined,
  ],
  [
    '111111111111.dkr.ecr-fips.us-east-1.amazonaws.com/my-repo',
    '111111111111',
    'us-east-1',
    'my-repo',
    undefined,
  ],
  ['111111111111.dkr-ecr.us-west-2.on.aws/my-repo:x', '111111111111', 'us-west-2', 'my-repo', 'x'],
  [
    'https://111111111111.dkr.ecr.us-gov-west-1.amazonaws.com:443/v2/a/b/manifests/1.0:',
    '111111111111',
    'us-gov-west-1',
    'a/b',
    '1.0',
  ],
  [
    'https://111111111111.dkr.ecr.us-west-2.amazonaws.com/v2/ab/blobs/sha256:0123',
    '111111111111',
    'us-west-2',
    'ab',
    undefined,
  ],
  [
    'https://111111111111.dkr.ecr.us-west-2.amazonaws.com/v2/',
    '111111111111',
    'us-west-2',
    undefined,
    undefined,
  ],
  ['***.dkr.ecr.us-east-1.amazonaws.com/my-app:latest', undefined, 'us-east-1', 'my-app', 'latest'],
  ['<account ID>.dkr.ecr.us-east-1.amazonaws.com/my-app', undefined, 'us-east-1', 'my-app', undefined],
  [
    '[ID(111111111111)].dkr.ecr.us-east-1.amazonaws.com/my-app',
    '111111111111',
    'us-east-1',
    'my-app',
    undefined,
  ],
])('reads the names in %s', (image, accountId, region, repository, tag) => {
  expect(matchMessage(`Get "${image}": no basic auth credentials`)?.facts).toMatchObject({
    ...{ accountId, region, repository, tag },
  });
});

test.each([
  ['CodeBuild', 'codebuild-pull'],
  ['Kubernetes', 'kubelet-forbidden'],
  ['ECS', 'ecs-timeout'],
  ['Lambda', 'lambda-denied'],
  ['CloudTrail', 'cloudtrail-replicate-denied'],
  ['Terraform', 'terraform-not-empty'],
  [undefined, 'push-immutable'],
])('names the client %s only if the message shows it', (client, file) => {
  expect(matchMessage(readMessage(file))?.facts.client).toBe(client);
});

test('reads the failed ECR record in a CloudTrail log file', () => {
  const failed = JSON.parse(readMessage('cloudtrail-replicate-denied')) as object;
  const Records = [
    {
      eventSource: 'ecr.amazonaws.com',
      eventName: 'PutImage',
      requestParameters: { repositoryName: 'fine' },
    },
    { eventSource: 's3.amazonaws.com', errorCode: 'AccessDenied', errorMessage: 'Access Denied' },
    failed,
  ];
  expect(diagnoseText(JSON.stringify({ Records }), undefined)).toEqual(
    diagnoseText(JSON.stringify(failed), undefined),
  );
});

test('reads the error code and the names in a record without a message', () => {
  const record = {
    eventSource: 'ecr.amazonaws.com',
    eventName: 'ReplicateImage',
    awsRegion: 'us-west-1',
    errorCode: 'AccessDenied',
    requestParameters: { repositoryName: 'my-repo', registryId: '999999999999' },
  };
  expect(matchMessage(JSON.stringify({ detail: record }))).toMatchObject({
    kind: 'replication-failed',
    facts: { repository: 'my-repo', accountId: '999999999999', region: 'us-west-1' },
  });
  expect(diagnoseText(JSON.stringify({ detail: record }), undefined).policies[0]?.layer).toBe(
    'registry policy',
  );
});

test.each([
  ['a', 'a'],
  ['1', '1'],
  ['arn:aws:ecr:', 'arn:aws:ecr:'],
  ['is not authorized to perform:', ' is not authorized to perform: '],
  ['is not authorized to perform: ecr:A', ' is not authorized to perform: ecr:A on resource: '],
  ['hosts', '111111111111.dkr.ecr.'],
  ['brackets', '[31m[[{<arn:aws:ecr:x:['],
  ['backslashes', '\\'],
  ['lines', 'arn:aws:ecr:\n'],
  ['open lines', 'x.dkr.ecr.-\n'],
  ['quotes', "The repository with name '"],
  ['spaces', ' \n'],
  ['roles', 'IAM role ('],
  ['roles that are not found', 'NoSuchEntity The role with name '],
  ['denied roles', ' is not authorized to perform: iam:PutRolePolicy on resource: role '],
  ['paths', 'arn:aws:iam::111111111111:role/a/'],
  ['logins', 'login attempt to '],
  ['endpoints', 'https://api.ecr.a'],
  ['requests', 'POST https://a/v2/'],
])('reads a million characters of %s in time', (_, part) => {
  expect(() => matchMessage(part.repeat(1_000_000 / part.length))).not.toThrow();
});

test('reads deeply nested JSON in time', () => {
  expect(matchMessage(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toBeUndefined();
  expect(matchMessage(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)).toBeUndefined();
});

test('reads the location of a repository from its ARN in any message', () => {
  const text = '429 Too Many Requests: arn:aws:ecr:us-west-2:999999999999:repository/team/app.';
  expect(matchMessage(text)?.facts).toMatchObject({
    accountId: '999999999999',
    region: 'us-west-2',
    repository: 'team/app',
  });
});
