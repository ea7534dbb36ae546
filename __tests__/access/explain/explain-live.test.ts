import { parseCaller } from '../../../src/access/evaluate/caller';
import type { LabelledPolicy, OrUnknown } from '../../../src/access/evaluate/decision';
import { NO_CONTEXT, type EvaluationContext } from '../../../src/access/evaluate/evaluation-context';
import { explainLive, type LiveExplanation } from '../../../src/access/explain/explain-live';
import type { RepositoryName } from '../../../src/aws/names';
import { readPolicyValue } from '../../../src/aws/policy/read';
import type { LocatedRegistry, LocatedTopology } from '../../../src/model/topology';
import { UNKNOWN } from '../../../src/model/unknown';
import { explanationText } from '../../../src/report/access/explanation';
import { liveExplanationJson } from '../../../src/report/access/live-explanation-json';
import { PLAIN } from '../../../src/report/format/terminal';
import { deploymentOf, topologyOf } from '../../declaration/declarations';

const CI = 'arn:aws:iam::111111111111:role/ci';
const REPOSITORY = 'my-repo' as RepositoryName;

const DECLARATION = `accounts:
  builder: { id: "111111111111", profile: builder }
  owner: { id: "999999999999", profile: owner }
registries:
  hub: { account: owner, region: eu-west-1 }
repositories:
  my-repo: { registry: hub }
`;
const GRANTED = `${DECLARATION}access:
  - { allow: pull, repositories: my-repo, principals: '${CI}' }
`;

const policy = (label: string, ...statements: readonly object[]): LabelledPolicy => {
  const read = readPolicyValue({ Version: '2012-10-17', Statement: statements });
  if (read.kind === 'faulty') throw new Error(read.faults.join());
  return { label, policy: read.policy };
};

const EVERYTHING = policy('AdministratorAccess', { Effect: 'Allow', Action: '*', Resource: '*' });
const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const grantTo = (AWS: string) =>
  policy('', { Sid: 'Pull', Effect: 'Allow', Principal: { AWS }, Action: PULL });

interface Setup {
  readonly declaration?: string;
  readonly identity?: readonly OrUnknown<LabelledPolicy>[];
  /** What AWS has in the registry. */
  readonly inAws?: Partial<LocatedRegistry>;
  readonly repositoryPolicy?: LabelledPolicy | 'declared' | undefined;
  readonly isUnread?: true;
  readonly context?: Partial<EvaluationContext>;
}

function explainPull(setup: Setup): LiveExplanation {
  const { declaration = GRANTED, identity = [EVERYTHING], inAws = {}, context = {} } = setup;
  const declared = topologyOf(declaration);
  const [hub] = declared.registries;
  const repositories = hub!.repositories.map((repository) => ({
    ...repository,
    policy:
      setup.isUnread === true
        ? UNKNOWN
        : setup.repositoryPolicy === 'declared'
          ? repository.policy
          : setup.repositoryPolicy?.policy,
  }));
  const registry: LocatedRegistry = { ...hub!, repositories, ...inAws };
  const live: LocatedTopology = { registries: [registry], identities: [] };
  return explainLive(
    {
      declared,
      live,
      accounts: deploymentOf(declaration).accounts,
      evaluationContext: { ...NO_CONTEXT, identityPolicies: identity, ...context },
      checkFixes: (answer) => answer,
    },
    { operation: 'pull', caller: parseCaller(CI)!, registry, repository: REPOSITORY },
  );
}

const fixesOf = ({ fixes }: LiveExplanation) => fixes.map(({ kind }) => kind);
const textOf = (answer: LiveExplanation) => explanationText(answer, PLAIN);

test('is allowed without differences if AWS has what is declared', () => {
  const answer = explainPull({ repositoryPolicy: 'declared' });

  expect([answer.verdict, answer.live]).toEqual([
    'allowed',
    { differences: [], declaredVerdict: 'allowed', verdictWithoutUnread: 'allowed' },
  ]);
  expect(textOf(answer)).toContain(
    'permissions boundary, service control policies, resource control policies',
  );
  expect(textOf(answer)).not.toContain('assumed to allow everything');
});

test('suggests to deploy a grant that AWS does not have', () => {
  const answer = explainPull({ repositoryPolicy: undefined });

  expect([answer.verdict, answer.live.declaredVerdict, fixesOf(answer)]).toEqual([
    'denied',
    'allowed',
    ['deploy'],
  ]);
  expect(answer.live.differences).toMatchObject([
    { layer: 'repositoryPolicy', actions: PULL, live: undefined, declared: { effect: 'Allow' } },
  ]);
  expect(textOf(answer)).toMatch(
    /AWS and topology\.yaml differ:\n\n {2}- ecr:BatchGetImage, .* topology\.yaml allows it with statement /,
  );
  expect(textOf(answer)).toContain('npx cdktf deploy');
  expect(textOf(answer)).not.toContain('access:');
});

test('suggests an entry if neither AWS nor the declaration allows it', () => {
  const answer = explainPull({ declaration: DECLARATION, repositoryPolicy: undefined });

  expect([answer.live.differences, fixesOf(answer)]).toEqual([[], ['grant']]);
});

test('shows a grant that only AWS has, which the next deployment removes', () => {
  const other = DECLARATION.replace(
    'hub }',
    "hub, statements: [{ principals: '111111111111', actions: ecr:ListImages }] }",
  );
  const answer = explainPull({ declaration: other, repositoryPolicy: grantTo(CI) });

  expect([answer.verdict, answer.live.declaredVerdict, fixesOf(answer)]).toEqual(['allowed', 'denied', []]);
  expect(textOf(answer)).toContain('The next deployment replaces the policy in AWS with the declared one.');
  expect(textOf(answer)).toContain('topology.yaml does not allow this');
});

test('says that Terraform does not change a policy that is not declared', () => {
  const answer = explainPull({ declaration: DECLARATION, repositoryPolicy: grantTo(CI) });

  expect(answer.live.differences).toMatchObject([{ isDeclared: false, declared: undefined }]);
  expect(textOf(answer)).toContain(
    'topology.yaml has no repository policy there, so Terraform does not change it.',
  );
});

const DENY = { Sid: 'NoPulls', Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' };

test('suggests to deploy if AWS has a Deny that the declared policy does not have', () => {
  const { policy: granted } = grantTo(CI);
  const statements = [...granted.statements, ...policy('', DENY).policy.statements];
  const answer = explainPull({ repositoryPolicy: { label: '', policy: { statements } } });

  expect([answer.verdict, fixesOf(answer)]).toEqual(['denied', ['deploy']]);
  expect(answer.live.differences).toMatchObject([
    { layer: 'repositoryPolicy', live: { effect: 'Deny', by: { statement: { sid: 'NoPulls' } } } },
  ]);
});

test('suggests to remove a Deny from a policy that Terraform does not manage', () => {
  const registryPolicy = policy('', { ...DENY, Resource: '*' }).policy;
  const answer = explainPull({ repositoryPolicy: 'declared', inAws: { policy: registryPolicy } });

  expect([answer.verdict, fixesOf(answer)]).toEqual(['denied', ['denied']]);
  expect(answer.fixes).toMatchObject([{ layer: 'registryPolicy', by: { statement: { sid: 'NoPulls' } } }]);
});

test('compares the inline policy of the declaration, and no other identity policy', () => {
  const own = policy(`the inline policy 'ecr-topology' of ${CI}`, {
    Effect: 'Allow',
    Action: 'ecr:ListImages',
    Resource: '*',
  });
  const other = policy(`the inline policy 'other' of ${CI}`, {
    Effect: 'Allow',
    Action: 'ecr:GetAuthorizationToken',
    Resource: '*',
  });
  const answer = explainPull({ identity: [other, own], repositoryPolicy: 'declared' });

  expect([answer.verdict, fixesOf(answer)]).toEqual(['denied', ['deploy']]);
  expect(answer.live.differences).toMatchObject([{ layer: 'identity', actions: PULL, live: undefined }]);
});

test('is unknown if a limit could not be read, and shows the answer of the others', () => {
  const answer = explainPull({ repositoryPolicy: 'declared', context: { scps: UNKNOWN } });

  expect([answer.verdict, answer.live.verdictWithoutUnread]).toEqual(['unknown', 'allowed']);
  expect(textOf(answer)).toContain('Every policy that could be read allows it.');
});

test('is denied even if a limit could not be read', () => {
  const answer = explainPull({ repositoryPolicy: undefined, context: { scps: UNKNOWN, boundary: UNKNOWN } });

  expect(answer.verdict).toBe('denied');
});

test('suggests no policy that the declaration attaches if the identity policies could not be read', () => {
  const answer = explainPull({ identity: [UNKNOWN], repositoryPolicy: 'declared' });

  expect([answer.verdict, answer.live.declaredVerdict, fixesOf(answer)]).toEqual(['unknown', 'allowed', []]);
});

test('is unknown without differences if the repository policy could not be read', () => {
  const answer = explainPull({ isUnread: true });

  expect([answer.verdict, answer.live.differences]).toEqual(['unknown', []]);
});

test('is denied by a service control policy, with its level', () => {
  const scps = [
    [EVERYTHING],
    [
      policy("the service control policy 'Limit' (p-1) of organizational unit ou-1", {
        Effect: 'Deny',
        Action: 'ecr:*',
        Resource: '*',
      }),
    ],
  ];
  const answer = explainPull({ repositoryPolicy: 'declared', context: { scps } });

  expect(fixesOf(answer)).toEqual(['denied']);
  expect(textOf(answer)).toContain(
    "statement 1 of the service control policy 'Limit' (p-1) of organizational unit ou-1",
  );
});

test('suggests to deploy a repository that AWS does not have', () => {
  const answer = explainPull({ inAws: { repositories: [] } });

  expect([answer.verdict, answer.hasRepository, fixesOf(answer)]).toEqual(['denied', false, ['deploy']]);
  expect(answer.messages[0]).toContain('my-repo');
});

test('has the comparison in its JSON', () => {
  const json = liveExplanationJson({
    ...explainPull({ repositoryPolicy: undefined }),
    notRead: { registries: [], policies: [] },
  });

  expect(json).toMatchObject({
    version: 2,
    live: {
      declaredVerdict: 'allowed',
      verdictWithoutUnread: 'denied',
      differences: [
        { layer: 'repositoryPolicy', text: expect.stringContaining('AWS does not have it') as string },
      ],
      notRead: [],
    },
  });
});
