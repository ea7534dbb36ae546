import { CODES, type DiagnosticCode } from '../../src/topology/codes';
import { BASE, base, diagnose } from './declarations';

interface Case {
  /** Wrong; «marks» enclose what the diagnostic points at. */
  readonly bad: string;
  /** What the message and the help must say. */
  readonly says: string;
  /** The nearest declaration without the fault; the base where there is nothing nearer. */
  readonly good?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';
const REPOSITORY = '  my-repo: { registry: develop }\n';
const rule = (text: string) => base(RULE, `  - { ${text} }\n`);
const repository = (text: string) => base(REPOSITORY, `${REPOSITORY}  ${text}\n`);
const account = (text: string) => base('management: { id: "999999999999" }', `management: { ${text} }`);
const registry = (text: string) =>
  base('  management: { account: management, region: ap-northeast-1 }', `  ${text}`);

const many = (number: number, item: (index: number) => string) =>
  Array.from({ length: number }, (_, index) => item(index));

/** `number` rules from develop, each with a prefix of its own. */
function rules(number: number, mark: (rule: string, index: number) => string = (text) => text): string {
  const lines = many(
    number,
    (index) => `  - ${mark(`{ from: develop, to: [develop_us], repositories: [app${index}/] }`, index)}\n`,
  );
  const repositories = many(number, (index) => `  app${index}/x: { registry: develop }\n`);
  return BASE.replace(RULE, lines.join('')).replace(REPOSITORY, REPOSITORY + repositories.join(''));
}

/** A rule from develop to `number` registries of as many accounts. */
function destinations(
  number: number,
  mark: (name: string, index: number) => string = (text) => text,
): string {
  const accounts = many(number, (index) => `  far${index}: { id: "${String(300_000_000_000 + index)}" }\n`);
  const registries = many(number, (index) => `  far${index}: { account: far${index}, region: eu-west-1 }\n`);
  const names = many(number, (index) => mark(`far${index}`, index));
  return BASE.replace('registries:\n', `${accounts.join('')}registries:\n${registries.join('')}`).replace(
    '[develop_us, management]',
    `[${names.join(', ')}]`,
  );
}

/** A rule with `number` prefixes. */
function filters(number: number, mark: (name: string, index: number) => string = (text) => text): string {
  const repositories = many(number, (index) => `  app${index}/x: { registry: develop }\n`);
  const names = many(number, (index) => mark(`app${index}/`, index));
  return BASE.replace(REPOSITORY, REPOSITORY + repositories.join('')).replace(
    '[my-repo]',
    `[${names.join(', ')}]`,
  );
}

/** `number` repositories that are replicated to another account by name. */
function longPolicy(number: number, mark = false): string {
  const repositories = many(
    number,
    (index) => `  team/service-${String(index).padStart(4, '0')}: { registry: develop }\n`,
  );
  return BASE.replace(REPOSITORY, REPOSITORY + repositories.join(''))
    .replace('[my-repo]', '[team/]')
    .replace('  management: { account', mark ? '  «management»: { account' : '  management: { account');
}

const CASES: Readonly<
  Record<Exclude<DiagnosticCode, 'file/missing' | 'file/unreadable' | 'file/not-utf8'>, readonly Case[]>
> = {
  'file/empty': [
    { bad: '«»', says: 'holds no declaration' },
    { bad: '«»# only a comment\n', says: 'topology.yaml is an example' },
    { bad: '«»---\n', says: 'holds no declaration' },
  ],

  'yaml/syntax': [
    { bad: 'accounts: { develop: { id: "1"\n«»', says: 'This is not YAML: flow map' },
    { bad: 'accounts:\n«»\tdevelop: 1\n', says: 'Indent with spaces' },
    { bad: `${BASE}«---»\na: 1\n`, says: 'more than one YAML document' },

    { bad: base('ap-northeast-1', '«!Ref» region'), says: 'tag' },
  ],
  'yaml/duplicate-key': [
    {
      bad: repository('«my-repo»: { registry: develop }'),
      says: 'second time',
      good: repository('my-repo2/x: { registry: develop }'),
    },
    { bad: `${BASE}«accounts»: {}\n`, says: "'accounts' stands here a second time" },
  ],
  'yaml/aliases': [
    {
      bad: base('"111111111111"', '«*nobody»'),
      says: 'no &nobody before it',
      good: base('"111111111111"', '&id "111111111111"'),
    },
    {
      bad: many(80, (index) =>
        index === 64
          ? `a64: &a64 [«*a63»]`
          : `a${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}`}]`,
      ).join('\n'),
      says: 'deeper than 64',
    },
    {
      bad: `${BASE}tags: { a: &a { b: «*a» } }\n`,
      says: 'within what it repeats',
      good: `${BASE}tags: { a: &a x, b: *a }\n`,
    },
    {
      bad: [
        'a: &a [x, x, x, x, x, x, x, x, x, x]',
        ...many(7, (index) => {
          const [name, before] = ['bcdefgh'.charAt(index), 'abcdefg'.charAt(index)];
          return `${name}: &${name} [${many(10, (each) => (index === 5 && each === 1 ? `«*${before}»` : `*${before}`)).join(', ')}]`;
        }),
      ].join('\n'),
      says: 'more than 100000 values',
    },
  ],
  'yaml/depth': [
    {
      bad: `tags: ${'['.repeat(62)}«[»${']'.repeat(63)}`,
      says: 'deeper than 64',
      good: `${BASE}tags: { a: b }\n`,
    },
    { bad: `${'['.repeat(63)}«[»${'['.repeat(500_000)}`, says: 'deeper than 64' },
  ],

  'shape/unknown-key': [
    { bad: `${BASE}«replications»: []\n`, says: "Did you mean 'replication'?" },
    {
      bad: account('id: "999999999999", «Profile»: x'),
      says: 'Allowed: id, profile, assumeRole',
      good: account('id: "999999999999", profile: x'),
    },
    {
      bad: repository('other: { registry: develop, «force_delete»: true }'),
      says: "Did you mean 'forceDelete'?",
    },
  ],
  'shape/missing-key': [
    {
      bad: registry('«management»: { account: management }'),
      says: "'region' is missing in registries.management",
    },
    {
      bad: rule('«from»: develop, to: [management]')
        .replace('{ «from»', '«{ from')
        .replace('[management] }', '[management] }»'),
      says: "'repositories' is missing in replication[0]",
    },
    {
      bad: '«accounts: {}»\nregistries: {}\n',
      says: "'repositories' is missing at the top of a declaration",
    },
  ],
  'shape/wrong-type': [
    {
      bad: base('{ registry: develop }', '{ registry: develop, forceDelete: «yes» }'),
      says: 'write true',
      good: base('{ registry: develop }', '{ registry: develop, forceDelete: true }'),
    },
    {
      bad: base('{ registry: develop }', '{ registry: develop, forceDelete: «"true"» }'),
      says: 'Leave out the quotes',
    },
    {
      bad: rule('from: develop, to: «management», repositories: [my-repo]'),
      says: 'Put it in brackets: [management]',
    },
    {
      bad: rule('from: develop, to: [management], repositories: «my-repo»'),
      says: "must be 'all' or a list",
    },
    { bad: rule('from: «5», to: [management], repositories: [my-repo]'), says: 'text or a list' },
    {
      bad: base(REPOSITORY, `${REPOSITORY}  «other»:\n`).replace('«other»:', 'other:«»'),
      says: 'is nothing',
    },
    {
      bad: `${BASE}tags: { cost-centre: «1234» }\n`,
      says: 'Put it in quotes: "1234"',
      good: `${BASE}tags: { cost-centre: "1234" }\n`,
    },
    { bad: '«- accounts»\n- registries\n', says: 'The declaration must be a mapping' },
  ],
  'shape/wrong-value': [
    {
      bad: `${BASE}stacks: { by: «topologie» }\n`,
      says: "Did you mean 'topology'?",
      good: `${BASE}stacks: { by: topology }\n`,
    },
    { bad: base('[develop_us, management]', '[]').replace('to:', '«to»:'), says: 'at least 1' },
    {
      bad: account('id: "999999999999", profile: «"${x"»').replace('"${x"', "'a$b'"),
      says: 'the name of a profile',
    },
    {
      bad: account('id: "999999999999", assumeRole: { arn: «arn:aws:iam::999999999999:user/x» }'),
      says: 'the ARN of a role',
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
    { bad: `${BASE}tags: { a: «"{b}"» }\n`, says: 'letters, digits, spaces' },
    {
      bad: `${BASE}backend: { s3: { bucket: «"a"», region: us-east-1 } }\n`,
      says: 'S3 bucket',
      good: `${BASE}backend: { s3: { bucket: abc, region: us-east-1 } }\n`,
    },
  ],
  'shape/not-supported-yet': [
    { bad: `${BASE}«access»: []\n`, says: 'not supported yet' },
    { bad: `${BASE}«checks»: {}\n`, says: 'would have no effect' },
    {
      bad: `${BASE}stacks: { by: «account» }\n`,
      says: "Write 'topology'",
      good: `${BASE}stacks: { by: topology }\n`,
    },
    {
      bad: repository('other: { registry: develop, «scanOnPush»: true }'),
      says: "'scanOnPush' is not supported yet",
    },
    {
      bad: `${BASE}defaults: { repository: { «imageTagMutability»: IMMUTABLE } }\n`,
      says: 'not supported yet',
      good: `${BASE}defaults: { repository: { forceDelete: true } }\n`,
    },
    {
      bad: registry(
        'management: { account: management, region: ap-northeast-1, «scanning»: { type: BASIC } }',
      ),
      says: 'not supported yet',
    },
  ],

  'environment/not-set': [
    { bad: account('id: «"${ID}"»'), says: 'ID is not set', good: account('id: "${ID:-999999999999}"') },
    { bad: account('id: «"${ID}"»'), environment: { ID: '' }, says: 'ID is empty' },
  ],
  'environment/malformed': [
    { bad: account('id: «"${ID"»'), says: 'Write ${NAME} or ${NAME:-default}' },
    { bad: account('id: «"${1D}"»'), says: "'${1D}' does not name" },
    { bad: account('id: «"${ID-5}"»'), says: "'${ID-5}' does not name" },
  ],
  'environment/credential': [
    {
      bad: account('id: "999999999999", profile: «"${AWS_SECRET_ACCESS_KEY}"»'),
      environment: { AWS_SECRET_ACCESS_KEY: 'hunter2' },
      says: 'looks like a credential',
    },
    {
      bad: account('id: "999999999999", profile: «"${GITHUB_TOKEN:-x}"»'),
      says: 'GITHUB_TOKEN looks like a credential',
      good: account('id: "999999999999", profile: "${PROFILE:-x}"'),
    },
  ],

  'account/name': [
    {
      bad: base('develop_us: { account: develop,', 'develop_us: { account: develop,').replace(
        'registries:',
        '  «9lives»: { id: "222222222222" }\nregistries:',
      ),
      says: 'start with a letter',
    },
  ],
  'account/id': [
    { bad: account('id: «"99999999999"»'), says: 'it has 11 digits, not 12' },
    { bad: account('id: «"9999-9999-9999"»'), says: 'leave out the hyphens' },
    { bad: account('id: «"${ID}"»'), environment: { ID: 'secret-thing' }, says: "'${ID}' does not fit" },
  ],
  'account/id-unquoted': [
    {
      bad: account('id: «012345678901»'),
      says: 'reads a number (12345678901) and drops leading zeros',
      good: account('id: "012345678901"'),
    },
    { bad: account('id: «999999999999»'), says: 'Write id: "999999999999"' },
  ],
  'account/duplicate-id': [
    { bad: account('id: «"111111111111"»'), says: "the same AWS account as 'develop'" },
  ],
  'account/two-credentials': [
    {
      bad: account(
        'id: "999999999999", profile: x, «assumeRole»: { arn: "arn:aws:iam::999999999999:role/x" }',
      ),
      says: 'both a profile and a role',
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
  ],
  'account/role-elsewhere': [
    {
      bad: account('id: "999999999999", assumeRole: { arn: «"arn:aws:iam::111111111111:role/x"» }'),
      says: 'Name a role of account 999999999999',
    },
    {
      bad: account('id: "999999999999", assumeRole: { arn: «"arn:aws-cn:iam::999999999999:role/x"» }'),
      says: 'Start the ARN with arn:aws:',
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
  ],

  'registry/name': [
    {
      bad: base('registries:\n', 'registries:\n  «eu-hub»: { account: develop, region: eu-west-1 }\n'),
      says: "Call it 'eu_hub'",
      good: base('registries:\n', 'registries:\n  eu_hub: { account: develop, region: eu-west-1 }\n'),
    },
    {
      bad: base('registries:\n', 'registries:\n  «EU»: { account: develop, region: eu-west-1 }\n'),
      says: 'a capital letter',
    },
    {
      bad: base('registries:\n', 'registries:\n  «1st»: { account: develop, region: eu-west-1 }\n'),
      says: 'starts with a digit',
    },
  ],
  'registry/unknown-account': [
    {
      bad: registry('management: { account: «managment», region: ap-northeast-1 }'),
      says: "Did you mean 'management'?",
    },
  ],
  'registry/unknown-region': [
    {
      bad: registry('management: { account: management, region: «ap-northeast-9» }'),
      says: "Did you mean 'ap-northeast-1'?",
    },
    {
      bad: registry('management: { account: management, region: «Tokyo» }'),
      says: 'newer than this version',
      good: registry('management: { account: management, region: eusc-de-east-1 }').replace(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n',
      ),
    },
  ],
  'registry/duplicate': [
    {
      bad: registry('«management»: { account: develop, region: ap-northeast-1 }'),
      says: 'are the same registry',
    },
  ],
  'registry/partition': [
    {
      bad: registry('management: { account: develop, region: «cn-north-1» }').replace(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n',
      ),
      says: 'An AWS account exists in one partition',
    },
  ],

  'repository/name': [
    {
      bad: repository('«Other»: { registry: develop }'),
      says: "the capital letter 'O'",
      good: repository('other-1/x.y__z: { registry: develop }'),
    },
    { bad: repository('«other//x»: { registry: develop }'), says: 'a namespace is empty' },
    { bad: repository('«other_-x»: { registry: develop }'), says: "'_-' between two words" },
  ],
  'repository/leading-digit': [
    {
      bad: repository('«7zip»: { registry: develop }'),
      says: 'user guide does not',
      good: repository('zip7: { registry: develop }'),
    },
  ],
  'repository/unknown-registry': [
    { bad: repository('other: { registry: «devlop» }'), says: "Did you mean 'develop'?" },
    {
      bad: repository('other: { registries: [develop, «nowhere»] }'),
      says: 'Declared: develop, develop_us, management',
      good: repository('other: { registries: [develop, management] }'),
    },
  ],
  'repository/which-registry': [
    { bad: repository('«other»: {}'), says: "neither 'registry' nor 'registries'" },
    {
      bad: repository('other: { registry: develop, «registries»: [management] }'),
      says: "Write all of them in 'registries'",
    },
    {
      bad: repository('other: { registries: [develop, «develop»] }'),
      says: 'named twice',
      good: repository('other: { registries: [develop, management] }'),
    },
  ],

  'replication/unknown-registry': [
    {
      bad: rule('from: develop, to: [develop_us, «managment»], repositories: [my-repo]'),
      says: "Did you mean 'management'?",
    },
    {
      bad: rule('from: «elsewhere», to: [management], repositories: [my-repo]'),
      says: "'elsewhere' is not a registry",
    },
  ],
  'replication/same-registry': [
    {
      bad: rule('from: develop, to: [develop_us, «develop»], repositories: [my-repo]'),
      says: 'Replication destination cannot be the same as the source registry',
    },
  ],
  'replication/duplicate-registry': [
    {
      bad: rule('from: develop, to: [management, «management»], repositories: [my-repo]'),
      says: 'a destination of this rule already',
    },
    {
      bad: rule('from: [develop, «develop»], to: [management], repositories: [my-repo]'),
      says: 'a source of this rule already',
    },
  ],
  'replication/partition': [
    {
      bad: registry('management: { account: management, region: cn-north-1 }').replace(
        '[develop_us, management]',
        '[develop_us, «management»]',
      ),
      says: 'ECR does not replicate from one to another',
    },
  ],
  'replication/filter': [
    {
      bad: rule('from: develop, to: [management], repositories: [«"my-*"»]'),
      says: "without '*'; write 'my-'",
      good: rule('from: develop, to: [management], repositories: ["my-"]'),
    },
    { bad: rule('from: develop, to: [management], repositories: [«/x»]'), says: "starts with '/'" },
    { bad: rule('from: develop, to: [management], repositories: [«m»]'), says: 'shorter than 2' },
    { bad: rule('from: develop, to: [management], repositories: [«my//»]'), says: 'a namespace is empty' },
  ],
  'replication/duplicate-filter': [
    {
      bad: rule('from: develop, to: [management], repositories: [my-repo, «my-repo»]'),
      says: 'stands here twice',
    },
  ],
  'replication/unknown-repository': [
    {
      bad: rule('from: develop, to: [management], repositories: [«my-rpeo»]'),
      says: "Did you mean 'my-repo'?",
      good: rule('from: develop, to: [management], repositories: [my-]'),
    },
  ],
  'replication/matches-nothing': [
    {
      bad: rule('from: management, to: [develop], repositories: [«my-repo»]'),
      says: 'images are pushed to my-repo in',
    },
    {
      bad: rule('from: [develop, «management»], to: [develop_us], repositories: [my-repo]'),
      says: "pushed to 'management'",
      good: rule('from: [develop, management], to: [develop_us], repositories: [my-repo]').replace(
        '{ registry: develop }',
        '{ registries: [develop, management] }',
      ),
    },
    {
      bad: rule('from: «management», to: [develop], repositories: all'),
      says: "Declare a repository in 'management'",
      good: rule('from: develop, to: [management], repositories: all'),
    },
  ],
  'replication/nothing-to-create-from': [
    {
      bad: rule('from: develop, to: [management], repositories: [«team/»], createRepositories: true'),
      says: 'created outside the topology',
      good: rule('from: develop, to: [management], repositories: [my-], createRepositories: true'),
    },
    {
      bad: rule('from: «management», to: [develop], repositories: all, createRepositories: true'),
      says: 'created outside the topology',
    },
  ],
  'replication/overmatch': [
    {
      bad: repository('prod/api: { registry: develop }\n  production: { registry: develop }').replace(
        '[my-repo]',
        '[«prod»]',
      ),
      says: "For the namespace alone write 'prod/'",
      good: repository('prod/api: { registry: develop }\n  production: { registry: develop }').replace(
        '[my-repo]',
        '[prod/]',
      ),
    },
    {
      bad: repository('my-repo-old: { registry: develop }').replace('[my-repo]', '[«my-repo»]'),
      says: 'ECR has no exact match',
      good: repository('my-repo-old: { registry: develop }').replace('[my-repo]', '[my-repo, my-repo-old]'),
    },
    { bad: base('[my-repo]', '[«my-rep»]'), says: 'Write the whole name', good: base('[my-repo]', '[my-]') },
  ],
  'replication/chain': [
    {
      bad: base(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n  - { from: develop_us, to: [«management»], repositories: [my-repo] }\n',
      ).replace('{ registry: develop }', '{ registries: [develop, develop_us] }'),
      says: "Add 'management' to the destinations of a rule from 'develop'",
      good: base(
        RULE,
        '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n  - { from: develop_us, to: [management], repositories: [my-repo] }\n',
      ).replace('{ registry: develop }', '{ registries: [develop, develop_us] }'),
    },
  ],
  'replication/too-many-rules': [
    {
      bad: rules(11, (text, index) => (index === 10 ? `«${text}»` : text)),
      says: 'has 11 replication rules; ECR and the AWS provider take 10',
      good: rules(10),
    },
  ],
  'replication/too-many-destinations': [
    {
      bad: destinations(26, (text, index) => (index === 25 ? `«${text}»` : text)),
      says: 'replicates to 26 registries; ECR takes 25',
      good: destinations(25),
    },
  ],
  'replication/too-many-filters': [
    {
      bad: filters(101, (text, index) => (index === 100 ? `«${text}»` : text)),
      says: 'has 101 prefixes; ECR takes 100',
      good: filters(100),
    },
  ],

  'policy/registry-too-long': [
    { bad: longPolicy(200, true), says: 'Set createRepositories: true', good: longPolicy(100) },
  ],

  'backend/which': [
    {
      bad: `${BASE}backend: { local: {}, «cloud»: { organization: acme } }\n`,
      says: 'two backends',
      good: `${BASE}backend: { cloud: { organization: acme } }\n`,
    },
  ],
  'backend/placeholder': [
    {
      bad: `${BASE}backend: { local: { path: «"state/{name}.tfstate"» } }\n`,
      says: 'the only placeholder',
      good: `${BASE}backend: { local: { path: "state/{stack}.tfstate" } }\n`,
    },
  ],

  'tag/key': [
    { bad: `${BASE}tags: { «"aws:x"»: y }\n`, says: "AWS's own", good: `${BASE}tags: { "team:x": y }\n` },
  ],
};

/** Takes the marks out, and says where they were. */
function unmark(text: string) {
  const start = text.indexOf('«');
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - before.lastIndexOf('\n');
  const length = text.indexOf('»') - start - 1;
  return { text: text.replace('«', '').replace('»', ''), line, column, length };
}

const cases = Object.entries(CASES).flatMap(([code, list]) =>
  list.map((each, index) => [`${code} (${index + 1})`, code, each] as const),
);

describe('every diagnostic', () => {
  test.each(cases)(
    '%s is found at its place, and says how to mend it',
    (_, code, { bad, says, environment }) => {
      const { text, line, column, length } = unmark(bad);
      const found = diagnose(text, environment).filter((each) => each.code === code);
      expect(found.map(({ span }) => `${span.line}:${span.column}`)).toContain(`${line}:${column}`);
      const here = found.find(({ span }) => span.line === line && span.column === column)!;
      expect(`${here.message} ${here.help ?? ''}`).toContain(says);
      if (length > 0) expect(here.span.end - here.span.column).toBe(length);
    },
  );

  test.each(cases)('%s is not found where the fault is mended', (_, code, { good = BASE, environment }) => {
    expect(diagnose(good, environment).map((each) => each.code)).not.toContain(code);
  });

  test.each(cases)('%s has the severity of its code', (_, code, { bad, environment }) => {
    const found = diagnose(unmark(bad).text, environment).find((each) => each.code === code)!;
    expect(found.severity).toBe(CODES[code as DiagnosticCode][0]);
  });
});

test('the base declaration has no fault at all', () => {
  expect(diagnose(BASE)).toEqual([]);
});

test('what stood in the environment is in no message', () => {
  const text = account('id: "${ID}", profile: "${PROFILE}"');
  const said = JSON.stringify(diagnose(text, { ID: 'hunter2', PROFILE: '$hunter3' }));
  expect(said).toContain('account/id');
  expect(said).not.toContain('hunter');
});

test('a cycle of replication is no problem', () => {
  const text = base(
    RULE,
    '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: [my-repo] }\n',
  ).replace('{ registry: develop }', '{ registries: [develop, management] }');
  expect(diagnose(text)).toEqual([]);
});
