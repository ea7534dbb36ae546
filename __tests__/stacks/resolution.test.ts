import {
  DefaultTokenResolver,
  Lazy,
  StringConcat,
  Testing,
  Token,
  Tokenization,
  TerraformStack,
} from 'cdktf';
import * as fc from 'fast-check';
import { withPlainValuesCopied } from '../../stacks/resolution';
import { runs } from '../random-runs';

const stack = new TerraformStack(Testing.app(), 'stack');

function resolve(value: unknown): unknown {
  const options = { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()) };
  try {
    return { value: Tokenization.resolve(value, options) as unknown };
  } catch (error) {
    return { error: (error as Error).message.split('\n', 1)[0] };
  }
}

const NUMBER_TOKEN = Token.asNumber(Lazy.numberValue({ produce: () => 7 }));

/** A new value at each call, because cdktf marks the tokens that it resolves. */
const TOKENS: readonly (() => unknown)[] = [
  () => Token.asString(Lazy.stringValue({ produce: () => 'resolved' })),
  () => `before ${Token.asString(Lazy.stringValue({ produce: () => 'resolved' }))} after`,
  () => Token.asList(Lazy.listValue({ produce: () => ['one', 'two'] })),
  () => NUMBER_TOKEN,
  () => `number ${NUMBER_TOKEN}`,
  () => Token.asNumberList(Lazy.anyValue({ produce: () => [1, 2] })),
  () => Token.asStringMap(Lazy.anyValue({ produce: () => ({ key: 'value' }) })),
  () => Lazy.anyValue({ produce: () => ({ nested: [undefined, 'value'] }) }),
  () => Token.asAny({ a: Token.asString('literal') }),
  () => ({ [Token.asString(Lazy.stringValue({ produce: () => 'resolved' }))]: 'value' }),
  () => Token.STRING_MAP_TOKEN_VALUE,
  () => Token.NUMBER_MAP_TOKEN_VALUE,
  () => new Date(0),
  () => () => 'function',
];

describe('withPlainValuesCopied', () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.constantFrom('${aws_ecr_repository.app.name}', '1e5 and -2.5e+3', 'e+2', '${', 'TfToken[', '"$${"'),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(undefined, null, -0, NaN, Infinity),
  );
  const value = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.constantFrom(...TOKENS).map((create) => create()),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('name', 'tags', '//', 'a b', 'resolve'), tie('node'), { maxKeys: 3 }),
    ),
  })).node;

  it('resolves every value as cdktf does', () => {
    fc.assert(
      fc.property(value, (each) => {
        expect(withPlainValuesCopied(() => resolve(each))).toStrictEqual(resolve(each));
      }),
      runs(600),
    );
  });

  it('keeps the order of keys, and removes those without a value', () => {
    const resolved = withPlainValuesCopied(() => resolve({ b: 1, removed: undefined, a: [undefined, 2] }));
    expect(JSON.stringify(resolved)).toBe('{"value":{"b":1,"a":[2]}}');
  });

  it('lets cdktf report a cycle', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(withPlainValuesCopied(() => resolve(cycle))).toHaveProperty('error');
  });

  it('restores the function of cdktf, also after an error', () => {
    const before = Object.getOwnPropertyDescriptor(Tokenization, 'resolve');
    expect(() =>
      withPlainValuesCopied(() => {
        throw new Error('failed');
      }),
    ).toThrow('failed');
    expect(Object.getOwnPropertyDescriptor(Tokenization, 'resolve')).toEqual(before);
  });
});
