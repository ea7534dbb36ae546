import { BOUNDARY, OTHER_ACCOUNT, SAME_ACCOUNT } from './cases/access';
import { allow, decisionOf, OWNER, user, withCondition, type Case } from './cases/case';
import { DESCRIBED } from './cases/conditions-described';
import { DOCUMENTED } from './cases/conditions-documented';
import { RCPS_CASES, SCPS } from './cases/control-policies';
import { ACTIONS, RESOURCES, VARIABLE_CASES } from './cases/elements';
import { NOT_PRINCIPALS } from './cases/not-principals';
import { PRINCIPALS } from './cases/principals';
import { REGISTRY_POLICIES } from './cases/registry-policies';
import { SERVICES } from './cases/services';
import { UNKNOWNS } from './cases/unknowns';

const TABLES: readonly (readonly [string, readonly Case[]])[] = [
  ['within one account', SAME_ACCOUNT],
  ['permissions boundaries', BOUNDARY],
  ['across accounts', OTHER_ACCOUNT],
  ['Principal', PRINCIPALS],
  ['NotPrincipal', NOT_PRINCIPALS],
  ['AWS services', SERVICES],
  ['service control policies', SCPS],
  ['resource control policies', RCPS_CASES],
  ['registry policies', REGISTRY_POLICIES],
  ['Action and NotAction', ACTIONS],
  ['Resource and NotResource', RESOURCES],
  ['policy variables', VARIABLE_CASES],
  ['unknown values', UNKNOWNS],
];

describe.each(TABLES)('%s', (_, cases) => {
  test.each(cases)('$name: $verdict', (written) => {
    const { verdict, reason } = decisionOf(written);
    expect(verdict).toBe(written.verdict);
    if (written.reason !== undefined) expect(reason.kind).toBe(written.reason);
  });
});

const CONDITIONS = [...DOCUMENTED, ...DESCRIBED].map((row) => ({
  ...row,
  written: JSON.stringify(row.condition),
  given: JSON.stringify(row.context),
}));

describe('Condition', () => {
  test.each(CONDITIONS)('$written, given $given: $matches', ({ condition, context, matches }) => {
    // A user, so that no key is absent because of the caller.
    const decision = decisionOf({
      caller: user(OWNER),
      context: { 'aws:username': [], ...context },
      identity: [withCondition(allow(), condition)],
    });
    expect(decision.verdict).toBe(matches ? 'allowed' : 'denied');
  });
});

test('has the URL of the AWS page for each case, and unique names in each table', () => {
  const sources = [...TABLES.flatMap(([, cases]) => cases), ...CONDITIONS].map(({ source }) => source);
  for (const source of sources) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  for (const [, cases] of TABLES) expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});
