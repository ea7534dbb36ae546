import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diagnose } from '../declaration/declarations';
import { ecrTopology } from './in-process';

const EXAMPLE = 'examples/cross-account-pull-push.yaml';
const ROLE = 'arn:aws:iam::111111111111:role/your-iam-role';
const folder = mkdtempSync(join(tmpdir(), 'explain-'));

/** Writes a file, and returns its path. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const example = readFileSync(EXAMPLE, 'utf8');
const withoutAccess = file('without-access.yaml', example.replace(/^access:[\s\S]*$/m, ''));
const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

const explain = async (operation: string, topology: string, ...args: readonly string[]) =>
  ecrTopology(['explain', operation, '--topology', topology, '--repository', 'your-repo', ...args]);

const PUSHING = [
  'ecr:GetAuthorizationToken',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
];

describe("the article's push", () => {
  test('is allowed, each action by a statement of the right policy', async () => {
    const { status, stdout } = await explain('push', EXAMPLE, '--as', ROLE, '--registry', 'central');
    expect(status).toBe(0);
    for (const action of PUSHING) expect(stdout).toContain(`  allowed  ${action}\n`);
    expect(stdout).toContain('7 of 7 actions are allowed.');
    expect(stdout).toContain("allowed by statement 'PullAndPush' of the repository policy of 'your-repo'");
    expect(stdout).toContain("allowed by statement 'Login' of the inline policy 'ecr-topology'");
    expect(stdout).toContain(
      'docker login --username AWS --password-stdin 999999999999.dkr.ecr.us-west-2.amazonaws.com',
    );
    expect(stdout).toContain('docker push 999999999999.dkr.ecr.us-west-2.amazonaws.com/your-repo:latest');
    expect(stdout).toContain('aws ecr list-images --region us-west-2 --registry-id 999999999999');
  });

  test('is allowed for a session of the role', async () => {
    const session = 'arn:aws:sts::111111111111:assumed-role/your-iam-role/i-0123';
    expect((await explain('push', EXAMPLE, '--as', session)).status).toBe(0);
  });

  test('is denied without access: prints the missing policy, the message of AWS and the fix', async () => {
    const { status, stdout } = await explain('push', withoutAccess, '--as', ROLE, '--registry', 'central');
    expect(status).toBe(1);
    expect(stdout).toContain(
      "Missing in account 999999999999: a statement in the repository policy of 'your-repo' in 'central'.",
    );
    expect(stdout).toContain('Unknown in account 111111111111');
    expect(stdout).toContain(
      'denied: User: arn:aws:sts::111111111111:assumed-role/your-iam-role/<session> is not authorized to perform: ' +
        'ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-west-2:999999999999:repository/your-repo because no ' +
        'identity-based policy allows the ecr:InitiateLayerUpload action',
    );
    expect(stdout).toContain('because no resource-based policy allows the ecr:InitiateLayerUpload action');
  });

  test('is allowed after the fix is applied', async () => {
    const { stdout } = await explain('push', withoutAccess, '--as', ROLE, '--format', 'json');
    const { version, fixes } = JSON.parse(stdout) as {
      version: number;
      fixes: readonly { kind: string; text: string }[];
    };
    expect(version).toBe(2);
    expect(fixes.map(({ kind }) => kind)).toEqual(['grant']);
    const entry = fixes[0]!.text.replace(/^.*\n\n/, '').replaceAll(/^ {4}/gm, '');
    const fixed = `${readFileSync(withoutAccess, 'utf8')}\n${entry}`;
    expect(diagnose(fixed)).toEqual([]);
    expect((await explain('push', file('fixed.yaml', fixed), '--as', ROLE)).status).toBe(0);
  });
});

test('is denied if only one of the two policies grants it', async () => {
  const oneSided = file('one-sided.yaml', `${example}    identity: none\n`);
  const { status, stdout } = await explain('pull', oneSided, '--as', ROLE);
  expect(status).toBe(2);
  expect(stdout).toContain('UNKNOWN');
  expect(stdout).toContain('identity policy: unknown');
});

describe('policies exported from AWS', () => {
  const oneSided = file('one-sided-real.yaml', `${example}    identity: none\n`);
  const all = file('all.json', policy({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }));
  const other = file('other.json', policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }));
  const deny = file('deny.json', policy({ Effect: 'Deny', Action: 'ecr:PutImage', Resource: '*' }));
  const allow = file('allow.json', policy({ Effect: 'Allow', Action: '*', Resource: '*' }));

  test.each([
    ['an identity policy that allows it', ['--identity-policy', all], 0, 'ALLOWED'],
    [
      'an identity policy for other actions',
      ['--identity-policy', other],
      1,
      'because no identity-based policy allows the ecr:GetAuthorizationToken action',
    ],
    [
      'two identity policies, one of which denies',
      ['--identity-policy', all, deny],
      1,
      'with an explicit deny in an identity-based policy',
    ],
    [
      'a service control policy that denies',
      ['--identity-policy', all, '--scp', allow, deny],
      1,
      'with an explicit deny in a service control policy',
    ],
    [
      'a service control policy that does not allow',
      ['--identity-policy', all, '--scp', other],
      1,
      'because no service control policy allows',
    ],
    [
      'a boundary that does not allow',
      ['--identity-policy', all, '--boundary', other],
      1,
      'because no permissions boundary allows',
    ],
    [
      'a resource control policy that denies',
      ['--identity-policy', all, '--rcp', allow, deny],
      1,
      'with an explicit deny in a resource control policy',
    ],
  ])('%s', async (_, args, status, message) => {
    const result = await explain('push', oneSided, '--as', ROLE, ...args);
    expect(result.stdout).toContain(message);
    expect(result.status).toBe(status);
  });

  test.each([
    ['no JSON', '{', /no-json\.json' is not a valid policy: not JSON/],
    ['no statement', '{}', /it has no 'Statement'/],
    ['a misspelt key', policy({ Efect: 'Allow', Action: '*' }), /has the unknown key 'Efect'/],
  ])('reports the file with %s, and evaluates nothing', async (_, text, message) => {
    const result = await explain(
      'push',
      EXAMPLE,
      '--as',
      ROLE,
      '--identity-policy',
      file('no-json.json', text),
    );
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toMatch(message);
  });
});

test('prints the policy to attach for a caller in an account that is not declared', async () => {
  const elsewhere = 'arn:aws:iam::222222222222:user/path/anna';
  const { status, stdout } = await explain('pull', EXAMPLE, '--as', elsewhere);
  expect(status).toBe(1);
  expect(stdout).toContain(
    'aws iam put-user-policy --user-name anna --policy-name ecr-999999999999-us-west-2-your-repo',
  );
  expect(stdout).toContain('"arn:aws:ecr:us-west-2:999999999999:repository/your-repo"');
  expect(stdout).toContain('principals: [arn:aws:iam::222222222222:user/path/anna]');
});

test('knows the organization only from --context', async () => {
  const organization = file(
    'organization.yaml',
    example.replace(/principals:.*/, 'principals: { organization: o-a1b2c3d4e5 }'),
  );
  const all = file('every.json', policy({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }));
  const explainFor = async (...args: readonly string[]) =>
    explain('pull', organization, '--as', ROLE, '--identity-policy', all, ...args);
  expect((await explainFor()).status).toBe(2);
  expect((await explainFor()).stdout).toContain('set --context aws:PrincipalOrgID=<value>');
  expect((await explainFor('--context', 'aws:PrincipalOrgID=o-a1b2c3d4e5')).status).toBe(0);
  expect((await explainFor('--context', 'aws:PrincipalOrgID=o-z9z9z9z9z9')).status).toBe(1);
});

test('requires the source account of a service, then prints the grant for it', async () => {
  const explainFor = async (...args: readonly string[]) =>
    explain('pull', EXAMPLE, '--as', 'lambda.amazonaws.com', '--format', 'text', ...args);
  expect((await explainFor()).status).toBe(1);
  expect((await explainFor()).stdout).toContain('principals: [{ lambda: <account> }]');
  expect((await explainFor('--context', 'aws:SourceAccount=222222222222')).stdout).toContain(
    'principals: [{ lambda: "222222222222" }]',
  );
});

test('shows a statement that denies access, because no grant overrides it', async () => {
  const denying = file(
    'denying.yaml',
    example.replace(
      'your-repo: { registry: central }',
      `your-repo: { registry: central, statements: [{ sid: NoPush, effect: Deny, principals: ${ROLE}, actions: 'ecr:PutImage' }] }`,
    ),
  );
  const { status, stdout } = await explain('push', denying, '--as', ROLE);
  expect(status).toBe(1);
  expect(stdout).toContain("Remove or narrow statement 'NoPush' of the repository policy of 'your-repo'");
  expect(stdout).toContain('6 of 7 actions are allowed.');
});

describe('unknown values', () => {
  const granted = (entry: string) => example.replace(/principals:.*/, `principals: ${entry}`);
  const all = file('admin.json', policy({ Effect: 'Allow', Action: '*', Resource: '*' }));
  const verdict = async (topology: string, caller: string, ...args: readonly string[]) =>
    (await explain('pull', topology, '--as', caller, ...args)).status;
  const role = (path: string) => `arn:aws:iam::111111111111:role/${path}`;
  const session = (name: string) => `arn:aws:sts::111111111111:assumed-role/${name}/s`;

  test('a role with another path is another role', async () => {
    for (const principal of [role('ci'), `{ arn: "${role('ci')}", viaAccountRoot: true }`]) {
      const topology = file('path.yaml', `${granted(principal)}    identity: inline\n`);
      expect(await verdict(topology, role('ci'))).toBe(0);
      expect(await verdict(topology, role('team/ci'), '--identity-policy', all)).toBe(1);
    }
  });

  test('the path of the role of a session is unknown', async () => {
    const topology = file('pattern.yaml', granted(`{ arn: "${role('team/*')}", viaAccountRoot: true }`));
    expect(await verdict(topology, role('team/ci'), '--identity-policy', all)).toBe(0);
    expect(await verdict(topology, role('other/ci'), '--identity-policy', all)).toBe(1);
    expect(await verdict(topology, session('ci'), '--identity-policy', all)).toBe(2);
    const attached = file('attached.yaml', granted(role('team/ci')));
    expect(await verdict(attached, session('ci'))).toBe(0);
  });

  test('a role may have policies other than the attached one', async () => {
    const topology = file(
      'same-account.yaml',
      granted('arn:aws:iam::999999999999:role/ci').replace(
        'your-repo:',
        'other: { registry: central }\n  your-repo:',
      ),
    );
    const explainFor = async (...args: readonly string[]) =>
      (
        await ecrTopology([
          ...['explain', 'pull', '--topology', topology, '--repository', 'other'],
          ...['--as', 'arn:aws:iam::999999999999:role/ci', ...args],
        ])
      ).status;
    expect(await explainFor()).toBe(2);
    expect(await explainFor('--identity-policy', all)).toBe(0);
  });

  test('names the permission set of a role of IAM Identity Center as the place for the policy', async () => {
    const { stdout } = await explain(
      'pull',
      withoutAccess,
      '--as',
      session('AWSReservedSSO_Dev_0123456789abcdef'),
    );
    expect(stdout).toContain(
      'principals: [{ arn: "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_????????????????", viaAccountRoot: true }]',
    );
    expect(stdout).toContain('its permission set in IAM Identity Center');
    expect(stdout).not.toContain('put-role-policy');
  });

  test('reports all missing options at once', async () => {
    const boundary = file('boundary.json', policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }));
    const { stdout } = await explain(
      'pull',
      withoutAccess,
      '--as',
      role('ci'),
      '--boundary',
      boundary,
      '--format',
      'json',
    );
    const { fixes } = JSON.parse(stdout) as {
      fixes: readonly { kind: string; actions?: readonly string[] }[];
    };
    expect(fixes.map(({ kind }) => kind)).toEqual(['limited', 'grant']);
    const scp = await explain('pull', withoutAccess, '--as', role('ci'), '--scp', boundary);
    expect(scp.stdout).toContain('Allow ecr:GetAuthorizationToken, ecr:BatchGetImage');
    expect(scp.stdout).toContain('Add to topology.yaml');
    expect(fixes[0]!.actions).toEqual([
      'ecr:GetAuthorizationToken',
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
    ]);
  });

  test('JSON has the documented keys for a statement that does not match', async () => {
    const statement = `statements: [{ principals: build, actions: "ecr:BatchGetImage", conditions: { StringEquals: { "aws:PrincipalTag/team": web } } }]`;
    const conditional = file(
      'conditional.yaml',
      example
        .replace(/^access:[\s\S]*$/m, '')
        .replace('{ registry: central }', `{ registry: central, ${statement} }`),
    );
    const args = ['--as', role('ci'), '--context', 'aws:PrincipalTag/team=ops', '--format', 'json'];
    const { unmet, ...rest } = JSON.parse((await explain('pull', conditional, ...args)).stdout) as {
      unmet: readonly object[];
    };
    expect(Object.keys(rest).sort()).toEqual([
      'actions',
      'caller',
      'fixes',
      'isHeld',
      'messages',
      'missing',
      'operation',
      'registry',
      'repository',
      'verdict',
      'version',
    ]);
    expect(unmet.map((each) => Object.keys(each).sort())).toEqual([
      ['actions', 'by', 'conditions', 'deadResources', 'layer', 'text'],
    ]);
  });

  test('names the source registry if the caller pushes to a replica', async () => {
    const { stdout } = await ecrTopology([
      ...['explain', 'push', '--as', role('ci'), '--registry', 'management', '--repository', 'my-repo'],
    ]);
    expect(stdout).toContain(
      "'management' contains a replica, and images that are pushed to a replica are not replicated. Push to 'develop'.",
    );
    expect(stdout).toContain('registries: [develop]');
  });
});

describe('replication', () => {
  const replicate = async (topology: string, from: string, to: string) =>
    ecrTopology([
      ...['explain', 'replicate', '--topology', topology],
      ...['--from', from, '--to', to, '--repository', 'my-repo'],
    ]);

  test('is allowed in the shipped topology, to another account and to another Region', async () => {
    expect((await replicate('topology.yaml', 'develop', 'management')).status).toBe(0);
    expect((await replicate('topology.yaml', 'develop', 'develop_us')).status).toBe(0);
  });

  test('is denied without a rule, and the suggested rule is valid', async () => {
    const shipped = readFileSync('topology.yaml', 'utf8');
    const without = file('without-rule.yaml', shipped.replace(/^replication:[\s\S]*$/m, ''));
    const { status, stdout } = await replicate(without, 'develop', 'management');
    expect(status).toBe(1);
    expect(stdout).toContain("no   no replication rule of 'develop' replicates it to 'management'");
    const entry = stdout.slice(stdout.indexOf('    replication:')).replaceAll(/^ {4}/gm, '');
    const fixed = file('with-rule.yaml', `${readFileSync(without, 'utf8')}${entry}`);
    expect((await replicate(fixed, 'develop', 'management')).status).toBe(0);
  });
});

test.each([
  ['without --as', ['pull', '--repository', 'my-repo'], "'explain pull' requires --as"],
  ['without --to', ['replicate', '--repository', 'my-repo', '--from', 'develop'], 'requires --to'],
  [
    'a misspelt registry',
    ['pull', '--as', ROLE, '--repository', 'my-repo', '--registry', 'managment'],
    "Did you mean 'management'?",
  ],
  ['a misspelt repository', ['pull', '--as', ROLE, '--repository', 'my-rep'], "Did you mean 'my-repo'?"],
  [
    'a repository of several registries',
    ['pull', '--as', ROLE, '--repository', 'my-repo'],
    'is in several registries: develop, develop_us, management. Select one with --registry.',
  ],
  [
    'no caller',
    ['pull', '--as', 'anna', '--repository', 'my-repo', '--registry', 'develop'],
    "'anna' is not a caller",
  ],
  [
    'an operation there is not',
    ['delete', '--repository', 'my-repo'],
    'Allowed choices are pull, push, replicate',
  ],
  [
    'context without value',
    ['pull', '--as', ROLE, '--repository', 'my-repo', '--registry', 'develop', '--context', 'x'],
    'key=value',
  ],
])('%s prints a sentence and exits with 2', async (_, args, message) => {
  const result = await ecrTopology(['explain', ...args]);
  expect(result).toMatchObject({ status: 2, stdout: '' });
  expect(result.stderr).toContain(message);
});

test('evaluates nothing if the declaration has errors', async () => {
  const result = await ecrTopology([
    ...['explain', 'pull', '--as', ROLE, '--repository', 'x'],
    ...['--topology', '__tests__/fixtures/faulty/twenty.yaml'],
  ]);
  expect(result).toMatchObject({ status: 2, stdout: '' });
});
