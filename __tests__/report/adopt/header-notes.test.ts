import type { PolicyWithOtherHeader } from '../../../src/live/registry/live-topology';
import { headerNotes } from '../../../src/report/adopt/header-notes';
import { topologyOf } from '../../declaration/declarations';

const TOPOLOGY = topologyOf(`
accounts: { a: { id: "111111111111" } }
registries:
  a:
    account: a
    region: us-east-1
    statements: [{ principals: "222222222222", actions: ecr:ReplicateImage, resources: "*" }]
    creationTemplates: [{ prefix: ROOT, appliedFor: [REPLICATION], statements: [{ principals: "222222222222", actions: ecr:BatchGetImage }] }]
defaults: { repository: { statements: [{ principals: "222222222222", actions: ecr:BatchGetImage }] } }
repositories:
  app: { registry: a }
  web: { registry: a }
  bare: { registry: a, statements: [] }
`);

const [{ accountId, region, creationTemplates }] = TOPOLOGY.registries as never as [
  (typeof TOPOLOGY.registries)[number],
];

function policy(
  part: PolicyWithOtherHeader['part'],
  name?: string,
  header: Partial<PolicyWithOtherHeader> = {},
): PolicyWithOtherHeader {
  return { registry: { accountId, region }, part, name, version: '2008-10-17', hasId: false, ...header };
}

const textsOf = (...policies: readonly PolicyWithOtherHeader[]) =>
  headerNotes(policies, TOPOLOGY).map(({ what }) => what);

test('counts the policies of each kind in one note', () => {
  expect(
    textsOf(
      policy('repositoryPolicies', 'web'),
      policy('repositoryPolicies', 'app'),
      policy('policy'),
      policy('creationTemplates', creationTemplates[0]?.prefix),
    ),
  ).toEqual([
    'The plan changes the version of 2 repository policies, 1 registry policy and 1 policy of a creation template from 2008-10-17 to 2012-10-17.',
  ]);
});

test('names no repository for a registry policy', () => {
  expect(textsOf(policy('policy'))).toEqual([
    'The plan changes the version of 1 registry policy from 2008-10-17 to 2012-10-17.',
  ]);
});

test('the plan removes the Id of a policy', () => {
  const [note] = headerNotes(
    [policy('repositoryPolicies', 'app', { version: '2012-10-17', hasId: true })],
    TOPOLOGY,
  );
  expect(note).toMatchObject({
    kind: 'change',
    part: 'policyId',
    repositories: ['app'],
    what: 'The plan removes the Id of 1 repository policy.',
  });
});

test('ignores policies that are not declared, because Terraform does not change them', () => {
  expect(
    textsOf(
      policy('repositoryPolicies', 'unknown'),
      policy('creationTemplates', 'unknown'),
      policy('policy', undefined, { registry: { accountId, region: 'eu-west-1' as never } }),
    ),
  ).toEqual([]);
});
