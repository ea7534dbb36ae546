import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { PolicyDocument, PolicyStatement } from '../../../src/aws/policy/document';
import type { LoadedTopology } from '../../../src/lint/declaration/load';
import type { Registry } from '../../../src/model/topology';
import { declarationLines, type StatementLines } from '../../../src/report/page/lines';
import { load } from '../../declaration/declarations';
import {
  declarationsWithAccess,
  declarationsWithLimitedStatements,
  type Declared,
} from '../../declaration/random-declarations';
import { runs } from '../../random-runs';

const PROJECT = join(__dirname, '../../..');

function loaded(text: string): LoadedTopology {
  const result = load(text);
  if (result.kind !== 'topology') {
    throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  }
  return result;
}

/** Returns each statement with the text of the lines that it comes from. */
function originsOf(text: string, policy: PolicyDocument | undefined, lines: StatementLines) {
  const source = text.split('\n');
  return (policy?.statements ?? []).map(({ sid }, index) => [
    sid,
    ...(lines[index] ?? []).map((line) => source[line - 1]?.trim()),
  ]);
}

const DECLARATION = `accounts:
  images: { id: "111111111111" }
  build: { id: "222222222222" }
registries:
  hub:
    account: images
    region: eu-west-1
    statements:
      - { sid: Push, effect: Allow, principals: [build], actions: ["ecr:CreateRepository"], resources: ["*"] }
    creationTemplates:
      - prefix: team
        appliedFor: [CREATE_ON_PUSH]
        statements:
          - { principals: [build], actions: ["ecr:BatchGetImage"] }
  build_eu:
    account: build
    region: eu-west-1
    pullThroughCache:
      - { prefix: hub, upstream: hub, customRoleArn: "arn:aws:iam::222222222222:role/cache" }
  build_us: { account: build, region: us-east-1 }
repositories:
  app:
    registry: hub
    statements:
      - { sid: Pull, principals: [build], actions: ["ecr:BatchGetImage"] }
      - { sid: PullAndPush, principals: [images], actions: ["ecr:BatchGetImage"] }
  other: { registry: build_eu }
replication:
  - { from: build_eu, to: [hub], repositories: [other] }
  - { from: build_eu, to: [build_us], repositories: [other] }
access:
  - { allow: pull, repositories: [app], principals: [build] }
  - { allow: pull, repositories: [app], principals: ["arn:aws:iam::222222222222:role/ci"] }
  - { allow: push, repositories: [app], principals: ["arn:aws:iam::222222222222:role/ci"] }
  - { allow: pull, repositories: [other], principals: ["arn:aws:iam::222222222222:role/ci"], identity: managed }
`;

describe('the lines of a declaration', () => {
  const { topology, ...rest } = loaded(DECLARATION);
  const lines = declarationLines({ topology, ...rest });
  const hubIndex = topology.registries.findIndex(({ name }) => name === 'hub');
  const hub = topology.registries[hubIndex]!;
  const hubLines = lines.registries[hubIndex]!;
  const textAt = (line: number) => DECLARATION.split('\n')[line - 1]?.trim();

  test('registries and repositories have the line of their key', () => {
    expect(textAt(hubLines.line)).toBe('hub:');
    expect(hubLines.repositories.map(({ line }) => textAt(line))).toEqual([
      'app:',
      'other: { registry: build_eu }',
    ]);
  });

  test('merged statements have the lines of all entries, and declared ones their own', () => {
    const app = hub.repositories.findIndex(({ name }) => name === 'app');
    expect(originsOf(DECLARATION, hub.repositories[app]?.policy, hubLines.repositories[app]!.policy)).toEqual(
      [
        ['Pull', '- { sid: Pull, principals: [build], actions: ["ecr:BatchGetImage"] }'],
        ['Pull2', '- { allow: pull, repositories: [app], principals: [build] }'],
        ['PullAndPush', '- { sid: PullAndPush, principals: [images], actions: ["ecr:BatchGetImage"] }'],
        [
          'PullAndPush2',
          '- { allow: pull, repositories: [app], principals: ["arn:aws:iam::222222222222:role/ci"] }',
          '- { allow: push, repositories: [app], principals: ["arn:aws:iam::222222222222:role/ci"] }',
        ],
      ],
    );
  });

  test('a registry policy has the lines of replication, caches and statements', () => {
    expect(originsOf(DECLARATION, hub.policy, hubLines.policy)).toEqual([
      [
        'CacheOfROOT',
        '- { prefix: hub, upstream: hub, customRoleArn: "arn:aws:iam::222222222222:role/cache" }',
      ],
      ['Push', expect.stringContaining('- { sid: Push')],
      ['ReplicateFrom222222222222', '- { from: build_eu, to: [hub], repositories: [other] }'],
    ]);
  });

  test('the policy of a creation template has the lines of its statements', () => {
    const [template] = hubLines.creationTemplates;
    expect(textAt(template!.line)).toBe('- prefix: team');
    expect(template?.policy.map((each) => each.map(textAt))).toEqual([
      ['- { principals: [build], actions: ["ecr:BatchGetImage"] }'],
    ]);
  });

  test('inline and managed policies of an identity have the lines of its entries', () => {
    expect(originsOf(DECLARATION, topology.identities[0]?.policy, lines.identities[0]!.policy)).toEqual([
      ['Login', expect.stringContaining('allow: pull'), expect.stringContaining('allow: push')],
      ['PullAndPush', expect.stringContaining('allow: pull'), expect.stringContaining('allow: push')],
    ]);
    expect(lines.identities[0]?.managedPolicies.map(textAt)).toEqual([
      expect.stringContaining('identity: managed'),
    ]);
  });
});

test('a statement of an identity policy has only the lines of the entries with its repositories', () => {
  const text = `accounts:
  images: { id: "111111111111" }
registries:
  hub: { account: images, region: eu-west-1 }
repositories:
  app: { registry: hub }
  base: { registry: hub }
access:
  - { allow: pull, repositories: [base], principals: ["arn:aws:iam::111111111111:role/ci"] }
  - { allow: pull-push, repositories: [app], principals: ["arn:aws:iam::111111111111:role/ci"] }
`;
  const { topology, ...rest } = loaded(text);
  const [identity] = declarationLines({ topology, ...rest }).identities;
  expect(originsOf(text, topology.identities[0]?.policy, identity!.policy)).toEqual([
    ['Login', expect.stringContaining('allow: pull,'), expect.stringContaining('allow: pull-push')],
    ['Pull', expect.stringContaining('allow: pull,')],
    ['PullAndPush', expect.stringContaining('allow: pull-push')],
  ]);
});

/** Returns each policy of a declaration with the line and the text of its statements. */
function policiesOf({ topology, ...rest }: LoadedTopology) {
  const lines = declarationLines({ topology, ...rest });
  expect(lines.registries).toHaveLength(topology.registries.length);
  expect(lines.identities).toHaveLength(topology.identities.length);
  const ofRegistry = ({ policy, repositories, creationTemplates }: Registry, index: number) => {
    const found = lines.registries[index]!;
    expect(found.repositories).toHaveLength(repositories.length);
    expect(found.creationTemplates).toHaveLength(creationTemplates.length);
    return [
      [policy, found.policy] as const,
      ...repositories.map((each, at) => [each.policy, found.repositories[at]!.policy] as const),
      ...creationTemplates.map((each, at) => [each.policy, found.creationTemplates[at]!.policy] as const),
    ];
  };
  return [
    ...topology.registries.flatMap(ofRegistry),
    ...topology.identities.map(({ policy }, index) => [policy, lines.identities[index]!.policy] as const),
  ];
}

test.each(['topology.yaml', 'examples/organization.yaml', 'examples/everything.yaml'])(
  'each statement of %s has at least one line',
  (file) => {
    for (const [policy, lines] of policiesOf(loaded(readFileSync(join(PROJECT, file), 'utf8')))) {
      expect(lines).toHaveLength(policy?.statements.length ?? 0);
      for (const each of lines) expect(each).not.toEqual([]);
    }
  },
);

/** Writes a declaration as JSON with one line for each entry that policies come from. */
function declarationText(value: unknown, path: readonly string[] = []): string {
  const isEntry = /^(access|replication|statements|pullThroughCache)$/.test(path.at(-2) ?? '');
  if (typeof value !== 'object' || value === null || isEntry) return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item, index) => declarationText(item, [...path, String(index)])).join(',\n')}\n]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, item]) => `${JSON.stringify(key)}: ${declarationText(item, [...path, key])}`).join(',\n')}\n}`;
}

interface Entry {
  readonly allow?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly from?: unknown;
  readonly principals: readonly unknown[];
}

const MARKERS = { pull: ['ecr:GetDownloadUrlForLayer'], push: ['ecr:PutImage'] };

/** Whether an entry of the declaration contains the actions and a principal of a statement. */
function isOriginOf(entry: Entry, statement: PolicyStatement, { accounts }: Declared): boolean {
  const { actions } = statement;
  if (entry.from !== undefined) {
    return actions.values.some((action) => /:(ReplicateImage|CreateRepository|TagResource)$/.test(action));
  }
  const text = JSON.stringify(statement);
  const isNamed = (principal: unknown): boolean => {
    if (typeof principal === 'object' && principal !== null) return Object.values(principal).some(isNamed);
    return typeof principal === 'string' && text.includes(accounts[principal]?.id ?? principal);
  };
  if (statement.principals !== undefined && !entry.principals.some(isNamed)) return false;
  if (entry.allow === undefined) {
    return (
      statement.effect === (entry.effect ?? 'Allow') &&
      actions.values.every((each) => entry.actions?.includes(each))
    );
  }
  if (statement.sid === 'Login') return true;
  const operations =
    entry.allow === 'pull-push' ? (['pull', 'push'] as const) : [entry.allow as 'pull' | 'push'];
  return operations.some((operation) =>
    MARKERS[operation].every((action) => actions.values.includes(action)),
  );
}

test.each([
  ['grants and statements', declarationsWithAccess],
  ['statements of some registries', declarationsWithLimitedStatements],
])('each statement of random declarations with %s comes from its lines', (_, arbitrary) => {
  let statements = 0;
  fc.assert(
    fc.property(arbitrary, (declared) => {
      const text = declarationText(declared);
      const source = text.split('\n');
      for (const [policy, lines] of policiesOf(loaded(text))) {
        expect(lines).toHaveLength(policy?.statements.length ?? 0);
        for (const [index, statement] of (policy?.statements ?? []).entries()) {
          statements += 1;
          expect(lines[index]).not.toEqual([]);
          for (const line of lines[index] ?? []) {
            const entry = JSON.parse(source[line - 1]!.replace(/^"[^"]*": |,$/g, '')) as Entry;
            if (!isOriginOf(entry, statement, declared)) {
              throw new Error(`${JSON.stringify(entry)} is not an origin of ${JSON.stringify(statement)}`);
            }
          }
        }
      }
    }),
    runs(60),
  );
  expect(statements).toBeGreaterThan(500);
});

test('the grants on the lines of a policy are all that it needs', () => {
  fc.assert(
    fc.property(declarationsWithAccess, (declared) => {
      const text = declarationText(declared);
      const source = text.split('\n');
      const all = policiesOf(loaded(text));
      const first = all.find(([policy]) => policy !== undefined && policy.statements.length > 1);
      if (first === undefined) return;
      const used = new Set(first[1].flat().map((line) => source[line - 1]!.replace(/,$/, '')));
      const access = (declared.access ?? []).filter((grant) => used.has(JSON.stringify(grant)));
      const reduced = policiesOf(loaded(declarationText({ ...declared, access })));
      expect(reduced[all.indexOf(first)]?.[0]).toEqual(first[0]);
    }),
    runs(60),
  );
});
