import { restrictsPrincipal } from '../../access/evaluate/statement-scope.tells-who';
import {
  CONDITION_OPERATORS,
  parseOperator,
  undocumentedResult,
  type ParsedOperator,
  type UndocumentedResult,
} from '../../aws/policy/conditions';
import { principalForms } from '../../aws/policy/principals';
import type { BoundCondition, BoundRegistry, BoundStatement } from '../../declaration/bind/bound-declaration';
import { registryIdOf } from '../../declaration/bind/registry-contents';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { didYouMean, formatList } from '../../declaration/syntax/suggestions.suggest';

/**
 * Checks that IAM knows the operators and keys of a statement's conditions, and that none conflicts with a condition of
 * its principals.
 */
export function checkConditions(
  { conditions, principals }: BoundStatement,
  registries: readonly BoundRegistry[],
  reporter: Reporter,
): void {
  const ids = registries.flatMap((registry) => registryIdOf(registry) ?? []);
  const principalConditions = new Set(
    ids.flatMap((id) =>
      principals.flatMap(({ grantee }) =>
        principalForms(id, grantee).flatMap(({ condition }) =>
          condition === undefined ? [] : `${condition.operator} ${condition.key}`.toLowerCase(),
        ),
      ),
    ),
  );
  for (const { operator, key, path } of conditions) {
    const parsed = parseOperator(operator);
    if (parsed === undefined) {
      reporter.atKey(
        path.slice(0, -1),
        'statement/condition',
        `'${operator}' is no condition operator of IAM.`,
        didYouMean(operator, CONDITION_OPERATORS) ?? `Such as ${formatList(CONDITION_OPERATORS, 6)}.`,
      );
    } else if (!/^[A-Za-z0-9-]+:[\w+=,.@:/-]+$/.test(key)) {
      reporter.atKey(
        path,
        'statement/condition',
        `'${key}' is no condition key.`,
        'Such as aws:PrincipalOrgID or aws:SourceIp.',
      );
    } else if (principalConditions.has(`${operator} ${key}`.toLowerCase())) {
      reporter.atKey(
        path,
        'statement/condition',
        `The principals of this statement have a condition on ${key} of their own, and a statement holds one.`,
        'Remove one of the two, or write the principal as * with this condition.',
      );
    } else {
      checkResult(parsed, { operator, key, path }, reporter);
    }
  }
}

/**
 * Warns about a condition whose result AWS does not document: `explain` reports `unknown` for it, and AWS may allow or
 * deny the wrong requests.
 */
function checkResult(
  parsed: ParsedOperator,
  { operator, key, path }: Pick<BoundCondition, 'operator' | 'key' | 'path'>,
  reporter: Reporter,
): void {
  const reason = undocumentedResult(parsed, key);
  if (reason === undefined) return;
  const [message, help] = UNDOCUMENTED_RESULTS[reason](operator, key);
  reporter.atKey(path, 'statement/undocumented-condition', message, help);
}

const UNDOCUMENTED_RESULTS: Readonly<
  Record<UndocumentedResult, (operator: string, key: string) => readonly [message: string, help: string]>
> = {
  noQuantifier: (operator, key) => [
    `'${key}' can have several values in a request, and '${operator}' has no quantifier: AWS documents no result for that.`,
    `Write ForAnyValue:${operator} (one value is enough) or ForAllValues:${operator} (every value, or none).`,
  ],
  anyValueIfExists: (operator, key) => [
    `For a request without '${key}', '${operator}' has no documented result: ForAnyValue is false then, and IfExists is true.`,
    `Write ${operator.replace(/IfExists$/, '')}, which is false for a request without the key.`,
  ],
};

/**
 * Returns whether a condition restricts the principals of a statement, so that `*` is not every AWS account. A rejected
 * condition counts as one, because it is already reported.
 */
export function hasPrincipalCondition({ path, conditions }: BoundStatement, reporter: Reporter): boolean {
  const conditionsPath = [...path, 'conditions'];
  const declaredCount = reporter
    .declaredKeys(conditionsPath)
    .flatMap((operator) => reporter.declaredKeys([...conditionsPath, operator])).length;
  if (declaredCount > conditions.length) return true;
  return conditions.some(restrictsPrincipal);
}
