import { answerText } from '../../../src/cli/completion/answer-text';

const CANDIDATES = {
  kind: 'candidates',
  candidates: [
    { word: 'arn:aws:iam::111111111111:role/ci', description: '' },
    { word: '--format', description: 'text: for you\nsecond line' },
  ],
} as const;

test.each([
  ['bash', 'candidates\narn:aws:iam::111111111111:role/ci\n--format\n'],
  ['zsh', 'candidates\narn\\:aws\\:iam\\:\\:111111111111\\:role/ci\n--format:text: for you\n'],
  ['fish', 'candidates\narn:aws:iam::111111111111:role/ci\n--format\ttext: for you\n'],
] as const)('%s gets the kind, then a line for each candidate', (shell, text) => {
  expect(answerText(shell, CANDIDATES)).toBe(text);
});

test('files are left to the shell', () => {
  expect(answerText('zsh', { kind: 'files' })).toBe('files\n');
});

test.each(['arn:aws:iam::111111111111:role/$(id)/ci', 'a;b', 'a b', "a'b", 'a\u001b[2Jb', '`id`', 'a\nb'])(
  'does not offer %j, which a shell would run or misread',
  (word) => {
    expect(answerText('bash', { kind: 'candidates', candidates: [{ word, description: '' }] })).toBe(
      'candidates\n',
    );
  },
);
