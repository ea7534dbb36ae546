import { accountNames } from '../../../src/access/evaluate/grantees';
import { accessMatrix } from '../../../src/access/matrix/access-matrix';
import type { AccountName } from '../../../src/aws/names';
import type { Topology } from '../../../src/model/topology';
import { accessGroups, accessMarkdown, accessText } from '../../../src/report/access/matrix';
import { accessCsv } from '../../../src/report/access/matrix-csv';
import { accessJson } from '../../../src/report/access/matrix-json';
import { PLAIN, terminalOf } from '../../../src/report/format/terminal';
import { topologyOf } from '../../declaration/declarations';
import { largeTopology } from '../graph/large';
import { account, grants, id, registry, role } from '../graph/organisation';

const NAMES = accountNames([{ id: id(2), name: 'build' as AccountName }]);

const DECLARED = topologyOf(`accounts:
  images: { id: "111111111111" }
  build: { id: "222222222222" }
registries:
  hub: { account: images, region: eu-west-1 }
  hub_us: { account: images, region: us-east-1 }
repositories:
  app/a: { registry: hub }
  app/b: { registry: hub }
  app/c: { registry: hub }
  base: { registry: hub }
replication:
  - { from: hub, to: [hub_us], repositories: all }
access:
  - { allow: pull, repositories: ["*"], principals: [build] }
  - allow: pull-push
    repositories: [base]
    principals: ["arn:aws:iam::222222222222:role/one", "arn:aws:iam::222222222222:role/two"]
`);

const groupsOf = (topology: Topology) => accessGroups(accessMatrix(topology), topology, NAMES);

function text(topology: Topology): string {
  return accessText(groupsOf(topology), PLAIN);
}

test('text has the rows of each caller, and merges callers with the same ones', () => {
  // Pushing goes only to the hub, pulling from the replica as well.
  expect(text(DECLARED)).toBe(`  MAY         REGISTRY     REPOSITORIES  ANSWER

account build (222222222222)
  pull        hub, hub_us  all           if its account allows it

arn:aws:iam::222222222222:role/one
arn:aws:iam::222222222222:role/two
  pull, push  hub          base          yes
  pull        hub_us       base          yes

registry hub
  replicate   hub_us       all           yes
`);
});

test('Markdown is one table', () => {
  expect(accessMarkdown(groupsOf(DECLARED)).split('\n')).toEqual([
    '| Caller | May | Registry | Repositories | Answer |',
    '|---|---|---|---|---|',
    '| account build (222222222222) | pull | hub, hub_us | all | if its account allows it |',
    '| arn:aws:iam::222222222222:role/one<br>arn:aws:iam::222222222222:role/two | pull, push | hub | base | yes |',
    '| arn:aws:iam::222222222222:role/one<br>arn:aws:iam::222222222222:role/two | pull | hub_us | base | yes |',
    '| registry hub | replicate | hub_us | all | yes |',
    '',
  ]);
});

test('CSV has a line for each question', () => {
  const lines = accessCsv(accessMatrix(DECLARED), NAMES).split('\r\n');
  expect(lines[0]).toBe('caller,kind,operation,registry,account,region,repository,answer,actions');
  expect(lines).toContain(
    'account build (222222222222),account,pull,hub_us,111111111111,us-east-1,app/a,if its account allows it,',
  );
  expect(lines).toContain('registry hub,registry,replicate,hub_us,111111111111,us-east-1,base,yes,');
  // 8 of the account, 2 x 3 of the roles, 4 of replication, the heading, and the empty string after the last line.
  expect(lines).toHaveLength(8 + 6 + 4 + 2);
});

test('JSON contains the parts of each answer', () => {
  const [first] = accessJson(accessMatrix(DECLARED), NAMES);
  expect(first).toEqual({
    caller: { kind: 'account', text: 'account build (222222222222)', accountId: '222222222222' },
    operation: 'pull',
    actions: [],
    registry: { name: 'hub', accountId: '111111111111', region: 'eu-west-1' },
    repositories: ['app/a', 'app/b', 'app/c', 'base'],
    answer: 'depends',
    dependsOn: { itsAccount: true, conditionKeys: [] },
    text: 'if its account allows it',
  });
});

test('a denial names the statement that denies', () => {
  const { registries } = topologyOf(`accounts:
  images: { id: "111111111111" }
registries:
  hub: { account: images, region: eu-west-1 }
repositories:
  app:
    registry: hub
    statements:
      - { sid: KeepOut, effect: Deny, principals: ["222222222222"], actions: ["ecr:*"] }
`);
  expect(text({ registries, identities: [] })).toContain("no: statement 'KeepOut' of the repository policy");
});

describe('actions other than pull and push', () => {
  const topology = topologyOf(`accounts:
  images: { id: "111111111111" }
registries:
  hub: { account: images, region: eu-west-1 }
repositories:
  app:
    registry: hub
    statements:
      - { principals: ["222222222222"], actions: ["ecr:ListImages", "ecr:DescribeImages"] }
`);
  const cells = accessMatrix(topology);

  test('are listed in text and Markdown', () => {
    expect(text(topology)).toContain(
      '  ecr:DescribeImages, ecr:ListImages  hub       app           if its account allows it\n',
    );
    expect(accessMarkdown(groupsOf(topology))).toContain(
      '| ecr:DescribeImages, ecr:ListImages | hub | app |',
    );
  });

  test('have their own field in JSON and CSV', () => {
    expect(accessJson(cells, NAMES)).toEqual([
      expect.objectContaining({ operation: 'other', actions: ['ecr:DescribeImages', 'ecr:ListImages'] }),
    ]);
    expect(accessCsv(cells, NAMES)).toContain(',other,hub,111111111111,eu-west-1,app,');
    expect(accessCsv(cells, NAMES)).toContain('"ecr:DescribeImages, ecr:ListImages"\r\n');
  });
});

test('names few repositories even if the row matches all of them', () => {
  const repositories = { a: grants([account(id(2))], 'pull'), b: grants([account(id(2))], 'pull') };
  const few = [registry('r', { account: id(1), region: 'eu-west-1', repositories })];
  expect(groupsOf({ registries: few, identities: [] })[0]?.rows[0]?.repositories).toEqual(['a', 'b']);
});

test('names a namespace if the row has all of its repositories', () => {
  const granted = grants([account(id(2))], 'pull');
  const none = grants([], 'pull');
  const some = [
    registry('r', {
      account: id(1),
      region: 'eu-west-1',
      repositories: { 'a/x': granted, 'a/y': granted, 'b/x': granted, 'b/y': none, c: granted },
    }),
  ];
  expect(groupsOf({ registries: some, identities: [] })[0]?.rows[0]?.repositories).toEqual([
    'a/*',
    'b/x',
    'c',
  ]);
});

test('shows every AWS account in the color of danger, and answers in the color of their meaning', () => {
  const everyAccount: Topology = {
    registries: [
      registry('r', {
        account: id(1),
        region: 'eu-west-1',
        repositories: { app: grants([{ kind: 'anyone' }], 'pull') },
      }),
    ],
    identities: [],
  };
  expect(accessText(groupsOf(everyAccount), terminalOf({}, {}, 'always'))).toContain(
    '\u001B[31mevery AWS account\u001B[39m\n  pull  r         app           \u001B[33mif its account allows it',
  );
});

test('reports that no policy names a principal', () => {
  const empty: Topology = { registries: [], identities: [] };
  expect(text(empty)).toBe('No access.\n');
  expect(accessMarkdown([])).toBe('No access.\n');
});

describe('malicious names', () => {
  const MALICIOUS = '=cmd|"/c calc"!A1,@team <b>x</b> `a` \u001B[2J\r\n';
  const hostile: Topology = {
    registries: [
      registry('r', {
        account: id(1),
        region: 'eu-west-1',
        repositories: { [MALICIOUS]: grants([role(id(2), MALICIOUS), account(id(2))], 'pull') },
      }),
    ],
    identities: [],
  };
  const cells = accessMatrix(hostile);

  test('contain no formula and no line break in CSV', () => {
    const csv = accessCsv(cells, NAMES);
    expect(csv.split('\r\n')).toHaveLength(2 + 2);
    expect(csv).toContain(`,"'=cmd|""/c calc""!A1,@team`);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\0-\x1F]/);
  });

  test('add no column, HTML or mention to Markdown', () => {
    const [, , line = ''] = accessMarkdown(groupsOf(hostile)).split('\n');
    expect(line.match(/\|/g)).toHaveLength(6);
    expect(line).not.toMatch(/<b>|@team|`/);
  });

  test('send no control characters to a terminal', () => {
    expect(text(hostile).replaceAll('\n', '')).not.toMatch(/[\0-\x1F]/);
  });
});

test('40 registries are a table of readable size', () => {
  const lines = text(largeTopology(10)).split('\n');
  expect(lines.length).toBeLessThan(250);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(160);
});
