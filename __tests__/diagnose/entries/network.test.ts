import { ENTRIES } from '../../../src/diagnose/entries/network';
import { describeMessages } from '../describe-messages';
import { DECLARATION, diagnoseText, readMessage } from '../diagnose-text';
import { CENTRAL } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'ecs-timeout': {
      kind: 'unreachable',
      repository: 'your-repo',
      registry: CENTRAL,
      fix: 'aws ec2 describe-vpc-endpoints --region us-west-2',
    },
    'aws-endpoint-url': { kind: 'unreachable', fix: '--region ap-northeast-1 > /dev/null' },
    'ecs-fargate-timeout': {
      kind: 'unreachable',
      registry: '? ? ap-northeast-1',
      fix: 'aws ec2 describe-vpc-endpoints --region ap-northeast-1',
    },
  },
  clientMessages: {
    '18-ecs-conn': { kind: 'unreachable', contains: ['com.amazonaws.ap-northeast-1.ecr.api'] },
    '20-kubelet-s3': {
      kind: 'layers-unreachable',
      contains: ['gateway endpoint', 'com.amazonaws.ap-northeast-1.s3'],
    },
  },
  publicMessages: {
    '021-dns-colima': { kind: 'unreachable', contains: ['nslookup'] },
    '076-fargate-timeout-ecr-api': { kind: 'unreachable', contains: ['ecr.api', 'port 443'] },
    '077-copilot-timeout-private-endpoint': { kind: 'unreachable', contains: ['ecr.api'] },
    '078-ecs-dkr-client-timeout': { kind: 'unreachable', contains: ['ecr.dkr'] },
    '079-eks-tls-timeout': { kind: 'unreachable', contains: ['MTU'] },
    '232-cli-connection-closed-firewall': { kind: 'unreachable', contains: ['The cause is the network'] },
    '233-gha-ecr-login-etimedout-proxy': { kind: 'unreachable', contains: ['The cause is the network'] },
    '237-eks-s3-layer-bucket-timeout': { kind: 'layers-unreachable', contains: ['gateway endpoint'] },
    '238-ecs-s3-endpoint-policy-403-copy': {
      kind: 'layers-unreachable',
      contains: ['starport-layer-bucket'],
    },
    '319-codebuild-china-host-suffix': { kind: 'unreachable', contains: ['amazonaws.com.cn'] },
    '327-eks-fargate-dkr-endpoint-timeout': { kind: 'unreachable', contains: ['ecr.dkr'] },
    '335-fargate-layer-bucket-started-timeout': {
      kind: 'layers-unreachable',
      contains: ['gateway endpoint'],
    },
    '420-podman-old-https-scheme': { kind: 'unreachable', contains: ['without https:// before it'] },
    '423-login-eof-azure-agent': { kind: 'unreachable', contains: ['The cause is the network'] },
    '424-push-host-typo-amazon-aws-com': { kind: 'unreachable', contains: ['misspelled'] },
  },
});

test('names the VPC endpoints of the Region that did not answer', () => {
  for (const declaration of [undefined, DECLARATION]) {
    const { cause } = diagnoseText(readMessage('ecs-fargate-timeout'), declaration);
    expect(cause).toContain('com.amazonaws.ap-northeast-1.ecr.api and com.amazonaws.ap-northeast-1.ecr.dkr');
  }
});

test.each([
  ['cn-north-1', 'amazonaws.com.cn', 'cn.com.amazonaws'],
  ['eusc-de-east-1', 'amazonaws.eu', 'eu.amazonaws'],
  ['us-gov-west-1', 'amazonaws.com', 'com.amazonaws'],
])('names the VPC endpoints of %s, whose hosts end with %s, as %s', (region, suffix, prefix) => {
  const { cause } = diagnoseText(
    `Could not connect to the endpoint URL: "https://api.ecr.${region}.${suffix}/"`,
    undefined,
  );
  expect(cause).toContain(` ${prefix}.${region}.ecr.api and ${prefix}.${region}.ecr.dkr `);
});

test('names the gateway endpoint of S3 with the same prefix in China', () => {
  const { cause } = diagnoseText(
    readMessage('20-kubelet-s3', 'client-messages').replaceAll('ap-northeast-1', 'cn-north-1'),
    undefined,
  );
  expect(cause).toContain('(com.amazonaws.cn-north-1.s3)');
});

describe('a Region that does not exist', () => {
  const of = (region: string) =>
    diagnoseText(
      `Could not connect to the endpoint URL: "https://api.ecr.${region}.amazonaws.com/"`,
      DECLARATION,
    );

  test.each([
    ['ap-northeast', 'Did you mean ap-northeast-1?'],
    ['us-west', 'Did you mean us-west-1 or us-west-2?'],
    ['eu-wset-1', 'Did you mean eu-west-1?'],
    ['us-west-2a', 'Did you mean us-west-2?'],
  ])('suggests a Region for %s', (region, cause) => {
    expect(of(region).summary).toContain(`'${region}' is not a known AWS Region`);
    expect(of(region).cause).toContain(cause);
  });

  test('has no suggestion for a name that is not similar to a Region', () => {
    expect(of('somewhere-else').cause).not.toContain('Did you mean');
  });

  test('explains a network failure for an existing Region', () => {
    expect(of('eu-west-1').summary).toContain('did not respond');
  });
});
