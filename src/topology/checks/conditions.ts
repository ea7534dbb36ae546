import { tellsWho } from '../../access/tells-who';
import { CONDITION_OPERATORS, parseOperator, principalForms } from '../../registry';
import { registryIdOf, type LinkedRegistry, type LinkedStatement } from '../link/linked';
import type { Reporter } from '../reporter';
import { didYouMean, listed } from '../suggest';

/** That IAM knows the operators and keys of a statement's conditions, and that each stands once. */
export function checkConditions(
  { conditions, principals }: LinkedStatement,
  registries: readonly LinkedRegistry[],
  reporter: Reporter,
): void {
  const ids = registries.flatMap((registry) => registryIdOf(registry) ?? []);
  const taken = new Set(
    ids.flatMap((id) =>
      principals.flatMap(({ grantee }) =>
        principalForms(id, grantee).flatMap(({ condition }) =>
          condition === undefined ? [] : `${condition.operator} ${condition.key}`.toLowerCase(),
        ),
      ),
    ),
  );
  for (const { operator, key, path } of conditions) {
    if (parseOperator(operator) === undefined) {
      reporter.atKey(
        path.slice(0, -1),
        'statement/condition',
        `'${operator}' is no condition operator of IAM.`,
        didYouMean(operator, CONDITION_OPERATORS) ?? `Such as ${listed(CONDITION_OPERATORS, 6)}.`,
      );
    } else if (!/^[A-Za-z0-9-]+:[\w+=,.@:/-]+$/.test(key)) {
      reporter.atKey(
        path,
        'statement/condition',
        `'${key}' is no condition key.`,
        'Such as aws:PrincipalOrgID or aws:SourceIp.',
      );
    } else if (taken.has(`${operator} ${key}`.toLowerCase())) {
      reporter.atKey(
        path,
        'statement/condition',
        `The principals of this statement have a condition on ${key} of their own, and a statement holds one.`,
        'Remove one of the two, or write the principal as * with this condition.',
      );
    }
  }
}

/**
 * Whether a condition of a statement says who, so that `*` is not everybody: a key that tells the caller or where it
 * comes from, compared with something. A condition that was refused is taken to be one, for it has been said.
 */
export function saysWho({ path, conditions }: LinkedStatement, reporter: Reporter): boolean {
  const at = [...path, 'conditions'];
  const written = reporter.keys(at).flatMap((operator) => reporter.keys([...at, operator])).length;
  if (written > conditions.length) return true;
  return conditions.some(tellsWho);
}
