import { pairOutputs, type OutputOption } from '../../src/cli/check-outputs';

const parseOptions = (line: string): readonly OutputOption[] =>
  line
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [option, value] = word.split('=') as ['-f' | '-o', never];
      return option === '-f' ? { option: '--format', format: value } : { option: '--output', file: value };
    });

test.each([
  ['', [['text', undefined]]],
  ['-f=json', [['json', undefined]]],
  ['-o=a.txt', [['text', 'a.txt']]],
  ['-f=sarif -o=a', [['sarif', 'a']]],
  ['-o=a -f=sarif', [['sarif', 'a']]],
  ['-f=sarif -o=-', [['sarif', undefined]]],
  [
    '-f=sarif -o=a -f=text',
    [
      ['sarif', 'a'],
      ['text', undefined],
    ],
  ],
  [
    '-f=text -f=sarif -o=a',
    [
      ['text', undefined],
      ['sarif', 'a'],
    ],
  ],
  [
    '-f=markdown -o=a -f=markdown -o=b -f=junit -o=c',
    [
      ['markdown', 'a'],
      ['markdown', 'b'],
      ['junit', 'c'],
    ],
  ],
] as const)('pairs %j as %j', (line, outputs) => {
  expect(pairOutputs(parseOptions(line)).map(({ format, file }) => [format, file])).toEqual(outputs);
});

test.each([
  ['-f=text -f=json', 'Formats text and json would both be written to standard output'],
  ['-f=text -o=a -f=json -f=sarif', 'Formats json and sarif would both be written to standard output'],
  ['-o=a -f=json -o=b', "--output 'a' has no --format before it"],
  ['-f=json -o=a -o=b', "--output 'b' has no --format before it"],
])('rejects %j as ambiguous', (line, message) => {
  expect(() => pairOutputs(parseOptions(line))).toThrow(message);
});
