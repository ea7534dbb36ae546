import { diagnose as problemsOf } from '../declaration/declarations';
import { denial, granted, applyFix, ROLE, withAccess } from './denials';
import { DECLARATION, diagnoseText, stepsText, readMessage, policyTexts } from './diagnose-text';

describe('a denied push between accounts', () => {
  const repositoryPolicy = 'repository policy of 999999999999 (management)';
  const identityPolicy = 'identity-based policy of 111111111111 (develop)';

  const DIFFERS =
    'the topology allows the request here, so the policy in AWS differs: the topology is not deployed, or the policy was changed manually';

  test.each([
    ['no identity-based policy', [identityPolicy, repositoryPolicy]],
    ['no resource-based policy', [repositoryPolicy]],
  ])('names the repository policy if only the identity policy allows it (%s)', (because, expected) => {
    const onlyIdentity = withAccess(
      `{ allow: push, repositories: [my-repo], principals: [${ROLE}], identity: managed }`,
    );
    const diagnosis = diagnoseText(denial({ because }), onlyIdentity);
    expect(policyTexts(diagnosis)).toEqual(expected);
    expect(diagnosis.cause).toContain('In the topology, the identity policy allows the request');
    expect(diagnosis.cause).toContain('In the topology, the repository policy does not allow the request.');
    expect(stepsText(diagnosis)).toContain('access:\n');
    expect(stepsText(diagnosis).split('npx cdktf deploy')).toHaveLength(2);
  });

  test('names the identity policy if only the repository policy allows it', () => {
    const diagnosis = diagnoseText(denial(), granted('none'));
    expect(policyTexts(diagnosis)).toEqual([identityPolicy]);
    expect(diagnosis.certainty.level).toBe('likely');
    expect(stepsText(diagnosis)).toContain("replace 'identity: none' with 'identity: inline'");
    expect(stepsText(diagnosis)).toContain(
      'aws iam put-role-policy --role-name ci --policy-name ecr-999999999999-us-west-2-your-repo',
    );
    expect(stepsText(diagnosis)).toContain('file://identity-policy.json --profile develop\n');
    expect(stepsText(diagnosis)).not.toContain('set-repository-policy');
  });

  test('also names the policy in the message if the topology contains it but it is not deployed', () => {
    const diagnosis = diagnoseText(denial({ because: 'no resource-based policy' }), granted('none'));
    expect(policyTexts(diagnosis)).toEqual([repositoryPolicy, identityPolicy]);
    expect(diagnosis.policies[0]?.lacks).toBe(DIFFERS);
    expect(diagnosis.steps[0]?.code?.text).toBe('npx cdktf diff\nnpx cdktf deploy\n');
    expect(stepsText(diagnosis)).toContain('aws ecr get-repository-policy --repository-name your-repo');
    expect(stepsText(diagnosis)).not.toContain('put-role-policy');
  });

  test('names a declared identity policy that is not deployed if the message names it', () => {
    const onlyIdentity = withAccess(
      `{ allow: push, repositories: [my-repo], principals: [${ROLE}], identity: managed }`,
    );
    expect(diagnoseText(denial(), onlyIdentity).policies[0]).toMatchObject({
      layer: 'identity-based policy',
      lacks: DIFFERS,
    });
  });

  test('names both policies if neither allows it, the one without an Allow in the topology first', () => {
    expect(policyTexts(diagnoseText(denial(), DECLARATION))).toEqual([repositoryPolicy, identityPolicy]);
  });

  test('suggests a deployment if both policies allow it', () => {
    const diagnosis = diagnoseText(denial(), granted());
    expect(diagnosis.steps[0]?.code?.text).toBe('npx cdktf diff\nnpx cdktf deploy\n');
    expect(stepsText(diagnosis).split('npx cdktf deploy')).toHaveLength(2);
    expect(diagnosis.cause).toMatch(/^The topology allows the request\./);
    expect(policyTexts(diagnosis)).toEqual([identityPolicy, repositoryPolicy]);
    const named = diagnoseText(denial({ because: 'no resource-based policy' }), granted());
    expect(policyTexts(named)).toEqual([repositoryPolicy, identityPolicy]);
  });

  test('names both policies without a topology, the one in the message first, as uncertain', () => {
    const of = (because: string) => diagnoseText(denial({ because }), undefined);
    expect(policyTexts(of('no identity-based policy'))).toEqual([
      'identity-based policy of 111111111111',
      'repository policy of 999999999999',
    ]);
    expect(policyTexts(of('no resource-based policy'))).toEqual([
      'repository policy of 999999999999',
      'identity-based policy of 111111111111',
    ]);
    expect(of('no resource-based policy').certainty.level).toBe('open');
  });

  test('names a role with a grant if another role of the account is the caller', () => {
    expect(diagnoseText(denial(), granted('inline', `${ROLE}-deploy`)).cause).toContain(
      'The topology attaches no policy to role ci. In that account, it attaches policies to role ci-deploy: did you mean one of these?',
    );
  });

  test('names a Deny in the topology and suggests no grant', () => {
    const denying = granted().replace(
      '  your-repo: { registry: central }',
      `  your-repo:
    registry: central
    statements: [{ sid: NoPush, effect: Deny, principals: ${ROLE}, actions: ecr:PutImage }]`,
    );
    for (const because of [
      'no resource-based policy',
      'x with an explicit deny in a resource-based policy',
    ]) {
      const diagnosis = diagnoseText(denial({ because }), denying);
      expect(diagnosis.policies).toMatchObject([
        { layer: 'repository policy', accountId: '999999999999', lacks: 'statement NoPush denies it' },
      ]);
      expect(stepsText(diagnosis)).not.toContain('access:');
      expect(diagnosis.certainty.level).toBe('certain');
    }
  });
});

describe('a denied push within one account', () => {
  const own = { on: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/my-repo' };

  test('names the identity policy first, because one Allow is enough', () => {
    const identityPolicy = 'identity-based policy of 111111111111 (develop)';
    expect(policyTexts(diagnoseText(denial(own), DECLARATION))).toEqual([identityPolicy]);
    expect(
      policyTexts(diagnoseText(denial({ ...own, because: 'no resource-based policy' }), DECLARATION)),
    ).toEqual([identityPolicy, 'repository policy of 111111111111 (develop)']);
  });

  test('suggests a deployment if the topology contains one Allow', () => {
    const declaration = withAccess(
      `{ allow: push, repositories: [my-repo], principals: [${ROLE}], identity: none }`,
    );
    expect(diagnoseText(denial(own), declaration).steps[0]?.code?.text).toContain('npx cdktf deploy');
  });
});

test.each([
  ['a push', denial()],
  ['a pull', denial({ action: 'ecr:BatchGetImage' })],
  ['another action', denial({ action: 'ecr:ListImages', because: 'no resource-based policy' })],
  [
    'a push to a repository that is not declared',
    denial({ on: 'arn:aws:ecr:us-west-2:999999999999:repository/new' }),
  ],
  ['a user whose name is special in YAML', denial({ caller: 'arn:aws:iam::111111111111:user/a,b' })],
  ['replication', readMessage('cloudtrail-replicate-denied').replaceAll('my-repo', 'other')],
  ['replication that creates the repository', readMessage('cloudtrail-create-denied')],
])('fixes %s with the suggested change of topology.yaml', (_, text) => {
  const declaration = text.includes('other')
    ? DECLARATION.replace('  my-repo:', '  other: { registry: develop }\n  my-repo:')
    : DECLARATION;
  const yaml = diagnoseText(text, declaration).steps.find(({ code }) => code?.language === 'yaml')?.code
    ?.text;
  const after = applyFix(declaration, yaml ?? '');
  expect(problemsOf(after).filter(({ severity }) => severity === 'error')).toEqual([]);
  const diagnosis = diagnoseText(text, after);
  if (text.includes('ecr:ListImages')) {
    // `statements` only write the repository policy. The identity policy has to be written by hand.
    expect(policyTexts(diagnosis)).toEqual([
      'repository policy of 999999999999 (management)',
      'identity-based policy of 111111111111 (develop)',
    ]);
    expect(diagnosis.policies[0]?.lacks).toContain('the topology allows the request here');
  } else {
    expect(diagnosis.steps[0]?.code?.text).toBe('npx cdktf diff\nnpx cdktf deploy\n');
  }
});

test('suggests no entry for an action within one account that neither pulls nor pushes', () => {
  const text = denial({
    action: 'ecr:ListImages',
    on: 'arn:aws:ecr:us-west-1:111111111111:repository/my-repo',
  });
  const diagnosis = diagnoseText(text, DECLARATION);
  expect(diagnosis.steps.filter(({ code }) => code?.language === 'yaml')).toEqual([]);
  expect(policyTexts(diagnosis)).toEqual(['identity-based policy of 111111111111 (develop)']);
});

test('keeps declared statements in the JSON of a repository policy', () => {
  const policy = diagnoseText(denial(), granted('inline', `${ROLE}-deploy`)).steps.find(
    ({ code }) => code?.file === 'repository-policy.json',
  );
  const { Statement } = JSON.parse(policy?.code?.text ?? '') as {
    readonly Statement: readonly { readonly Sid?: string; readonly Principal: { readonly AWS: string } }[];
  };
  expect(Statement.map(({ Principal }) => Principal.AWS).sort()).toEqual([ROLE, `${ROLE}-deploy`]);
  const sids = Statement.flatMap(({ Sid }) => Sid ?? []);
  expect(new Set(sids).size).toBe(sids.length);
});

test('states that an Allow in a repository policy does not affect replication, but a Deny may', () => {
  expect(diagnoseText(readMessage('cloudtrail-replicate-denied'), DECLARATION).cause).toContain(
    'ECR accepts an Allow for this action in a repository policy, but the Allow has no effect (a Deny there can have an effect)',
  );
});

test('refers to the only repository policy of the topology if the message names no repository', () => {
  const diagnosis = diagnoseText(readMessage('article-console-policy-text'), granted());
  expect(diagnosis.policies).toMatchObject([
    {
      layer: 'repository policy',
      accountId: '999999999999',
      of: 'repository your-repo in registry central in us-west-2',
    },
  ]);
  expect(stepsText(diagnosis)).toContain('aws iam get-role --role-name ci --profile develop\n');
  expect(stepsText(diagnosis)).toContain(
    'aws ecr set-repository-policy --repository-name your-repo --region us-west-2',
  );
});

test('suggests a replication rule from the only registry with the repository if the topology has no rule', () => {
  const withoutReplication = DECLARATION.slice(0, DECLARATION.indexOf('replication:'));
  const diagnosis = diagnoseText(readMessage('cloudtrail-replicate-denied'), withoutReplication);
  expect(diagnosis.steps[0]?.code?.text).toBe(
    'replication:\n  - from: develop\n    to: [management]\n    repositories: [my-repo]\n',
  );
  expect(diagnosis.cause).toContain('has no replication rule to registry management');
});

test.each([
  [
    'in another registry',
    'your-repo',
    '111111111111.dkr.ecr.us-west-1.amazonaws.com',
    'Pull from a registry that the topology declares the repository in: central (999999999999, us-west-2)',
  ],
  [
    'in no registry',
    'nobody',
    '999999999999.dkr.ecr.us-west-2.amazonaws.com',
    'Declare repository nobody under repositories',
  ],
])('suggests a step for a repository that is declared %s', (_, repository, host, fix) => {
  const text = `pull access denied for ${host}/${repository}, repository does not exist or may require 'docker login'`;
  expect(stepsText(diagnoseText(text, DECLARATION))).toContain(fix);
});

test('describes a provider without a registry in general terms', () => {
  const text = readMessage('terraform-account-not-allowed').replace('.develop,', '.elsewhere,');
  expect(diagnoseText(text, DECLARATION).summary).toBe(
    'Terraform changed nothing, because the provider requires the account in allowed_account_ids, but the credentials belong to account 999999999999 (management).',
  );
});

test('prints no shell syntax from a message in commands', () => {
  const evil = '$(reboot);id|x&y>z';
  const texts = [
    denial({ caller: `arn:aws:sts::111111111111:assumed-role/ci${evil}/s` }),
    denial({ on: `arn:aws:ecr:us-west-2:999999999999:repository/a${evil}` }),
    denial({ because: `x with an explicit deny in a permissions boundary: arn:aws:iam::1:policy/a${evil}` }),
    `The repository with name 'a${evil}' does not exist in the registry with id '999999999999'`,
    `the image tag 'a${evil}' already exists in the 'a${evil}' repository and cannot be overwritten because the repository is immutable`,
    `UnmodifiableEntity: putting IAM Role (ci${evil}), protected role 'ci${evil}'`,
    `Cannot assume IAM Role. User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/ci${evil}`,
    `KmsException ecr: arn:aws:kms:us-west-2:111111111111:key/a${evil}`,
    denial({ action: 'iam:PutRolePolicy', on: `role ci${evil}` }),
    `Could not connect to the endpoint URL: "https://api.ecr.a${evil}.amazonaws.com"`,
    `Encoded authorization failure message: ${'a'.repeat(30)}${evil}`,
  ];
  for (const text of texts) {
    for (const { code } of diagnoseText(text, DECLARATION).steps) {
      expect(code?.text ?? '').not.toMatch(/reboot|;id|x&y/);
    }
  }
});

test('names the registry policy for a denied creation, because the repository does not exist', () => {
  const text = denial({
    action: 'ecr:CreateRepository',
    on: 'arn:aws:ecr:ap-northeast-1:999999999999:repository/new',
  });
  const diagnosis = diagnoseText(text, DECLARATION);
  expect(policyTexts(diagnosis)).toEqual([
    'registry policy of 999999999999 (management)',
    'identity-based policy of 111111111111 (develop)',
  ]);
  expect(diagnosis.steps[0]?.code?.text).toBe('repositories:\n  new: { registry: management }\n');
  const policy = diagnosis.steps.find(({ code }) => code?.file === 'registry-policy.json')?.code?.text ?? '';
  const { Statement } = JSON.parse(policy) as {
    readonly Statement: readonly { readonly Resource: readonly string[] }[];
  };
  expect(Statement.flatMap(({ Resource }) => Resource).sort()).toEqual([
    'arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo',
    'arn:aws:ecr:ap-northeast-1:999999999999:repository/new',
  ]);
});

test('lists the declared registries of the account if the registry is not declared', () => {
  const of = (host: string) =>
    diagnoseText(`Get "https://${host}/v2/my-repo/manifests/1": no basic auth credentials`, DECLARATION);
  expect(of('999999999999.dkr.ecr.eu-west-1.amazonaws.com').cause).toContain(
    'The topology declares no registry of account 999999999999 in eu-west-1. For this account it declares central in us-west-2, management in ap-northeast-1: check the Region.',
  );
  expect(of('222222222222.dkr.ecr.eu-west-1.amazonaws.com').cause).toContain(
    'The topology declares no registry of account 222222222222.',
  );
});

test('does not assume the only repository of the topology if the message names another one', () => {
  const text = readMessage('article-repository-policy').replace('my-repo', 'another');
  expect(diagnoseText(text, DECLARATION).found).toMatchObject({
    repository: 'another',
    registry: { name: undefined },
  });
});
