import { createResourceMatcher } from '../../../src/access/evaluate/statement-scope';
import { indexStatementsByArn } from '../../../src/access/matrix/repository-groups';
import type { PolicyElement, PolicyStatement } from '../../../src/aws/policy/document';

const statementOn = (resources: PolicyElement | undefined): PolicyStatement => ({
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
  statementOn(undefined),
  ...PARTS.flatMap((one) =>
    PARTS.flatMap((other) =>
      [true, false].map((isNot) => statementOn({ isNot, values: one === other ? [one] : [one, other] })),
    ),
  ),
];

test.each(['a', 'b', 'ab', 'ba', 'x', '*', 'c'])(
  'finds the same statements as a comparison one by one: %s',
  (arn) => {
    const answers = STATEMENTS.map(({ resources }) =>
      resources === undefined ? 'no' : createResourceMatcher(resources)(arn),
    );
    const indexes = [...answers.keys()].filter((index) => answers[index] === 'yes');
    expect(indexStatementsByArn(STATEMENTS)(arn)).toEqual({
      certain: indexes,
      isUnclear: answers.includes('unclear'),
    });
    for (const [index, answer] of answers.entries()) {
      expect(indexStatementsByArn(STATEMENTS.slice(index, index + 1))(arn)).toEqual({
        certain: answer === 'yes' ? [0] : [],
        isUnclear: answer === 'unclear',
      });
    }
  },
);
