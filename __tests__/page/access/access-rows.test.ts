import { accessRows, isPublicRow } from '../../../src/page/access/access-rows';
import { DECLARATION, pageModelOf } from '../page-model-of';

const { access } = pageModelOf(DECLARATION).data;
const textsOf = (unfolded: readonly string[]) =>
  accessRows(access, new Set(unfolded)).map(({ callers }) => callers.map(({ text }) => text));
const [CI_1, CI_2] = ['arn:aws:iam::222222222222:role/ci-1', 'arn:aws:iam::222222222222:role/ci-2'] as const;

test('folds callers with the same access, and lists public access first', () => {
  const rows = accessRows(access, new Set());

  expect(textsOf([])).toEqual([
    ['every AWS account'],
    [CI_1, CI_2],
    ['organization o-a1b2c3d4e5'],
    ['registry hub'],
  ]);
  expect(rows.map(isPublicRow)).toEqual([true, false, false, false]);
});

test('unfolds callers on request', () => {
  const rows = accessRows(access, new Set([CI_1]));

  expect(textsOf([CI_1]).slice(1, 3)).toEqual([[CI_1], [CI_2]]);
  expect(rows.map(({ unfolded }) => unfolded?.length)).toEqual([
    undefined,
    2,
    undefined,
    undefined,
    undefined,
  ]);
});

test('does not fold callers whose access differs', () => {
  const without = access.filter(({ caller, operation }) => caller.text !== CI_2 || operation !== 'push');

  expect(accessRows(without, new Set()).map(({ callers }) => callers.length)).toEqual([1, 1, 1, 1, 1]);
});
