import { base, diagnose } from '../declarations';
import { RULE } from '../changed-base';

/** Each text has one fault, and all diagnostics that it produces. */
test.each([
  ['a registry that is a list', '[develop]'],
  ['a registry that is a number', '5'],
])('reports %s once, and nothing that follows from it', (_, registry) => {
  expect(diagnose(repositoryIn(registry)).map(({ code }) => code)).toEqual(['shape/wrong-type']);
});

function repositoryIn(registry: string): string {
  return base('{ registry: develop }', `{ registry: ${registry} }`)
    .replace(RULE, '  - { from: develop, to: [management], repositories: [other] }\n')
    .replace('repositories:\n', 'repositories:\n  other: { registry: develop }\n');
}
