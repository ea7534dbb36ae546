import { diagnose as problemsOf } from '../topology/declarations';
import { CALLER, denial, granted, mended, withAccess } from './denials';
import { DECLARATION, diagnosed, mendOf, message } from './surroundings';

describe('a denied role of IAM Identity Center', () => {
  const caller = 'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/me@example.com';
  const pattern =
    'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_????????????????';

  test.each(['ecr:PutImage', 'ecr:ListImages'])(
    'gets a grant of %s by a pattern, and a step for its permission set',
    (action) => {
      const diagnosis = diagnosed(denial({ caller, action }), DECLARATION);
      const yaml = diagnosis.steps.find(({ code }) => code?.language === 'yaml')?.code?.text ?? '';
      expect(yaml).toContain(`{ arn: "${pattern}", viaAccountRoot: true }`);
      expect(problemsOf(mended(DECLARATION, yaml))).toEqual([]);
      expect(mendOf(diagnosis)).toContain('permission set Dev');
      expect(mendOf(diagnosis)).not.toContain('put-role-policy');
      expect(mendOf(diagnosis)).not.toContain('get-role');
    },
  );

  test('gets no second grant if its pattern may already grant the action', () => {
    const entry = withAccess(
      `{ allow: push, repositories: [your-repo], principals: [{ arn: '${pattern}', viaAccountRoot: true }], identity: none }`,
    );
    const diagnosis = diagnosed(denial({ caller, because: 'no resource-based policy' }), entry);
    expect(mendOf(diagnosis)).not.toContain('access:');
    expect(mendOf(diagnosis)).toContain('npx cdktf diff');
    expect(diagnosis.cause).toContain('a condition of the repository policy decides it');
  });

  test('is never named as a principal that does not exist', () => {
    const text = JSON.stringify(diagnosed(denial({ caller }), undefined).steps);
    expect(text).not.toMatch(/role\/AWSReservedSSO/);
    expect(text).toContain(pattern);
  });
});

test('names a service-linked role by a pattern, and attaches no policy to it', () => {
  const caller = 'arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForBatch/s';
  const mend = mendOf(diagnosed(denial({ caller }), DECLARATION));
  expect(mend).toContain('role/aws-service-role/*AWSServiceRoleForBatch');
  expect(mend).not.toContain('put-role-policy');
});

describe('the path of a role in the steps', () => {
  const asked = 'aws iam get-role --role-name ci';

  test('comes with one command that shows it if the message names a session', () => {
    expect(mendOf(diagnosed(denial(), DECLARATION)).split(asked)).toHaveLength(2);
  });

  test.each([
    ['the message contains it', DECLARATION, 'arn:aws:iam::111111111111:role/team/ci'],
    ['the topology contains it', granted('inline', 'arn:aws:iam::111111111111:role/team/ci'), CALLER],
  ])('needs no command if %s', (_, declaration, caller) => {
    const diagnosis = diagnosed(denial({ caller, action: 'ecr:BatchGetImage' }), declaration);
    expect(mendOf(diagnosis)).not.toContain(asked);
  });

  test('is the path in the topology', () => {
    const identity = 'arn:aws:iam::111111111111:role/team/ci';
    const declaration = withAccess(`{ allow: pull, repositories: [my-repo], principals: [${identity}] }`);
    expect(mendOf(diagnosed(denial(), declaration))).toContain(`principals: [${identity}]`);
  });
});

describe('a denial of the principal that deploys', () => {
  const text = message('terraform-put-role-policy-denied');

  test('suggests no grant for an explicit Deny', () => {
    const denied = text.replace(/because .*/, 'with an explicit deny in an identity-based policy');
    const diagnosis = diagnosed(denied, DECLARATION);
    expect(diagnosis.summary).toContain('may not iam:PutRolePolicy on role ci.');
    expect(diagnosis.policies).toMatchObject([{ layer: 'identity-based policy', lacks: 'denies it' }]);
    expect(mendOf(diagnosis)).not.toContain('"iam:PutRolePolicy"');
  });

  test('uses the path in the topology', () => {
    const declaration = withAccess(
      '{ allow: pull, repositories: [my-repo], principals: ["arn:aws:iam::111111111111:role/team/ci"] }',
    );
    expect(mendOf(diagnosed(text, declaration))).toContain('"arn:aws:iam::111111111111:role/team/ci"');
  });

  test('uses the actions for users if the policy belongs to a user', () => {
    const mend = mendOf(
      diagnosed(text.replaceAll('PutRole', 'PutUser').replaceAll('role ci', 'user ci'), undefined),
    );
    expect(mend).toContain('"iam:PutUserPolicy"');
    expect(mend).toContain('"arn:aws:iam::111111111111:user/ci"');
  });
});
