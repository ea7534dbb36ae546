import { computedOnce } from '../../src/base/collections';

test('computes a value once for each text of an owner', () => {
  const compute = jest.fn((text: string) => (text === '' ? undefined : { text }));
  const valueOf = computedOnce(compute);
  const [owner, other] = [{}, {}];
  const first = valueOf(owner, 'a');

  expect(valueOf(owner, 'a')).toBe(first);
  expect(valueOf(other, 'a')).not.toBe(first);
  expect([valueOf(owner, ''), valueOf(owner, '')]).toEqual([undefined, undefined]);
  expect(compute.mock.calls).toEqual([['a'], ['a'], ['']]);
});
