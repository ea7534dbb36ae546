import { REPOSITORY, RULE, many, registry, rule } from '../../declaration/changed-base';
import { base, BASE, diagnose } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

describeDiagnostics('replication-rules', {
  'replication/same-registry': [
    {
      bad: rule('from: develop, to: [develop_us, «develop»], repositories: [my-repo]'),
      message: 'Replication destination cannot be the same as the source registry',
    },
  ],
  'replication/partition': [
    {
      bad: registry('management: { account: management, region: cn-north-1 }').replace(
        '[develop_us, management]',
        '[develop_us, «management»]',
      ),
      message: 'ECR does not replicate between partitions',
    },
  ],
  'replication/duplicate-rule': [
    {
      bad: base(RULE, `${RULE}  - «{ from: develop, to: [management], repositories: [my-repo] }»\n`),
      message: 'This rule has no effect: earlier rules, such as replication[0]',
      good: base(RULE, `${RULE}  - { from: develop, to: [management], repositories: [my-] }\n`),
    },
  ],
  'replication/too-many-rules': [
    {
      bad: rules(11, (text, index) => (index === 10 ? `«${text}»` : text)),
      message: 'has 11 replication rules. ECR and the AWS provider allow 10',
      good: rules(10),
    },
  ],
  'replication/too-many-destinations': [
    {
      bad: destinations(26, (text, index) => (index === 25 ? `«${text}»` : text)),
      message: 'replicates to 26 registries. ECR allows 25',
      good: destinations(25),
    },
  ],
  'replication/too-many-filters': [
    {
      bad: filters(101, (text, index) => (index === 100 ? `«${text}»` : text)),
      message: 'has 101 prefixes. ECR allows 100',
      good: filters(100),
    },
  ],
});

test('checks a file with thousands of prefixes', () => {
  const names = many(2500, (index) => `  aaaa${index}: { registry: develop }\n`).join('');
  const text = base(REPOSITORY, names).replace(
    '[my-repo]',
    `[${many(2500, (index) => `aaaa${index}`).join(', ')}]`,
  );
  expect(diagnose(text).map(({ code }) => code)).toContain('replication/too-many-filters');
});

/** Returns `BASE` with `number` rules from develop, each with its own prefix. */
function rules(number: number, mark: (rule: string, index: number) => string = (text) => text): string {
  const lines = many(
    number,
    (index) => `  - ${mark(`{ from: develop, to: [develop_us], repositories: [app${index}/] }`, index)}\n`,
  );
  const repositories = many(number, (index) => `  app${index}/x: { registry: develop }\n`);
  return BASE.replace(RULE, lines.join('')).replace(REPOSITORY, REPOSITORY + repositories.join(''));
}

/** Returns `BASE` with a rule from develop to `number` registries of different accounts. */
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

/** Returns `BASE` with `number` prefixes in the rule. */
function filters(number: number, mark: (name: string, index: number) => string = (text) => text): string {
  const repositories = many(number, (index) => `  app${index}/x: { registry: develop }\n`);
  const names = many(number, (index) => mark(`app${index}/`, index));
  return BASE.replace(REPOSITORY, REPOSITORY + repositories.join('')).replace(
    '[my-repo]',
    `[${names.join(', ')}]`,
  );
}
