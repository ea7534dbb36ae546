import type { PolicyDocument, PolicyStatement } from '../../aws/policy/document';
import type { Caller } from './caller';
import { callerNames, compilePrincipals, GRADE } from './principal-match';

/** What a statement of a resource-based policy does, for a caller that it applies to. */
export type CallerStatement = Omit<PolicyStatement, 'principals' | 'sid'>;

/**
 * Returns the statements of a resource-based policy that may apply to a caller. Without principals, so a statement
 * stays equal if a principal is added that is not the caller.
 */
export function statementsForCaller(
  { statements }: PolicyDocument,
  caller: Caller,
): readonly CallerStatement[] {
  return statements
    .filter(({ principals }) => principals === undefined || mayMatch(principals, caller))
    .map(({ effect, actions, resources, conditions }) => ({ effect, actions, resources, conditions }));
}

function mayMatch(principals: NonNullable<PolicyStatement['principals']>, caller: Caller): boolean {
  return compilePrincipals(principals)(callerNames(caller), false).possible !== GRADE.none;
}
