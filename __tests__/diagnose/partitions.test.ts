import { registryHostFor } from '../../src/diagnose/explanations/steps';
import type { Diagnosis } from '../../src/diagnose/model/diagnosis';
import { locateRegistry } from '../../src/diagnose/model/location';
import { readFacts } from '../../src/diagnose/parse/facts';
import { DECLARATION, diagnoseText, readMessage } from './diagnose-text';

const DECLARATION_IN_CHINA = inChina(DECLARATION);

function inChina(text: string): string {
  return text
    .replaceAll('arn:aws:', 'arn:aws-cn:')
    .replaceAll('ap-northeast-1', 'cn-north-1')
    .replaceAll(/us-west-[12]/g, 'cn-northwest-1');
}

const inGovCloud = (text: string) =>
  text.replaceAll('arn:aws:', 'arn:aws-us-gov:').replaceAll(/ap-northeast-1|us-west-2/g, 'us-gov-west-1');

const SERVICE_LINKED_ROLE =
  'User: arn:aws:iam::111111111111:user/deploy is not authorized to perform: iam:CreateServiceLinkedRole on resource: arn:aws:iam::111111111111:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication';

const CDK_PUSH =
  'User: arn:aws:iam::111111111111:user/deploy is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:us-west-2:999999999999:repository/cdk-hnb659fds-container-assets-999999999999-us-west-2 because no identity-based policy allows the ecr:PutImage action';

const LAYER =
  'pull 999999999999.dkr.ecr.us-west-2.amazonaws.com/app: CannotPullContainerError: failed to copy: httpReadSeeker: failed open: unexpected status code 403';

test.each([
  [
    'the source of a denied replication',
    readMessage('cloudtrail-replicate-denied'),
    'iam::111111111111:root',
  ],
  [
    'a service-linked role',
    SERVICE_LINKED_ROLE,
    'iam::*:role/aws-service-role/replication.ecr.amazonaws.com/*',
  ],
  [
    'the role of a bootstrap stack',
    CDK_PUSH,
    'iam::999999999999:role/cdk-hnb659fds-image-publishing-role-999999999999-',
  ],
  ['the bucket with the layers', LAYER, 's3:::prod-'],
])('%s has the partition of the Region', (_, text, resource) => {
  for (const [partition, message] of [
    ['aws', text],
    ['aws-cn', inChina(text)],
    ['aws-us-gov', inGovCloud(text)],
  ] as const) {
    const arns = arnsIn(diagnoseText(message, undefined));
    expect(arns.filter((arn) => arn.includes(resource))).not.toEqual([]);
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
  }
});

test.each([
  [
    'a role that IAM does not find',
    readMessage('terraform-attach-role-not-found').replaceAll('aws:policy', 'x'),
  ],
  ['a principal that ECR does not find', readMessage('terraform-principal-not-found')],
  ['a service-linked role', SERVICE_LINKED_ROLE.replaceAll(/arn:[^ ]*/g, '***').concat(' (Replication)')],
])('%s has the partition of the topology if the message names no Region', (_, text) => {
  for (const [partition, declaration] of [
    ['aws', DECLARATION],
    ['aws-cn', DECLARATION_IN_CHINA],
  ] as const) {
    const arns = arnsIn(diagnoseText(text, declaration));
    expect(arns).not.toEqual([]);
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
  }
});

test.each([
  ['cn-north-1', 'ACCOUNT.dkr.ecr.cn-north-1.amazonaws.com.cn'],
  ['us-gov-west-1', 'ACCOUNT.dkr.ecr.us-gov-west-1.amazonaws.com'],
  [undefined, 'ACCOUNT.dkr.ecr.REGION.amazonaws.com'],
])('the host of a registry of an unknown account in %s is %s', (region, host) => {
  const location = locateRegistry({ ...readFacts(''), region }, undefined);
  expect(registryHostFor(location)).toBe(host);
});

/** Returns the ARNs in the text of a diagnosis, without the names that it found in the message. */
function arnsIn(diagnosis: Diagnosis): readonly string[] {
  return JSON.stringify({ ...diagnosis, found: undefined }).match(/arn:[^\s"'\\]+/g) ?? [];
}
