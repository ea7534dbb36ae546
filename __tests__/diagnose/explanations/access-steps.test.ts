import { diagnose as problemsOf } from '../../declaration/declarations';
import { CALLER, denial, granted, applyFix, withAccess } from '../denials';
import { DECLARATION, diagnoseText, stepsText, readMessage } from '../diagnose-text';

describe('a denied role of IAM Identity Center', () => {
  const caller = 'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/me@example.com';
  const pattern =
    'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_????????????????';

  test.each(['ecr:PutImage', 'ecr:ListImages'])(
    'gets a grant of %s by a pattern, and a step for its permission set',
    (action) => {
      const diagnosis = diagnoseText(denial({ caller, action }), DECLARATION);
      const yaml = diagnosis.steps.find(({ code }) => code?.language === 'yaml')?.code?.text ?? '';
      expect(yaml).toContain(`{ arn: "${pattern}", viaAccountRoot: true }`);
      expect(problemsOf(applyFix(DECLARATION, yaml))).toEqual([]);
      expect(stepsText(diagnosis)).toContain('permission set Dev');
      expect(stepsText(diagnosis)).not.toContain('put-role-policy');
      expect(stepsText(diagnosis)).not.toContain('get-role');
    },
  );

  test('gets no second grant if its pattern may already grant the action', () => {
    const entry = withAccess(
      `{ allow: push, repositories: [your-repo], principals: [{ arn: '${pattern}', viaAccountRoot: true }], identity: none }`,
    );
    const diagnosis = diagnoseText(denial({ caller, because: 'no resource-based policy' }), entry);
    expect(stepsText(diagnosis)).not.toContain('access:');
    expect(stepsText(diagnosis)).toContain('npx cdktf diff');
    expect(diagnosis.cause).toContain('a condition of the repository policy decides the request');
  });

  test('is never named as a principal that does not exist', () => {
    const text = JSON.stringify(diagnoseText(denial({ caller }), undefined).steps);
    expect(text).not.toMatch(/role\/AWSReservedSSO/);
    expect(text).toContain(pattern);
  });
});

describe('a denied role of IAM Identity Center in the account of the registry', () => {
  const caller = 'arn:aws:sts::999999999999:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/me';

  test.each(['no identity-based policy', 'no resource-based policy'])(
    'needs its permission set only, because a grant to a pattern leaves the decision to it (%s)',
    (because) => {
      const fix = stepsText(diagnoseText(denial({ caller, because }), DECLARATION));
      expect(fix).toContain('permission set Dev');
      expect(fix).not.toContain('access:');
      expect(fix).not.toContain('set-repository-policy');
    },
  );
});

describe('a denied federated user', () => {
  test('gets a grant to its account, and a policy for its session and its IAM user', () => {
    const caller = 'arn:aws:sts::111111111111:federated-user/bob';
    const diagnosis = diagnoseText(denial({ caller }), DECLARATION);
    const yaml = diagnosis.steps.find(({ code }) => code?.language === 'yaml')?.code?.text ?? '';
    expect(yaml).toContain('principals: ["111111111111"]');
    expect(problemsOf(applyFix(DECLARATION, yaml))).toEqual([]);
    expect(stepsText(diagnosis)).toContain('sts:GetFederationToken');
  });
});

describe('a statement of the topology', () => {
  const withStatement = (statement: string) =>
    DECLARATION.replace(
      'your-repo: { registry: central }',
      `your-repo:\n    registry: central\n    statements:\n      - ${statement}`,
    );

  test('with an unmet condition is shown instead of a grant that bypasses it', () => {
    const declaration = withStatement(
      '{ principals: develop, actions: [ecr:PutImage], conditions: { StringEquals: { "aws:PrincipalOrgID": o-abcdefghij } } }',
    );
    const fix = stepsText(diagnoseText(denial(), declaration));
    expect(fix).toContain(
      "statement number 1 of the repository policy of 'your-repo' allows the request under a condition (aws:PrincipalOrgID)",
    );
    expect(fix).not.toContain('access:');
    expect(fix).not.toContain('set-repository-policy');
  });

  test('that denies another action of the same push is shown together with the grant', () => {
    const declaration = withStatement('{ effect: Deny, principals: "*", actions: ecr:PutImage }');
    const fix = stepsText(diagnoseText(denial({ action: 'ecr:InitiateLayerUpload' }), declaration));
    expect(fix).toContain("Narrow or remove statement number 1 of the repository policy of 'your-repo'");
    expect(fix).toContain('access:');
  });
});

describe('a repository that the topology declares in another registry only', () => {
  const on = 'arn:aws:ecr:us-west-2:999999999999:repository/my-repo';

  test('is pushed to there', () => {
    expect(stepsText(diagnoseText(denial({ on }), DECLARATION))).toContain('Push to develop, or add central');
  });

  test('is replicated for a pull', () => {
    const fix = stepsText(diagnoseText(denial({ on, action: 'ecr:BatchGetImage' }), DECLARATION));
    expect(fix).toContain('replication:\n');
    expect(fix).not.toContain('repositories:\n');
  });
});

test('names a service-linked role by a pattern, and attaches no policy to it', () => {
  const caller = 'arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForBatch/s';
  const fix = stepsText(diagnoseText(denial({ caller }), DECLARATION));
  expect(fix).toContain('role/aws-service-role/*AWSServiceRoleForBatch');
  expect(fix).not.toContain('put-role-policy');
});

describe('the path of a role in the steps', () => {
  const getRoleCommand = 'aws iam get-role --role-name ci';

  test('comes with one command that shows it if the message names a session', () => {
    expect(stepsText(diagnoseText(denial(), DECLARATION)).split(getRoleCommand)).toHaveLength(2);
  });

  test.each([
    ['the message contains it', DECLARATION, 'arn:aws:iam::111111111111:role/team/ci'],
    ['the topology contains it', granted('inline', 'arn:aws:iam::111111111111:role/team/ci'), CALLER],
  ])('needs no command if %s', (_, declaration, caller) => {
    const diagnosis = diagnoseText(denial({ caller, action: 'ecr:BatchGetImage' }), declaration);
    expect(stepsText(diagnosis)).not.toContain(getRoleCommand);
  });

  test('is the path in the topology', () => {
    const identity = 'arn:aws:iam::111111111111:role/team/ci';
    const declaration = withAccess(`{ allow: pull, repositories: [my-repo], principals: [${identity}] }`);
    expect(stepsText(diagnoseText(denial(), declaration))).toContain(`principals: [${identity}]`);
  });
});

describe('a denial of the principal that deploys', () => {
  const text = readMessage('terraform-put-role-policy-denied');

  test('suggests no grant for an explicit Deny', () => {
    const denied = text.replace(/because .*/, 'with an explicit deny in an identity-based policy');
    const diagnosis = diagnoseText(denied, DECLARATION);
    expect(diagnosis.summary).toContain('is not authorized to perform iam:PutRolePolicy on role ci:');
    expect(diagnosis.policies).toMatchObject([{ layer: 'identity-based policy', lacks: 'denies it' }]);
    expect(stepsText(diagnosis)).not.toContain('"iam:PutRolePolicy"');
  });

  test('uses the path in the topology', () => {
    const declaration = withAccess(
      '{ allow: pull, repositories: [my-repo], principals: ["arn:aws:iam::111111111111:role/team/ci"] }',
    );
    expect(stepsText(diagnoseText(text, declaration))).toContain('"arn:aws:iam::111111111111:role/team/ci"');
  });

  test('uses the actions for users if the policy belongs to a user', () => {
    const fix = stepsText(
      diagnoseText(text.replaceAll('PutRole', 'PutUser').replaceAll('role ci', 'user ci'), undefined),
    );
    expect(fix).toContain('"iam:PutUserPolicy"');
    expect(fix).toContain('"arn:aws:iam::111111111111:user/ci"');
  });
});
