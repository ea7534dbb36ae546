import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { wrapCommands } from '../../../src/report/format/shell-command';

const LOGIN =
  'aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin host';

test.each([
  ['a command that fits', '  aws ecr help', 40, '  aws ecr help'],
  [
    'a wide command',
    `  ${LOGIN}`,
    50,
    [
      '  aws ecr get-login-password --region eu-west-1 \\',
      '      | docker login --username AWS \\',
      '      --password-stdin host',
    ].join('\n'),
  ],
  [
    'a comment after a command',
    '  docker pull 111111111111.example/app:latest  # also requires a login',
    50,
    '  # also requires a login\n  docker pull 111111111111.example/app:latest',
  ],
  [
    'text in quotes',
    'aws iam put-role-policy --policy-document \'{ "a b": 1 }\' --role-name ci',
    45,
    'aws iam put-role-policy --policy-document \\\n    \'{ "a b": 1 }\' --role-name ci',
  ],
  ['a line that is no command', 'Not a command, but wide enough', 10, 'Not a command, but wide enough'],
  ['a command without a limit', LOGIN, Infinity, LOGIN],
])('%s', (_, text, width, expected) => {
  expect(wrapCommands(text, { width })).toBe(expected);
});

test('the shell reads the same arguments', () => {
  const argument = fc
    .stringMatching(/^[a-z:\/ .-]{1,20}$/)
    .map((text) => (text.includes(' ') ? `'${text}'` : text));
  const argumentsOf = (command: string) =>
    execFileSync('sh', ['-c', `aws() { printf '%s\\n' "$@"; }\n${command}`], { encoding: 'utf8' });
  fc.assert(
    fc.property(fc.array(argument, { minLength: 3, maxLength: 9 }), (values) => {
      const command = `aws ${values.join(' ')}`;
      const wrapped = wrapCommands(command, { width: 40 });

      expect(argumentsOf(wrapped)).toBe(argumentsOf(command));
    }),
    { numRuns: 30 },
  );
});
