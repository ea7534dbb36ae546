import { readFileSync } from 'node:fs';
import type { PolicyDocument } from '../../src/aws/policy/document';
import { ECR_ACTIONS } from '../../src/aws/policy/ecr-actions';
import { readPolicy } from '../../src/aws/policy/read';

const PLAN_ROLE = 'examples/github-actions/plan-role-policy.json';
const STATE = 'examples/github-actions/state-policy.json';

function policyIn(file: string): PolicyDocument {
  const read = readPolicy(readFileSync(file, 'utf8'));
  if (read.kind === 'faulty') throw new Error(read.faults.join(', '));
  return read.policy;
}

const actionsOf = (file: string) => policyIn(file).statements.flatMap(({ actions }) => actions.values);

test.each([PLAN_ROLE, STATE])('%s allows the role to read, and nothing else', (file) => {
  const actions = actionsOf(file);
  expect(actions.length).toBeGreaterThan(1);
  for (const action of actions) expect(action).toMatch(/^(ecr|iam|s3):(Describe|Get|List)[A-Za-z]+$/);
});

test('the role cannot read an image', () => {
  for (const action of ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetAuthorizationToken']) {
    expect(actionsOf(PLAN_ROLE)).not.toContain(action);
  }
});

test('every ECR action exists, and only actions without a resource are allowed on all resources', () => {
  const known: Readonly<Record<string, string>> = ECR_ACTIONS;
  for (const { sid, actions, resources } of policyIn(PLAN_ROLE).statements) {
    const kinds = actions.values.filter((each) => each.startsWith('ecr:')).map((action) => known[action]);
    expect(new Set(kinds)).toEqual(
      new Set({ ReadRegistries: ['registry'], ReadRepositories: ['repository'] }[sid ?? '']),
    );
    expect(resources?.values.includes('*')).toBe(sid === 'ReadRegistries');
  }
});

test.each([
  [
    'examples/github-actions/plan-role-trust.json',
    // By name, and with the IDs that GitHub writes since 15 July 2026 for new, renamed and transferred repositories.
    ['repo:acme/images:pull_request', 'repo:acme@123456/images@456789:pull_request'],
  ],
  ['examples/gitlab-ci/plan-role-trust.json', ['project_path:acme/images:ref_type:branch:ref:*']],
])('%s trusts only tokens of one repository that were issued for AWS', (file, subjects) => {
  const [statement, ...others] = policyIn(file).statements;
  expect(others).toEqual([]);
  expect(statement?.actions.values).toEqual(['sts:AssumeRoleWithWebIdentity']);
  const [issuer] = statement?.principals?.values ?? [];
  const host = issuer?.value.replace('arn:aws:iam::111111111111:oidc-provider/', '');
  expect(statement?.conditions.map(({ key, values }) => [key, values])).toEqual([
    [`${host ?? ''}:aud`, ['sts.amazonaws.com']],
    [`${host ?? ''}:sub`, subjects],
  ]);
});
