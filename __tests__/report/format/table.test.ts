import fc from 'fast-check';
import { groupedTable, terminalTable, type TableRow } from '../../../src/report/format/table';
import { PLAIN, terminalOf } from '../../../src/report/format/terminal';

const row = (...fields: readonly (string | readonly string[])[]): TableRow =>
  fields.map((lines) => ({ lines: [lines].flat() }));

const table = (rows: readonly TableRow[], width: number) =>
  terminalTable(['Caller', 'Answer'], rows, { ...PLAIN, width });

test('a table that fits has a line for each row', () => {
  expect(table([row('role ci', 'yes'), row('user a', 'no')], 80)).toBe(
    ['CALLER   ANSWER', 'role ci  yes', 'user a   no', ''].join('\n'),
  );
});

test('the widest fields wrap at words if the table does not fit', () => {
  expect(table([row('role ci', 'if its account allows it'), row('user a', 'no')], 24)).toBe(
    ['CALLER   ANSWER', '', 'role ci  if its account', '         allows it', '', 'user a   no', ''].join(
      '\n',
    ),
  );
});

test('rows become records if the longest words do not fit', () => {
  const arn = 'arn:aws:iam::111111111111:role/ci';

  expect(table([row([arn, 'user a'], ''), row('user b', 'if its account allows it')], 32)).toBe(
    [`Caller  ${arn}`, '        user a', '', 'Caller  user b', 'Answer  if its account allows it', ''].join(
      '\n',
    ),
  );
});

test('fields have the color of their meaning, which does not move the columns', () => {
  const colored = terminalTable(
    ['Answer', 'Caller'],
    [[{ lines: ['yes'], tone: 'good' }, { lines: ['user a'] }]],
    terminalOf({}, {}, 'always'),
  );

  expect(colored).toBe('\u001b[1mANSWER  CALLER\u001b[22m\n\u001b[32myes\u001b[39m     user a\n');
});

test('long fields are cut, and the number of the other lines is printed', () => {
  const many = Array.from({ length: 20 }, (_, index) => `r${index}`);

  expect(table([row(many, 'yes')], 80)).toContain('r7\n… and 12 more\n');
});

describe('groups of rows', () => {
  const groups = [
    { titles: [{ text: 'role ci', tone: 'strong' as const }], rows: [row('pull', 'yes'), row('push', 'no')] },
    {
      titles: [
        { text: 'user a', tone: 'strong' as const },
        { text: 'user b', tone: 'strong' as const },
      ],
      rows: [row('replicate', 'if its account allows it')],
    },
  ];

  test('have the same columns', () => {
    expect(groupedTable(['May', 'Answer'], groups, PLAIN)).toBe(`  MAY        ANSWER

role ci
  pull       yes
  push       no

user a
user b
  replicate  if its account allows it
`);
  });

  test('become records together', () => {
    expect(groupedTable(['May', 'Answer'], groups, { ...PLAIN, width: 18 })).toBe(`role ci
  May     pull
  Answer  yes

  May     push
  Answer  no

user a
user b
  May     replicate
  Answer  if its
          account
          allows
          it
`);
  });
});

test('no line is wider than the terminal, unless a single word is', () => {
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', ':', '/'), minLength: 1, maxLength: 12 }),
    {
      minLength: 1,
      maxLength: 9,
    },
  );
  const rows = fc.array(fc.tuple(texts, texts), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 40, max: 90 }), (fields, width) => {
      const text = table(
        fields.map(([one, other]) => row(one.join(' '), other.join(' '))),
        width,
      );

      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      for (const word of fields.flat(2)) expect(text).toContain(word);
    }),
  );
});
