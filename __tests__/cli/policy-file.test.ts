import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPolicy } from '../../src/aws/policy/read';
import { readPolicyFile } from '../../src/cli/policy-file';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-policy-file-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' }],
};
const TEXT = JSON.stringify(DOCUMENT);
const PARSED = readPolicy(TEXT);

function file(content: string | Buffer): string {
  const path = join(folder, 'policy.json');
  writeFileSync(path, content);
  return path;
}

/** Returns the error message for a file that is not a policy. */
function rejectionOf(path: string): string {
  try {
    readPolicyFile(path);
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(folder, '') : '';
  }
  return 'read';
}

describe('accepts a policy as a command prints it', () => {
  test.each<readonly [command: string, output: unknown]>([
    ['without other output', DOCUMENT],
    ['by aws iam get-role-policy', { RoleName: 'ci', PolicyName: 'push', PolicyDocument: DOCUMENT }],
    ['by aws iam get-user-policy', { UserName: 'ci', PolicyName: 'push', PolicyDocument: DOCUMENT }],
    [
      'by the API of IAM, URL-encoded',
      { RoleName: 'ci', PolicyName: 'push', PolicyDocument: encodeURIComponent(TEXT) },
    ],
    [
      'by aws iam get-policy-version',
      { PolicyVersion: { Document: DOCUMENT, VersionId: 'v1', IsDefaultVersion: true } },
    ],
    [
      'by the API for a version, URL-encoded',
      { PolicyVersion: { Document: encodeURIComponent(TEXT), VersionId: 'v1' } },
    ],
    [
      'by aws organizations describe-policy',
      { Policy: { PolicySummary: { Type: 'SERVICE_CONTROL_POLICY' }, Content: TEXT } },
    ],
    ['by aws ecr get-repository-policy', { registryId: '1', repositoryName: 'r', policyText: TEXT }],
    ['by aws ecr get-registry-policy', { registryId: '1', policyText: TEXT }],
  ])('%s', (_, output) => {
    const path = file(JSON.stringify(output, null, '\t'));
    expect(readPolicyFile(path)).toEqual({
      label: path,
      policy: PARSED.kind === 'policy' ? PARSED.policy : undefined,
    });
  });

  test('accepts a byte order mark', () => {
    expect(rejectionOf(file(`\uFEFF${TEXT}`))).toBe('read');
  });
});

describe('rejects a file that is not a policy, with its name and the reason', () => {
  test.each<readonly [what: string, content: string, why: string]>([
    ['no JSON', '{\n\n"Statement"\n}', "'/policy.json' is not a valid policy: not JSON: "],
    ['nothing', '', "'/policy.json' is not a valid policy: not JSON: "],
    [
      'a managed policy without its document',
      '{"Policy":{"PolicyName":"push","DefaultVersionId":"v1"}}',
      "it has no 'Statement'; use the policy, or the output of aws iam get-role-policy, aws iam get-policy-version or",
    ],
    ['a list', '[]', 'it is not a JSON object; use the policy'],
    ['a wrong policy', '{"Statement":{"Effect":"Maybe","Action":"*"}}', 'Effect is neither Allow nor Deny.'],
    ['a wrong policy in an answer', '{"PolicyDocument":{"Statement":[1]}}', 'Statement[0] is not an object.'],
    ['a string in an answer that is not JSON', '{"policyText":"%zz"}', 'not JSON: '],
    [
      'a policy with a key of an answer',
      '{"Statement":[],"policyText":"{}"}',
      "the unknown key 'policyText'",
    ],
  ])('%s', (_, content, reason) => {
    const message = rejectionOf(file(content));
    expect(message).toContain(reason);
    expect(message).toMatch(/^'\/policy.json' is not a valid policy: [^\n]*\.$/);
  });

  test.each<readonly [what: string, key: string, content: string]>([
    ['an effect', 'Effect', '{"Statement":{"Effect":"Deny","Action":"*","Effect":"Allow"}}'],
    ['an effect in other letters', 'Effect', '{"Statement":{"Effect":"Deny","\\u0045ffect":"Allow"}}'],
    ['statements', 'Statement', '{"Statement":[],"Version":"2012-10-17","Statement":[]}'],
    ['an operator', 'Bool', '{"Statement":[{"Condition":{"Bool":{"a":"1"} , "Bool" : {"b":"2"}}}]}'],
    ['a key after a list of objects', 'a', '{"a":[{"b":1},{"b":2}],"c":"\\"a\\":","a":1}'],
    ['a document', 'PolicyDocument', `{"PolicyDocument":{},"PolicyDocument":${TEXT}}`],
    [
      'an effect in a text',
      'Effect',
      JSON.stringify({ policyText: '{"Statement":{"Effect":1,"Effect":2}}' }),
    ],
  ])('rejects %s that occurs twice', (_, key, content) => {
    expect(rejectionOf(file(content))).toBe(
      `'/policy.json' is not a valid policy: duplicate key '${key}' in an object.`,
    );
  });

  test('accepts a key that occurs in two objects or is also a value', () => {
    const twin = { Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*', Sid: 'Effect' };
    expect(rejectionOf(file(JSON.stringify({ Statement: [twin, { ...twin, Sid: '" "Effect":' }] })))).toBe(
      'read',
    );
  });

  test('rejects the deepest nesting that a text can have', () => {
    expect(rejectionOf(file('['.repeat(100_000) + ']'.repeat(100_000)))).toContain('it is not a JSON object');
  });
});

describe('rejects a file that is not a regular file of a sensible size', () => {
  test.each<readonly [what: string, make: () => string, expected: string]>([
    ['an empty name', () => '', "Policy file '' cannot be read. The file name is empty."],
    [
      'a missing file',
      () => join(folder, 'nothing.json'),
      "Policy file '/nothing.json' cannot be read. The file does not exist.",
    ],
    [
      'a folder',
      () => {
        mkdirSync(join(folder, 'sub'));
        return join(folder, 'sub');
      },
      "Policy file '/sub' cannot be read. This is a folder, not a file. Specify a file in the folder.",
    ],
    [
      'a pipe without a writer',
      () => {
        spawnSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe')]);
        return join(folder, 'pipe');
      },
      "Policy file '/pipe' cannot be read. This is a named pipe, not a file. Write its output to a file",
    ],
    [
      'an endless device',
      () => '/dev/zero',
      "Policy file '/dev/zero' cannot be read. This is a device or a socket",
    ],
    [
      'a file of 20 MB and a byte',
      () => {
        const path = file('');
        truncateSync(path, 20_000_001);
        return path;
      },
      "Policy file '/policy.json' cannot be read. The file is larger than the maximum of 20 MB.",
    ],
    [
      'a file in UTF-16',
      () => file(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, 'utf16le')])),
      "Policy file '/policy.json' cannot be read. The file is UTF-16, not UTF-8. Save the file as UTF-8.",
    ],
  ])('%s', (_, make, message) => {
    expect(rejectionOf(make())).toContain(message);
  });
});
