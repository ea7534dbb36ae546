import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { formatDeclaration } from '../../../src/declaration/format/format';
import { parseTopology } from '../../../src/lint/declaration/load';
import { keyOrderOf } from '../../../src/declaration/schema/key-order';
import { declarationSchema } from '../../../src/lint/declaration/declaration-schema';
import { runs } from '../../random-runs';
import { BASE } from '../declarations';
import { formatted } from './formatted';
import { declarationFiles } from './random-files';

/** Each file as it is written, and as it is formatted. */
const CASES: readonly (readonly [condition: string, before: string, after: string])[] = [
  [
    'sorts sections and keys, and keeps the order of names',
    `repositories:
  b: { forceDelete: true, registry: r }
  a: { registry: r }
accounts: { z: { profile: p, id: "111111111111" }, a: { id: "222222222222" } }
`,
    `accounts: { z: { id: "111111111111", profile: p }, a: { id: "222222222222" } }

repositories:
  b: { registry: r, forceDelete: true }
  a: { registry: r }
`,
  ],
  [
    'keeps unknown keys at the end, in their order',
    'other: 1\nmore: 2\ntags: { a: b }\n',
    'tags: { a: b }\n\nother: 1\n\nmore: 2\n',
  ],
  [
    'writes the quotes that YAML needs, and double ones',
    `tags:
  'id': '111111111111'
  glob: "*"
  plain: "a/b: c"
  colon: "arn:aws:iam::111111111111:role/x"
  "true": 'yes'
  no: yes
  date: "2027-12-31"
  empty: ''
  json: '{"a": 1}'
  both: '"it''s"'
  variable: \${NAME}
  list: ["v*", "a,b", 'c d']
`,
    `tags:
  id: "111111111111"
  glob: "*"
  plain: "a/b: c"
  colon: arn:aws:iam::111111111111:role/x
  "true": "yes"
  no: yes
  date: 2027-12-31
  empty: ""
  json: '{"a": 1}'
  both: "\\"it's\\""
  variable: "\${NAME}"
  list: [v*, "a,b", c d]
`,
  ],
  [
    'keeps numbers, null and missing values, and writes booleans in lowercase',
    'tags:\n  a: 010\n  b: ~\n  c:\n  d: TRUE\n  e: { f, g: , h: 1.0 }\n',
    'tags:\n  a: 010\n  b: ~\n  c:\n  d: true\n  e: { f, g:, h: 1.0 }\n',
  ],
  [
    'indents by two spaces, and keeps at most one empty line',
    `

registries:
    r:

        account: a


        region: us-west-2
        statements:
        - sid: A
        -   sid: B
replication:
- from: a


- from: b


`,
    `registries:
  r:
    account: a

    region: us-west-2
    statements:
      - sid: A
      - sid: B

replication:
  - from: a

  - from: b
`,
  ],
  [
    'aligns mappings in braces below names, and their keys if they are the same',
    `registries:
  develop: { account: develop, region: ap-northeast-1 }
  # This comment does not end the alignment.
  us: { account: d, region: us-west-1 }
  other: { account: management, region: us-west-1, import: true }
  block:
    account: a
  alone: { account: a, region: us-east-1 }

  separate: { account: a, region: us-east-2 }
replication:
  - { from: a, to: [b, c], repositories: all }
  - { from: longer, to: [b], repositories: all }
stacks: { by: account }
`,
    `registries:
  develop: { account: develop, region: ap-northeast-1 }
  # This comment does not end the alignment.
  us:      { account: d,       region: us-west-1 }
  other:   { account: management, region: us-west-1, import: true }
  block:
    account: a
  alone: { account: a, region: us-east-1 }

  separate: { account: a, region: us-east-2 }

replication:
  - { from: a,      to: [b, c], repositories: all }
  - { from: longer, to: [b],    repositories: all }

stacks: { by: account }
`,
  ],
  [
    'writes one entry on each line if brackets are longer than 120 characters',
    `access:
  - { allow: pull, principals: [${'arn:aws:iam::111111111111:role, '.repeat(3)}x] }
  - { allow: pull, principals: [${'arn:aws:iam::111111111111:role, '.repeat(2)}x] }
tags: { key: "${'x'.repeat(120)}", other: [${'y, '.repeat(60)}] }
`,
    `access:
  - allow: pull
    principals: [${'arn:aws:iam::111111111111:role, '.repeat(3)}x]
  - { allow: pull, principals: [${'arn:aws:iam::111111111111:role, '.repeat(2)}x] }

tags:
  key: ${'x'.repeat(120)}
  other:
${'    - y\n'.repeat(60)}`,
  ],
  [
    'does not align lines that would become longer than 120 characters',
    `repositories:
  a: { registry: r, tags: { a: ${'x'.repeat(80)} } }
  name-of-a-repository: { registry: r }
`,
    `repositories:
  a: { registry: r, tags: { a: ${'x'.repeat(80)} } }
  name-of-a-repository: { registry: r }
`,
  ],
  [
    'moves comments with their sections and keys',
    `# about the registries
registries:
  r: { account: a, region: us-west-2 } # r
# about the accounts

# more
accounts:
  a:
    # the profile
    profile: p # p
    id: "111111111111" # id
  # the end of accounts
# the end
`,
    `# about the accounts

# more
accounts:
  a:
    id: "111111111111" # id
    # the profile
    profile: p # p
  # the end of accounts

# about the registries
registries:
  r: { account: a, region: us-west-2 } # r
# the end
`,
  ],
  [
    'keeps the comments of the file at its start',
    `---
# the file
# yaml-language-server: $schema=x

# the tags
tags: {a: b}
accounts: {}
...
# the end
`,
    `# the file
# yaml-language-server: $schema=x

accounts: {}

# the tags
tags: { a: b }
# the end
`,
  ],
  [
    'keeps a first comment at the start of the file if an empty line follows it',
    '# the file\n\n# the tags\ntags: {a: b}\naccounts: {}\n',
    '# the file\n\naccounts: {}\n\n# the tags\ntags: { a: b }\n',
  ],
  [
    'keeps comments in lists and between their items',
    `replication:
- from: a   #from
  # to
  to: [b, # b
    # before c
    c]
  repositories: all
  # the end of the rule
# between
- to: [c]
  from: # after from
    a
`,
    `replication:
  - from: a #from
    # to
    to:
      - b # b
      # before c
      - c
    repositories: all
    # the end of the rule
  # between
  - from: a # after from
    to: [c]
`,
  ],
  [
    'keeps comments in braces and brackets',
    `repositories:
  # first
  a: { registry: r, forceDelete: true, # why
    tags: { x: "1" } } # after
  b:
    # before the braces
    { registry: r }
tags: { # open
  a: b
  # end
  } # close
stacks: [ # only
  ]
`,
    `repositories:
  # first
  a: # after
    registry: r
    forceDelete: true # why
    tags: { x: "1" }
  # before the braces
  b: { registry: r }

stacks: [] # only

# open
tags: # close
  a: b
  # end
`,
  ],
  [
    'reads from the indentation of a comment whether it ends a section or precedes the next one',
    `accounts:
  a: { id: "1" }
  # accounts
# registries
  # also registries
registries:
  r:
    account: a
   # tags
replication:
- from: r
# stacks
stacks: { by: account }
tags:
    a: b
  # after the tags
`,
    `accounts:
  a: { id: "1" }
  # accounts

# registries
# also registries
registries:
  r:
    account: a
  # tags

replication:
  - from: r

# stacks
stacks: { by: account }

tags:
  a: b
# after the tags
`,
  ],
  [
    'keeps comments at the start of an item',
    `access:
  -
    # one
    # two
    allow: pull
  - # three
    # four
    allow: push
  - principals: x
    # about allow
    allow: push
`,
    `access:
  - # one
    # two
    allow: pull
  - # three
    # four
    allow: push
  - # about allow
    allow: push
    principals: x
`,
  ],
  [
    'keeps block scalars',
    `repositories:
  a:
    lifecycle:
      json: |   # raw
          {
            "x": 1 # not a comment
          }


    registry: r
  b:
    registry: >-
       folded

       text
  c: { registry: &x "a b
    c" }
  d:
    registry: |2
        indented
  e:
    registry: |+
      a

`,
    `repositories:
  a:
    registry: r
    lifecycle:
      json: | # raw
        {
          "x": 1 # not a comment
        }
  b:
    registry: >-
      folded

      text
  c: { registry: &x a b c }
  d:
    registry: "  indented\\n"
  e:
    registry: "a\\n\\n"
`,
  ],
  [
    'keeps anchors, aliases and merge keys',
    `accounts: &accounts
  a: &a { id: "1" }
  b: *a
registries:
  q: &q
    # why
    account: a
  r:
    region: us-west-2
    <<: *q
  s: {region: &region us-west-2, account: a}
  t: { region: *region , <<: [*q] }
`,
    `accounts: &accounts
  a: &a { id: "1" }
  b: *a

registries:
  q: &q
    # why
    account: a
  r:
    <<: *q
    region: us-west-2
  s: { account: a, region: &region us-west-2 }
  t: { <<: [*q], region: *region }
`,
  ],
  [
    'keeps an anchor before its aliases',
    `x-shared: &shared { a: b }
tags: *shared
registries: { r: { region: &r us-west-2, account: *r } }
`,
    `registries: { r: { region: &r us-west-2, account: *r } }

x-shared: &shared { a: b }

tags: *shared
`,
  ],
  [
    'keeps the order of all keys if two anchors have the same name',
    'tags: { a: &x b, c: *x }\naccounts: { d: &x e, f: *x }\n',
    'tags: { a: &x b, c: *x }\n\naccounts: { d: &x e, f: *x }\n',
  ],
  [
    'writes no empty line after a comment on the line of a dash',
    'replication:\n- to: [m]\n  # before from\n\n  from: develop\n',
    'replication:\n  - # before from\n    from: develop\n    to: [m]\n',
  ],
  [
    'writes no empty line between two comments of which the first is on the line of a dash',
    'replication:\n- to: [m]\n  # one\n\n  # two\n\n  from: develop\n',
    'replication:\n  - # one\n    # two\n\n    from: develop\n    to: [m]\n',
  ],
  ['writes the line breaks of Unix', 'tags:\r\n    a: b # c\r\n', 'tags:\n  a: b # c\n'],
  ['writes JSON as YAML', '{"tags": {"a": "b"},\n"accounts": {}}', 'accounts: {}\n\ntags: { a: b }\n'],
  ['adds the line break at the end', 'tags: {\ta: b }', 'tags: { a: b }\n'],
];

test.each(CASES)('%s', (_, before, after) => {
  expect(formatted(before)).toBe(after);
  expect(formatted(after)).toBe(after);
});

test.each([
  ['a: [', 1, 'yaml/syntax'],
  ['a:\n\tb: 1\n', 2, 'yaml/syntax'],
  ['a: 1\na: 2\n', 2, 'yaml/duplicate-key'],
  ['a: *b\n', 1, 'yaml/aliases'],
  ['a: 1\n---\nb: 2\n', 2, 'yaml/syntax'],
  ['# only a comment\n', 1, 'file/empty'],
  ['{} # no sections\n', 1, 'file/empty'],
  ['- a\n', 1, 'shape/wrong-type'],
  ['# a comment\n%YAML 1.2\n---\na: 1\n', 2, 'yaml/syntax'],
])('rejects %j', (text, line, code) => {
  expect(formatDeclaration({ file: 'topology.yaml', text }, keyOrderOf(declarationSchema))).toMatchObject({
    kind: 'refused',
    diagnostics: [{ code, span: { line } }],
  });
});

test('keeps every comment and the meaning of any declaration, and does not change a formatted one', () => {
  fc.assert(
    fc.property(declarationFiles, ({ text, comments }) => {
      const once = formatted(text);
      expect(formatted(once)).toBe(once);
      expect((once.match(/# comment \d+/g) ?? []).sort()).toEqual([...comments].sort());
      expect(meaningOf(once)).toEqual(meaningOf(text));
    }),
    runs(40),
  );
});

const FILES = ['topology.yaml', ...yamlFilesIn('examples'), ...yamlFilesIn('__tests__')];

test.each(FILES)('keeps the meaning of %s', (file) => {
  const text = readFileSync(file, 'utf8');
  expect(meaningOf(formatted(text))).toEqual(meaningOf(text));
});

test('formats a large declaration in linear time', () => {
  const repositories = Array.from(
    { length: 2_000 },
    (_, index) => `  r${index}: { registry: develop } # ${index}\n`,
  );
  expect(formatted(BASE.replace('repositories:\n', `repositories:\n${repositories.join('')}`))).toContain(
    '# 1999\n',
  );
});

/** Topologies, in `examples` and in the tests. */
function yamlFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file))
    .filter((file) => /^accounts:/m.test(readFileSync(file, 'utf8')));
}

/** Returns the topology, or the errors and warnings without their positions. */
function meaningOf(text: string): unknown {
  const { diagnostics, ...loaded } = parseTopology({ file: 'topology.yaml', text }, {}, '2026-01-01');
  const messages = diagnostics.map(({ code, message }) => `${code} ${message}`).sort();
  return loaded.kind === 'topology'
    ? { messages, topology: loaded.topology, deployment: loaded.deployment }
    : { messages };
}
