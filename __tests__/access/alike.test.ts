import { statementsByArn } from '../../src/access/alike';
import { resourceTest } from '../../src/access/coverage';
import type { Element, PolicyStatement } from '../../src/registry';

const about = (resources: Element | undefined): PolicyStatement => ({
  sid: undefined,
  effect: 'Allow',
  principals: undefined,
  actions: { isNot: false, values: ['ecr:*'] },
  resources,
  conditions: [],
});

const PARTS = ['a', 'b', 'ab', 'a*', '*', '?b', '${aws:username}', 'x${aws:username}*', '${*}'];

/** Every list of two values, with and without `Not`, and a statement without `Resource`. */
const STATEMENTS = [
  about(undefined),
  ...PARTS.flatMap((one) =>
    PARTS.flatMap((other) =>
      [true, false].map((isNot) => about({ isNot, values: one === other ? [one] : [one, other] })),
    ),
  ),
];

test.each(['a', 'b', 'ab', 'ba', 'x', '*', 'c'])(
  'finds the same statements as a comparison one by one: %s',
  (arn) => {
    const answers = STATEMENTS.map(({ resources }) =>
      resources === undefined ? 'no' : resourceTest(resources)(arn),
    );
    const places = [...answers.keys()].filter((place) => answers[place] === 'yes');
    expect(statementsByArn(STATEMENTS)(arn)).toEqual({
      certain: places,
      isUnclear: answers.includes('unclear'),
    });
    for (const [place, answer] of answers.entries()) {
      expect(statementsByArn(STATEMENTS.slice(place, place + 1))(arn)).toEqual({
        certain: answer === 'yes' ? [0] : [],
        isUnclear: answer === 'unclear',
      });
    }
  },
);
