import fc from 'fast-check';
import { UNKNOWN } from '../../../src/model/unknown';
import { decodeShared, encodeShared } from '../../../src/report/page/shared-json';

const policy = { statements: [{ sid: 'a', actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] }] };

test('an object that occurs twice is written once and decoded as one object', () => {
  const text = encodeShared({ first: policy, second: structuredClone(policy) });
  const { first, second } = decodeShared(text) as { readonly first: object; readonly second: object };
  expect(text.match(/ecr:BatchGetImage/g)).toHaveLength(1);
  expect(first).toEqual(policy);
  expect(second).toBe(first);
});

test('an unknown value stays unknown, and an undefined value is left out', () => {
  const decoded = decodeShared(encodeShared({ policy: UNKNOWN, lifecycle: undefined })) as {
    readonly policy: unknown;
  };
  expect(decoded.policy).toBe(UNKNOWN);
  expect(Object.keys(decoded)).toEqual(['policy']);
});

test('every JSON value is the same after decoding', () => {
  const keys = fc.oneof(fc.constantFrom('$', '$$', '$a'), fc.string());
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const json = JSON.parse(JSON.stringify(value)) as unknown;
      expect(decodeShared(encodeShared({ value, again: value }))).toEqual({ value: json, again: json });
    }),
  );
});
