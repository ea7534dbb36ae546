import { RULE } from '../../declaration/changed-base';
import { base, diagnose } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

describeDiagnostics('replication-chains', {
  'replication/chain': [
    {
      bad: base(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n  - { from: develop_us, to: [«management»], repositories: [my-repo] }\n',
      ).replace('{ registry: develop }', '{ registries: [develop, develop_us] }'),
      message: "To replicate them to 'management', add it to the destinations of a rule from 'develop'",
      good: base(
        RULE,
        '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n  - { from: develop_us, to: [management], repositories: [my-repo] }\n',
      ).replace('{ registry: develop }', '{ registries: [develop, develop_us] }'),
    },
  ],
});

test('accepts a cycle of three registries that images are pushed to', () => {
  const ring = [
    ['develop', 'develop_us'],
    ['develop_us', 'management'],
    ['management', 'develop'],
  ]
    .map(([from, to]) => `  - { from: ${from}, to: [${to}], repositories: [my-repo] }\n`)
    .join('');
  const text = base(RULE, ring).replace(
    '{ registry: develop }',
    '{ registries: [develop, develop_us, management] }',
  );
  expect(diagnose(text)).toEqual([]);
});

test('accepts replication in both directions', () => {
  const text = base(
    RULE,
    '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: [my-repo] }\n',
  ).replace('{ registry: develop }', '{ registries: [develop, management] }');
  expect(diagnose(text)).toEqual([]);
});

/** All diagnostics of each text. */
test.each([
  [
    'a chain of replication rules',
    '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n  - { from: develop_us, to: [management], repositories: [my-repo] }\n',
    ['replication/chain'],
  ],
  [
    'nothing for a reverse rule that replicates nothing',
    '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: all }\n',
    [],
  ],
])('reports %s', (_, rules, codes) => {
  expect(diagnose(base(RULE, rules)).map(({ code }) => code)).toEqual(codes);
});
