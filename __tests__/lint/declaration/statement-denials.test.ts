import { decide } from '../../../src/access/evaluate/decide';
import { base, diagnose } from '../../declaration/declarations';

jest.mock('../../../src/access/evaluate/decide', () => {
  const actual = jest.requireActual<{ decide: typeof decide }>('../../../src/access/evaluate/decide');
  return { ...actual, decide: jest.fn(actual.decide) };
});

/**
 * Returns `BASE` with a default Deny statement, a repository without replication, and `number` replicated repositories.
 */
const denied = (statement: string, number = 1) =>
  base(
    'repositories:\n  my-repo: { registry: develop }\n',
    `defaults: { repository: { statements: [{ effect: Deny, principals: "*", ${statement} }] } }
repositories:
  a-repo: { registry: management }
${Array.from({ length: number }, (_, at) => `  my-repo${'-x'.repeat(at)}: { registry: develop }\n`).join('')}`,
  );

const errors = (text: string) =>
  diagnose(text)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

/** Returns the number of policy evaluations for a declaration. */
function decisions(text: string): number {
  jest.mocked(decide).mockClear();
  errors(text);
  return jest.mocked(decide).mock.calls.length;
}

describe('a default Deny statement', () => {
  test('is reported for the first repository whose replication it denies', () => {
    expect(errors(denied('actions: "ecr:Replicate*"', 3))).toEqual([
      "This statement denies 'develop' to replicate 'my-repo' into 'develop_us', which a rule under 'replication' asks for.",
    ]);
  });

  test.each([
    ['for another action', 'actions: "ecr:DeleteRepository"'],
    [
      'with a condition that exempts the source',
      'actions: "ecr:ReplicateImage", conditions: { StringNotEquals: { "aws:PrincipalAccount": "111111111111" } }',
    ],
  ])('%s is not reported', (_, statement) => {
    expect(errors(denied(statement, 3))).toEqual([]);
  });

  test.each([
    ['ecr:DeleteRepository', 0],
    // Inspector in each of three registries, and the source in two.
    ['ecr:*', 3 * 3 + 2],
  ])('for %s is evaluated once for each registry, however many repositories have it', (action, times) => {
    const statement = `actions: "${action}", conditions: { StringEquals: { "aws:PrincipalTag/a": b } }`;
    expect(decisions(denied(statement, 1))).toBe(times);
    expect(decisions(denied(statement, 20))).toBe(times);
  });
});
