import { coveredActions } from '../../access/evaluate/statement-scope';
import type { PolicyStatement } from '../../aws/policy/document';

/**
 * Whether a Deny covers every action and repository that an Allow statement covers, regardless of its principals.
 */
export function deniesAllOf(deny: PolicyStatement, allowed: PolicyStatement): boolean {
  const denied = new Set(coveredActions(deny.actions));
  return (
    coveredActions(allowed.actions).every((action) => denied.has(action)) && coversResources(deny, allowed)
  );
}

function coversResources(
  { resources: denied }: PolicyStatement,
  { resources: allowed }: PolicyStatement,
): boolean {
  if (denied === undefined) return allowed === undefined;
  if (denied.isNot) return false;
  if (denied.values.includes('*')) return true;
  return allowed?.isNot === false && allowed.values.every((value) => denied.values.includes(value));
}
