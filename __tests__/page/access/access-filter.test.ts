import { createAccessMatcher, parseAccessFilter } from '../../../src/page/access/access-filter';
import { DECLARATION, pageModelOf } from '../page-model-of';

const model = pageModelOf(DECLARATION);
const matcherFor = createAccessMatcher(model);

function matching(parameters: Readonly<Record<string, string>>): readonly string[] {
  return model.data.access
    .filter(matcherFor(parseAccessFilter(parameters)))
    .map(({ caller, operation, registry }) => `${caller.text} ${operation} ${registry.text}`);
}

test('shows everything without a filter', () => {
  expect(matching({})).toHaveLength(model.data.access.length);
});

test.each([
  ['part of a caller, in any case', { text: 'CI-1' }, 2 + 1],
  ['part of a caller with uppercase letters', { text: 'every aws' }, 1],
  ['the name of an account', { text: 'build ci-2' }, 3],
  ['the name of a repository', { text: 'tool' }, 1],
  ['a registry', { registry: 'hub_us', operation: 'replicate' }, 1],
  [
    'the answer',
    { text: 'if its account' },
    model.data.access.filter((each) => each.answer.kind === 'depends').length,
  ],
  ['words of which one does not match', { text: 'ci-1 nowhere' }, 0],
  ['callers without an account', { account: 'none', registry: 'hub' }, 2],
  ['problems', { problems: 'only' }, 1],
  ['a caller', { caller: 'arn:aws:iam::222222222222:role/ci-1' }, 3],
])('filters by %s', (_, parameters, number) => {
  expect(matching(parameters)).toHaveLength(number);
});
