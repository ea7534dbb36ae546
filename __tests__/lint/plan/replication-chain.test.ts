import { replicationChain } from '../../../src/lint/plan/replication-chain';
import { configuration, repositoryIn, replication } from '../../plan/replicating';
import { testRule } from './rule-cases';

const DEVELOP = '111111111111/ap-northeast-1';
const US = '111111111111/us-west-1';
const MANAGEMENT = '999999999999/ap-northeast-1';
const ADDRESS = 'aws_ecr_replication_configuration.develop_us';
const from = (provider: string, ...to: readonly string[]) =>
  replication(provider, { after: configuration({ filters: ['my-repo'], to }) });
const there = (provider: string, ...to: readonly string[]) => {
  const values = configuration({ filters: ['my-repo'], to });
  return replication(provider, { before: values, after: values });
};
const REPOSITORIES = ['develop', 'develop_us', 'management'].map((provider) => repositoryIn(provider));

testRule(replicationChain, [
  {
    name: 'reports a repository that is replicated on from a replica',
    resources: [...REPOSITORIES, from('develop', US), from('develop_us', MANAGEMENT)],
    finds: [
      [
        ADDRESS,
        "'my-repo' that are pushed to 111111111111 in ap-northeast-1 are replicated to 111111111111 in us-west-1, but not from there to 999999999999 in ap-northeast-1",
        'add 999999999999 in ap-northeast-1 to the destinations of 111111111111 in ap-northeast-1',
      ],
    ],
  },
  {
    name: 'does not report a repository with a direct rule to the last registry',
    resources: [...REPOSITORIES, from('develop', US, MANAGEMENT), from('develop_us', MANAGEMENT)],
    finds: [],
  },
  {
    name: 'does not report a rule back to the source',
    resources: [...REPOSITORIES, from('develop', US), from('develop_us', DEVELOP)],
    finds: [],
  },
  {
    name: 'does not report registries that replicate to each other',
    resources: [...REPOSITORIES, from('develop', US), from('develop_us', DEVELOP, MANAGEMENT)],
    finds: [],
  },
  {
    name: 'does not report other repositories of the second rule',
    resources: [
      ...REPOSITORIES,
      repositoryIn('develop_us', 'other'),
      from('develop', US),
      replication('develop_us', { after: configuration({ filters: ['other'], to: [MANAGEMENT] }) }),
    ],
    finds: [],
  },
  {
    name: 'does not report a chain that does not change',
    resources: [
      ...['develop', 'develop_us', 'management'].map((provider) =>
        repositoryIn(provider, 'my-repo', 'there'),
      ),
      there('develop', US),
      there('develop_us', MANAGEMENT),
    ],
    finds: [],
  },
  {
    name: 'reports a new repository in an existing chain',
    resources: [
      ...REPOSITORIES.map(({ after, ...rest }) => ({ ...rest, before: after!, after: after! })),
      repositoryIn('develop', 'my-repo-2'),
      there('develop', US),
      there('develop_us', MANAGEMENT),
    ],
    finds: [[ADDRESS, "Images of 'my-repo-2' that"]],
  },
]);
