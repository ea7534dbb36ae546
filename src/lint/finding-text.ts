import { granteeText, type StatementGrantee } from '../access/evaluate/grantees';
import { coveredActions } from '../access/evaluate/statement-scope';
import type { MatrixCaller } from '../access/matrix/access-matrix';
import { registryText as accountAndRegion, type RegistryId } from '../aws/arn';
import { uncheckedAccountId, uncheckedRegion, type RepositoryName } from '../aws/names';
import { allActions, requiredActions, type EcrAction, type Operation } from '../aws/policy/actions';
import type { PolicyStatement } from '../aws/policy/document';
import { sortedUnique } from '../base/collections';
import { formatList } from '../base/text';
import { isKnown, type Unknown } from '../model/unknown';

/**
 * Rules identify registries by account and Region, users by name. Therefore the texts of rules contain a mark for each registry,
 * and `checkPlans` replaces all marks with `replaceRegistryMarks`. The marks are private-use characters, which are in no address,
 * policy or name of AWS. In a forged text they become a registry name at most.
 */
const MARK = { registry: '\u{E000}', repository: '\u{E001}', between: '\u{E002}', end: '\u{E003}' } as const;

/** Returns a mark that becomes `develop`, or `111111111111 in ap-northeast-1` for a registry without a name. */
export function registryMark(registry: RegistryId): string {
  return createMark(MARK.registry, registry);
}

/** Returns a text that becomes `'my-repo' in develop`, or `'my-repo' (111111111111 in ap-northeast-1)` for a registry without a name. */
export function repositoryMark(registry: RegistryId, name: RepositoryName | Unknown): string {
  const registryPart = createMark(MARK.repository, registry);
  return isKnown(name) ? `'${name}'${registryPart}` : `whose name is known only after apply${registryPart}`;
}

/** Returns a text that becomes `of 'my-repo' in develop`. */
export function ofRepositoryMark(registry: RegistryId, name: RepositoryName | Unknown): string {
  return `of ${isKnown(name) ? '' : 'a repository '}${repositoryMark(registry, name)}`;
}

function createMark(mark: string, { accountId, region }: RegistryId): string {
  return `${mark}${accountId}${MARK.between}${region}${MARK.end}`;
}

const MARK_PATTERN = new RegExp(
  `([${MARK.registry}${MARK.repository}])([^${MARK.between}${MARK.end}]*)${MARK.between}([^${MARK.end}]*)${MARK.end}`,
  'gu',
);

/**
 * Replaces the marks of `registryMark` and `repositoryMark`.
 * @param nameOf returns the name of a registry, or its account and Region if it has no name
 */
export function replaceRegistryMarks(text: string, nameOf: (registry: RegistryId) => string): string {
  return text.replace(MARK_PATTERN, (_, mark: string, account: string, region: string) => {
    // Both come from createMark.
    const registry = { accountId: uncheckedAccountId(account), region: uncheckedRegion(region) };
    const name = nameOf(registry);
    if (mark === MARK.registry) return name;
    return name === accountAndRegion(registry) ? ` (${name})` : ` in ${name}`;
  });
}

/** Plans do not contain names of accounts. */
const NO_ACCOUNT_NAMES = new Map<never, never>();

export function callerText(caller: MatrixCaller): string {
  return caller.kind === 'grantee'
    ? granteeText(caller.grantee, NO_ACCOUNT_NAMES)
    : `the registry ${registryMark(caller.registry)}`;
}

/** Lists up to four principals, and the number of the others. */
export function granteesText(grantees: readonly StatementGrantee[]): string {
  return formatList(sortedUnique(grantees.map((grantee) => granteeText(grantee, NO_ACCOUNT_NAMES))), 4);
}

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

/** Describes the actions of statements, as the rest of a sentence after "may": `pull`, `push and call ecr:DeleteRepository`. */
export function grantedText(statements: readonly PolicyStatement[]): string {
  const actions = sortedUnique(statements.flatMap((statement) => coveredActions(statement.actions)));
  // Patterns that match no action of ECR are shown unchanged.
  if (actions.length === 0) {
    return `call ${formatList(sortedUnique(statements.flatMap((statement) => statement.actions.values)), 6)}`;
  }
  return actionsText(actions);
}

/** Lists complete operations, then the remaining actions by name. */
function actionsText(actions: readonly EcrAction[]): string {
  const actionSet = new Set(actions);
  if (allActions().every((action) => actionSet.has(action))) return 'do everything';
  const operations = OPERATIONS.filter((operation) =>
    requiredActions(operation).every((action) => actionSet.has(action)),
  );
  const inOperations = new Set(requiredActions(...operations));
  const others = actions.filter((action) => !inOperations.has(action));
  return [...operations, ...(others.length === 0 ? [] : [`call ${formatList(others, 6)}`])].join(' and ');
}
