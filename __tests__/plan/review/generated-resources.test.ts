import { loadTopology } from '../../../src/lint/declaration/load';
import type { Topology } from '../../../src/model/topology';
import { decodeResources } from '../../../src/plan/decode/resources';
import { locatePlans } from '../../../src/plan/locate/providers';
import type { PlanDocument } from '../../../src/plan/model/document';
import { createGeneratedTest } from '../../../src/plan/review/generated-resources';
import { logicalId, URLS_OUTPUT } from '../../../src/terraform/resources';
import { planOf, repository, type ResourceParts } from '../plans';
import { configuration, registryPolicy, replication } from '../replicating';

const TEAM_APP = logicalId('develop', 'team/app');
const GENERATED: readonly ResourceParts[] = [
  repositoryAt('develop-my-repo', 'my-repo'),
  repositoryAt(TEAM_APP, 'team/app'),
  replication('develop', { after: configuration({ to: ['999999999999/ap-northeast-1'] }) }),
  registryPolicy('management', []),
];

function repositoryAt(name: string, repositoryName: string): ResourceParts {
  return { type: 'aws_ecr_repository', name, provider: 'develop', after: repository(repositoryName) };
}

function withOutput(plan: PlanDocument): PlanDocument {
  const { name, description } = URLS_OUTPUT;
  const { root_module, ...others } = plan.configuration as { readonly root_module: object };
  return {
    ...plan,
    configuration: { ...others, root_module: { ...root_module, outputs: { [name]: { description } } } },
  };
}

function shippedTopology(): Topology {
  const loaded = loadTopology('topology.yaml', {});
  if (loaded.kind !== 'topology') throw new Error('topology.yaml has errors');
  return loaded.topology;
}

function generatedIn(plans: readonly PlanDocument[], declared?: Topology): readonly string[] {
  const resources = decodeResources(locatePlans(plans));
  const isGenerated = createGeneratedTest(plans, resources, declared);
  return resources.filter(isGenerated).map(({ address }) => address);
}

const ALL = [
  'aws_ecr_registry_policy.management',
  'aws_ecr_replication_configuration.develop',
  'aws_ecr_repository.develop-my-repo',
  `aws_ecr_repository.${TEAM_APP}`,
];
const HANDWRITTEN = repositoryAt('web', 'web');
const REPLICATION = replication('develop', { after: configuration({ to: ['999999999999/ap-northeast-1'] }) });

test.each<[string, readonly PlanDocument[], Topology | undefined, readonly string[]]>([
  ['a plan with the output of this project', [withOutput(planOf(GENERATED))], undefined, ALL],
  ['a plan with its declaration', [planOf(GENERATED)], shippedTopology(), ALL],
  ['no resource of a plan with neither', [planOf(GENERATED)], undefined, []],
  [
    'no resource of a plan in which one resource has another name',
    [planOf([...GENERATED, HANDWRITTEN])],
    shippedTopology(),
    [],
  ],
  [
    'the other resources of a plan with the output',
    [withOutput(planOf([...GENERATED, HANDWRITTEN]))],
    undefined,
    ALL,
  ],
  [
    'a stack without repositories, together with one with the output',
    [withOutput(planOf(GENERATED, undefined, 'a.json')), planOf([REPLICATION], undefined, 'b.json')],
    undefined,
    [...ALL, 'aws_ecr_replication_configuration.develop'],
  ],
  [
    'no resource that has another name in the declaration',
    [planOf([repositoryAt('dev-my-repo', 'my-repo')])],
    shippedTopology(),
    [],
  ],
])('recognises generated resources: %s', (_, plans, declared, expected) => {
  expect(generatedIn(plans, declared)).toEqual(expected);
});
