import { replicationOvermatch } from '../../../src/lint/plan/replication-overmatch';
import { configuration, repositoryIn, replication } from '../../plan/replicating';
import { testRule } from './rule-cases';

const ADDRESS = 'aws_ecr_replication_configuration.develop';
const US = '111111111111/us-west-1';
const taking = (...filters: readonly string[]) => configuration({ filters, to: [US] });
const created = (...filters: readonly string[]) => replication('develop', { after: taking(...filters) });
const there = (...filters: readonly string[]) =>
  replication('develop', { before: taking(...filters), after: taking(...filters) });

testRule(replicationOvermatch, [
  {
    name: 'reports a filter that matches a similar name',
    resources: [
      repositoryIn('develop', 'my-repo'),
      repositoryIn('develop', 'my-repo-old'),
      created('my-repo'),
    ],
    finds: [
      [
        ADDRESS,
        "The replication filter 'my-repo'",
        "also matches 'my-repo-old', which is replicated to 111111111111 in us-west-1",
        'no exact match',
      ],
    ],
  },
  {
    name: 'reports a namespace without its slash',
    resources: [
      repositoryIn('develop', 'prod/app'),
      repositoryIn('develop', 'production/app'),
      created('prod'),
    ],
    finds: [[ADDRESS, "'production/app'", "use 'prod/'"]],
  },
  {
    name: 'does not report a namespace with its slash',
    resources: [
      repositoryIn('develop', 'prod/app'),
      repositoryIn('develop', 'production/app'),
      created('prod/'),
    ],
    finds: [],
  },
  {
    name: 'does not report a similar name with its own filter',
    resources: [
      repositoryIn('develop', 'my-repo'),
      repositoryIn('develop', 'my-repo-old'),
      created('my-repo', 'my-repo-old'),
    ],
    finds: [],
  },
  {
    name: 'does not report an overmatch that does not change',
    resources: [
      repositoryIn('develop', 'my-repo', 'there'),
      repositoryIn('develop', 'my-repo-old', 'there'),
      there('my-repo'),
    ],
    finds: [],
  },
  {
    name: 'reports a new repository that an existing rule matches',
    resources: [
      repositoryIn('develop', 'my-repo', 'there'),
      repositoryIn('develop', 'my-repo-old', 'there'),
      repositoryIn('develop', 'my-repo-new'),
      there('my-repo'),
    ],
    finds: [[ADDRESS, "also matches 'my-repo-new', which is replicated to"]],
  },
  {
    name: 'does not report a replica with a similar name, which is not replicated again',
    resources: [
      repositoryIn('develop', 'my-repo'),
      repositoryIn('develop', 'my-repo-old'),
      repositoryIn('management', 'my-repo-old'),
      replication('management', {
        after: configuration({ filters: ['my-repo-old'], to: ['111111111111/ap-northeast-1'] }),
      }),
      created('my-repo'),
    ],
    finds: [],
  },
]);
