import { DECLARATION, diagnoseText, stepsText } from '../diagnose-text';

const missing = (repository: string) =>
  `name unknown: The repository with name '${repository}' does not exist in the registry with id '999999999999'`;
const central = (settings: string) =>
  DECLARATION.replace('region: us-west-2 }', `region: us-west-2, ${settings} }`)
    .replace(/ {2}management: \{ account: management, .*\n/, '')
    .replace(', management]', ']');
const CACHE = central('pullThroughCache: [{ prefix: quay, upstream: quay.io }]');
const TEMPLATE = central(
  'creationTemplates: [{ prefix: team, appliedFor: [CREATE_ON_PUSH] }, { prefix: team/web, appliedFor: [REPLICATION] }]',
);
const NOTHING = 'only if a pull-through cache rule or creation template exists for its prefix';

describe('the explanation of a missing repository', () => {
  test('names the pull-through cache that creates it, and does not suggest to declare it', () => {
    const diagnosis = diagnoseText(missing('quay/app'), CACHE);
    expect(diagnosis.cause).toContain(
      'ECR creates the repository through the pull-through cache rule quay on the first pull from quay.io',
    );
    expect(stepsText(diagnosis)).toContain(
      'aws ecr validate-pull-through-cache-rule --ecr-repository-prefix quay --region us-west-2 --profile management',
    );
    expect(stepsText(diagnosis)).not.toMatch(/declare|create-repository/i);
  });

  test('names the creation template that a push uses', () => {
    const diagnosis = diagnoseText(missing('team/app'), TEMPLATE);
    expect(diagnosis.cause).toContain(
      'ECR creates the repository with the creation template team on the first push,',
    );
    expect(stepsText(diagnosis)).toContain('Declare the repository in topology.yaml');
  });

  test.each([
    ['no cache matches the name', 'quays/app', CACHE],
    ['the nearest template does not apply to pushes', 'team/web/app', TEMPLATE],
    ['there is no topology', 'quay/app', undefined],
  ])('names no cache or template if %s', (_, repository, declaration) => {
    expect(diagnoseText(missing(repository), declaration).cause).toContain(NOTHING);
  });
});
