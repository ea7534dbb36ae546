import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { insertLast } from '../../generate/new/insertion';
import { addResource } from '../../generate/new/resource';
import { addDeclarationRule, addPlanRule } from '../../generate/new/rules';

/* `__tests__/e2e/new.test.ts` runs the command in a copy of the project. */

const PROJECT = resolve(__dirname, '..', '..');

const PLAN_FORM = "Use two or more lowercase words, separated by '-'";
const DECLARATION_FORM =
  'Use SECTION/SOME-ID for a rule for declarations, with one of the sections access, account, ';

test.each([
  ['public-access', "The rule 'public-access' exists."],
  ['suppression-unused', "The rule 'suppression-unused' exists."],
  ['public', PLAN_FORM],
  ['Public-Access', PLAN_FORM],
  ['../rule-outside', PLAN_FORM],
])('refuses the rule %s for plans', (id, message) => {
  expect(() => addPlanRule(id)).toThrow(message);
});

test.each([
  ['registry/name', "The rule 'registry/name' exists."],
  ['registry/unknown-account', "The rule 'registry/unknown-account' exists."],
  ['shape/some-id', DECLARATION_FORM],
  ['registry/', DECLARATION_FORM],
  ['registry/a/b', DECLARATION_FORM],
  ['registry/Some-ID', DECLARATION_FORM],
])('refuses the rule %s for declarations', (id, message) => {
  expect(() => addDeclarationRule(id)).toThrow(message);
});

test.each([
  ['aws_ecr_repository', "The resource 'aws_ecr_repository' exists."],
  ['aws_iam_role_policy', "The resource 'aws_iam_role_policy' exists."],
  ['aws_ecr_creation_template', "'creationTemplates' in the model, but another resource has that name"],
  ['ecr_repository', "Use the name in the AWS provider: 'aws_ecr_repository'."],
  ['aws_ecr_', "Use the name in the AWS provider: 'aws_ecr_repository'."],
])('refuses the resource %s', (type, message) => {
  expect(() => addResource(type)).toThrow(message);
});

test.each([
  ['interface Table { a: 1; }', 'interface Table { a: 1;\nb: 2 }'],
  ['const Table = [1];', 'const Table = [1,\nb: 2];'],
  ['const Table = [1, ] as const;', 'const Table = [1,\nb: 2 ] as const;'],
  ['const Table = f([]);', 'const Table = f([\nb: 2]);'],
])('adds a member at the end of %s', (source, expected) => {
  expect(insertLast('a.ts', source, 'Table', 'b: 2')).toBe(expected);
});

test('names the file to edit by hand if the code has another form', () => {
  expect(() => insertLast('a.ts', 'const Table = 1;', 'Table', 'b: 2')).toThrow(
    /^a\.ts has no interface, object or list 'Table', where this belongs:\n\nb: 2\n\nEdit a\.ts by hand/,
  );
});

test('no rule or resource has a text of a skeleton', () => {
  const texts = ['src/model/resource-types.ts', 'docs/reference/rules.md', 'docs/reference/diagnostics.md'];
  expect(texts.filter((file) => readFileSync(join(PROJECT, file), 'utf8').includes('TODO'))).toEqual([]);
});
