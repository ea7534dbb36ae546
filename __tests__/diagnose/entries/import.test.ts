import { matchMessage } from '../../../src/diagnose/diagnose';
import { ENTRIES } from '../../../src/diagnose/entries/import';
import { describeMessages } from '../describe-messages';
import { DECLARATION, diagnoseText, stepsText } from '../diagnose-text';
import { MANAGEMENT } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'terraform-exists': {
      kind: 'repository-exists',
      action: 'ecr:CreateRepository',
      repository: 'my-repo',
      registry: '? 111111111111 ?',
      fix: 'import: { REGISTRY: true }',
    },
    'terraform-import-not-found': {
      kind: 'import-not-found',
      registry: MANAGEMENT,
      fix: 'repositories:\n  my-repo:\n    import: { management: false }',
    },
  },
  publicMessages: {
    '204-tf-repository-already-exists': { kind: 'repository-exists', contains: ['terraform import'] },
    '205-cfn-repository-already-exists': { kind: 'repository-exists', contains: ['cdk import'] },
    '206-circleci-create-repo-second-run': {
      kind: 'repository-exists',
      contains: ['describe-repositories --repository-names dummy-service'],
    },
  },
});

const notFound = (...addresses: readonly string[]) =>
  addresses
    .map(
      (address) =>
        `Error: Cannot import non-existent remote object\n\nWhile attempting to import an existing object to\n"${address}", the provider detected that no object\nexists with the given id.\n`,
    )
    .join('\n');

const exists = (repository: string) =>
  `RepositoryAlreadyExistsException: The repository with name '${repository}' already exists in the registry with id '999999999999'`;

/** Has a grant, so that repository policies exist, and a repository name whose address ends with a hash. */
const IMPORTING = `${DECLARATION}access:
  - { allow: pull, repositories: '*', principals: develop }
`
  .replace('region: us-west-2 }', 'region: us-west-2, import: true }')
  .replace('replication:', '  team/api: { registry: central }\nreplication:');

describe('an import of a resource that does not exist', () => {
  test.each([
    [
      'a repository',
      'aws_ecr_repository.central-your-repo',
      'repositories:\n  your-repo:\n    import: { central: false }',
      'aws ecr describe-repositories --repository-names your-repo --region us-west-2 --profile management',
    ],
    [
      'a repository whose name contains /',
      'aws_ecr_repository.central-team_api-0c8d3215',
      'repositories:\n  team/api:\n    import: { central: false }',
      'aws ecr describe-repositories --repository-names team/api',
    ],
    [
      'only the policy of a repository',
      'aws_ecr_repository_policy.central-your-repo',
      'repositories:\n  your-repo:\n    import: { central: [repository] }',
      'aws ecr get-repository-policy --repository-name your-repo',
    ],
    [
      'the policy of a registry',
      'aws_ecr_registry_policy.management',
      'registries:\n  management:\n    import: [repositories]',
      'aws ecr get-registry-policy --region ap-northeast-1 --profile management',
    ],
    [
      'a resource that is no longer declared',
      'aws_ecr_pull_through_cache_rule.central-quay',
      'registries:\n  central:\n    import: [repositories]',
      'aws ecr describe-repositories --region us-west-2',
    ],
  ])('suggests to exclude %s', (_, address, yaml, command) => {
    const diagnosis = diagnoseText(notFound(address), IMPORTING);
    expect([diagnosis.kind, diagnosis.summary]).toEqual([
      'import-not-found',
      expect.stringContaining(address),
    ]);
    expect(stepsText(diagnosis)).toContain(yaml);
    expect(stepsText(diagnosis)).toContain(command);
  });

  test('names each address once, even if other lines repeat it', () => {
    const both = notFound('aws_ecr_repository.central-your-repo', 'aws_ecr_registry_policy.management');
    const progress = 'aws_ecr_repository.develop-my-repo: Refreshing state... [id=my-repo]\n';
    const { found, summary } = diagnoseText(`${progress}${both}${both}`, IMPORTING);
    expect(found.registry.name).toBe('central');
    expect(summary).toBe(
      'Terraform cannot import aws_ecr_repository.central-your-repo, aws_ecr_registry_policy.management: not found in registry central (account 999999999999, us-west-2).',
    );
  });

  test('is explained if only the title is pasted', () => {
    const { summary } = diagnoseText('Error: Cannot import non-existent remote object', IMPORTING);
    expect(summary).toBe('Terraform cannot import a resource: not found in the registry.');
  });

  test.each(['aws_s3_bucket.images', 'aws_iam_role.ci', 'google_project.x'])(
    'ignores %s, which is not a resource of ECR',
    (address) => {
      expect(matchMessage(notFound(address))).toBeUndefined();
    },
  );
});

describe('a repository that already exists', () => {
  test('suggests an import in topology.yaml, or by hand with its address', () => {
    const fix = stepsText(diagnoseText(exists('team/api'), IMPORTING));
    expect(fix).toContain('repositories:\n  team/api:\n    import: { central: true }');
    expect(fix).toContain('terraform import aws_ecr_repository.central-team_api-0c8d3215 team/api');
  });

  test('suggests an import by hand without a topology', () => {
    const fix = stepsText(diagnoseText(exists('team/api'), undefined));
    expect(fix).toContain('terraform import aws_ecr_repository.REGISTRY-REPOSITORY team/api');
    expect(fix).not.toContain('import:');
  });
});
