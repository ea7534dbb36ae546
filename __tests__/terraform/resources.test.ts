import { readFileSync } from 'node:fs';
import type { StacksBy } from '../../src/model/deployment';
import { layOut } from '../../src/terraform/layout';
import { resourceAddress } from '../../src/terraform/resources';
import { deploymentOf, topologyOf } from '../declaration/declarations';

const EVERYTHING = readFileSync('examples/everything.yaml', 'utf8');
/** Returns the import ID of each resource if all of them existed. */
function importIds(stacksBy: StacksBy, text = EVERYTHING): Readonly<Record<string, string | undefined>> {
  const topology = topologyOf(text);
  const deployment = { ...deploymentOf(text), stacksBy };
  const addresses = layOut(topology, deployment).flatMap(({ resources }) =>
    resources.map(({ resource }) => resourceAddress(resource)),
  );
  const stacks = layOut(topology, { ...deployment, imports: addresses });
  return Object.fromEntries(
    stacks.flatMap(({ resources }) =>
      resources.map(({ resource, importedAs }) => [resourceAddress(resource), importedAs]),
    ),
  );
}

/** From the section "Import" of each resource's page in the provider's documentation. */
const IDS = {
  'aws_ecr_account_setting.hub-blob_mounting': 'BLOB_MOUNTING',
  'aws_ecr_lifecycle_policy.hub-base_node-a5268c53': 'base/node',
  'aws_ecr_pull_time_update_exclusion.hub-arn_aws_iam__111111111111_role_scanner-86221fc4':
    'arn:aws:iam::111111111111:role/scanner',
  'aws_ecr_pull_through_cache_rule.hub-docker-hub': 'docker-hub',
  'aws_ecr_registry_policy.production': '444444444444',
  'aws_ecr_registry_scanning_configuration.hub': '111111111111',
  'aws_ecr_replication_configuration.hub': '111111111111',
  'aws_ecr_repository.hub-base_node-a5268c53': 'base/node',
  'aws_ecr_repository_creation_template.production-preview': 'preview',
  'aws_ecr_repository_policy.hub-base_node-a5268c53': 'base/node',
  'aws_iam_role_policy.account_222222222222-ci': 'ci:ecr-topology',
  'aws_inspector2_enabler.hub': '111111111111-ECR',
};

test('every resource has the import ID that the provider documents', () => {
  expect(importIds('topology')).toMatchObject(IDS);
  const types = (ids: object) => new Set(Object.keys(ids).map((address) => address.split('.')[0]));
  const imported = Object.entries(importIds('topology')).filter(([, id]) => id !== undefined);
  expect(types(Object.fromEntries(imported))).toEqual(types(IDS));
});

test("the import ID contains the Region if it differs from the provider's", () => {
  const ids = importIds('account');
  expect(ids['aws_ecr_repository.hub-base_node-a5268c53']).toBe('base/node');
  expect(ids['aws_ecr_repository.hub_us-app_checkout-715f2423']).toBe('app/checkout@us-west-2');
  expect(Object.keys(ids).sort()).toEqual(Object.keys(importIds('topology')).sort());
});

test.each(['account', 'registry', 'topology'] as const)(
  'the import ID of an attachment contains the role or user, with stacks by %s',
  (stacksBy) => {
    const principals = `[arn:aws:iam::222222222222:role/deploy, arn:aws:iam::222222222222:user/deploy]`;
    const grant = `  - { allow: pull, repositories: base/*, identity: managed, principals: ${principals} }\n`;
    const arn = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly';
    expect(importIds(stacksBy, EVERYTHING.replace('access:\n', `access:\n${grant}`))).toMatchObject({
      'aws_iam_role_policy_attachment.account_222222222222-deploy': `deploy/${arn}`,
      'aws_iam_user_policy_attachment.account_222222222222-deploy': `deploy/${arn}`,
    });
  },
);
