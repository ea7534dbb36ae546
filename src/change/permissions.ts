import { granteesOf, granteeText, type StatementGrantee } from '../access/evaluate/grantees';
import { parseAccountRootArn, repositoryArn } from '../aws/arn';
import type { RepositoryName } from '../aws/names';
import { requiredActions, type Operation } from '../aws/policy/actions';
import type { PolicyDocument, PolicyStatement } from '../aws/policy/document';
import { compareText, groupBy, sortedBy, sortedUnique } from '../base/collections';
import { formatList, joinWithAnd } from '../base/text';
import type { PlannedRegistry } from '../model/topology';
import { isKnown, type Unknown } from '../model/unknown';
import type { Permission } from './change-parts';

/** One principal, action and resource. Comparing atoms ignores how statements are grouped. */
interface Atom extends Omit<Permission, 'actions' | 'resources'> {
  readonly action: string;
  readonly resource: string;
}

/** By a key that is equal for equal atoms. */
type Atoms = ReadonlyMap<string, Atom>;

/** The atoms of the policies of a registry before and after. Contains only policies that are known and differ. */
interface PermissionAtoms {
  readonly old: Atoms;
  readonly updated: Atoms;
  /** The repositories whose policy is known only after apply. Undefined is the registry policy. */
  readonly unknownPolicies: readonly (RepositoryName | undefined)[];
}

export function permissionAtoms(
  before: PlannedRegistry | undefined,
  after: PlannedRegistry | undefined,
): PermissionAtoms {
  const [previous, current] = [policiesOf(before), policiesOf(after)];
  const keys = [...new Set([...previous.keys(), ...current.keys()])];
  // Policies with the same text are the same object, so most policies of a large plan are not compared further.
  const compared = keys.filter((key) => {
    const [old, updated] = [previous.get(key)?.policy, current.get(key)?.policy];
    return old !== updated && isKnown(old) && isKnown(updated);
  });
  const atoms = (policies: Policies) =>
    indexAtoms(
      compared.flatMap((key) => {
        const found = policies.get(key);
        if (found === undefined || !isKnown(found.policy)) return [];
        return atomsOf(
          found.policy,
          key === undefined ? 'registry policy' : 'repository policy',
          found.repository,
        );
      }),
    );
  return {
    old: atoms(previous),
    updated: atoms(current),
    unknownPolicies: keys.filter(
      (key) => !isKnown(current.get(key)?.policy) && isKnown(previous.get(key)?.policy),
    ),
  };
}

/** By repository. The key of the registry policy is undefined. */
type Policies = ReadonlyMap<RepositoryName | undefined, PolicyInRegistry>;

interface PolicyInRegistry {
  readonly policy: PolicyDocument | Unknown | undefined;
  /** The resource of a statement without `Resource`. */
  readonly repository: string | undefined;
}

function policiesOf(registry: PlannedRegistry | undefined): Policies {
  if (registry === undefined) return new Map();
  const policies = new Map<RepositoryName | undefined, PolicyInRegistry>([
    [undefined, { policy: registry.policy, repository: undefined }],
  ]);
  for (const { name, policy } of registry.repositories) {
    policies.set(name, { policy, repository: repositoryArn(registry, name) });
  }
  return policies;
}

/** Returns the atoms of an identity policy. */
export function identityAtoms(policy: PolicyDocument | undefined): Atoms {
  return indexAtoms(atomsOf(policy, 'identity policy', undefined));
}

/** Returns the atoms of a repository policy that applies to all repositories with a prefix. */
export function repositoriesAtoms(policy: PolicyDocument | undefined, repositories: string): Atoms {
  return indexAtoms(atomsOf(policy, 'repository policy', repositories));
}

/** Returns the permissions that only `some` contains. Actions with the same resources are joined. */
export function onlyIn(some: Atoms, others: Atoms): readonly Permission[] {
  const atoms = [...some].filter(([key]) => !others.has(key)).map(([, atom]) => atom);
  const byResource = groupByKey(atoms, ({ resource, ...rest }) => [resource, ...permissionKey(rest)]);
  const lines = byResource.map((same) => ({
    ...same[0],
    actions: sortedUnique(same.map(({ action }) => action)),
  }));
  return groupByKey(lines, (line) => [...permissionKey(line), ...line.actions]).map((same) => {
    const { policy, effect, principal, principalText, isPublic, condition, actions } = same[0];
    const resources = sortedUnique(same.map(({ resource }) => resource));
    return { policy, effect, principal, principalText, isPublic, condition, actions, resources };
  });
}

function permissionKey(atom: Pick<Atom, 'policy' | 'effect' | 'principal' | 'condition'>): readonly string[] {
  return [atom.policy, atom.effect, principalKey(atom.principal), atom.condition ?? ''];
}

/** An account ID and the ARN of its root are one principal. */
function principalKey(principal: string): string {
  return parseAccountRootArn(principal)?.accountId ?? principal;
}

/** Groups items by key, sorted by key. */
function groupByKey<T>(
  items: readonly T[],
  key: (item: T) => readonly string[],
): readonly (readonly [T, ...T[]])[] {
  return sortedBy(
    groupBy(items, (item) => JSON.stringify(key(item))),
    ([text]) => text,
  ).map(([, group]) => group);
}

function indexAtoms(atoms: readonly Atom[]): Atoms {
  return new Map(
    atoms.map((atom) => [JSON.stringify([...permissionKey(atom), atom.action, atom.resource]), atom]),
  );
}

/** @param repository the resource of a statement without `Resource` */
function atomsOf(
  policy: PolicyDocument | undefined,
  kind: Permission['policy'],
  repository: string | undefined,
): readonly Atom[] {
  return (policy?.statements ?? []).flatMap((statement) =>
    principalsOf(statement).flatMap((principal) =>
      elementTexts(statement.actions).flatMap((action) =>
        resourceTexts(statement, repository).map((resource) => ({
          policy: kind,
          effect: statement.effect,
          ...principal,
          condition: conditionText(statement.conditions),
          action,
          resource,
        })),
      ),
    ),
  );
}

function principalsOf(
  statement: PolicyStatement,
): readonly Pick<Atom, 'isPublic' | 'principal' | 'principalText'>[] {
  const { principals, conditions } = statement;
  if (principals === undefined) {
    return [{ principal: '', principalText: 'an unspecified principal', isPublic: false }];
  }
  if (principals.isNot) {
    // `NotPrincipal` is one condition and cannot be split into principals.
    const principal = `every principal except ${principals.values.map(({ value }) => value).join(', ')}`;
    return [{ principal, principalText: withConditions(principal, conditions), isPublic: true }];
  }
  return principals.values.map((value) => {
    const grantees = granteesOf({ ...statement, principals: { isNot: false, values: [value] } });
    const text = grantees.map((grantee) => granteeName(grantee, statement.effect)).join(' and ');
    const isSelectedByAll = grantees.every(({ onlyIf }) => onlyIf.length === 0);
    return {
      principal: value.value,
      principalText: isSelectedByAll ? text : withConditions(text, conditions),
      isPublic: grantees.some(({ who }) => who.kind === 'anyone'),
    };
  });
}

const NO_NAMES = new Map<never, never>();

/** A Deny for `*` applies to the principals of AWS services too. */
function granteeName({ who }: StatementGrantee, effect: PolicyStatement['effect']): string {
  if (effect === 'Deny' && who.kind === 'anyone') return 'every principal';
  return granteeText({ who, onlyIf: [] }, NO_NAMES);
}

function withConditions(principal: string, conditions: PolicyStatement['conditions']): string {
  const text = conditionText(conditions);
  return text === undefined ? principal : `${principal} (if ${text})`;
}

function elementTexts({ isNot, values }: PolicyStatement['actions']): readonly string[] {
  return isNot ? [`all except ${values.join(', ')}`] : values;
}

function resourceTexts({ resources }: PolicyStatement, repository: string | undefined): readonly string[] {
  if (resources !== undefined) return elementTexts(resources);
  return repository === undefined ? [] : [repository];
}

function conditionText(conditions: PolicyStatement['conditions']): string | undefined {
  if (conditions.length === 0) return undefined;
  return [...conditions]
    .map(({ operator, key, values }) => `${key} ${operator} ${values.join(' or ')}`)
    .sort(compareText)
    .join(' and ');
}

/** The limit for names in a line. The JSON output contains all of them. */
const MAX_NAMES = 8;

/** What a permission does in a change. Undefined outside of a change. */
type PermissionAdverb = 'now' | 'no longer' | undefined;

/** Returns text such as `account 111111111111 can now pull my-repo`. */
export function describePermission(permission: Permission, adverb: PermissionAdverb): string {
  const { effect, principalText, actions, resources } = permission;
  const verb = effect === 'Allow' ? ['can', adverb] : ['is', adverb, 'denied permission to'];
  const modal = verb.filter((word) => word !== undefined).join(' ');
  return `${principalText} ${modal} ${describeActions(actions)} ${formatList(resources.map(repositoryName), MAX_NAMES)}`;
}

/** Returns text for an identity policy, such as `now allows it to push to central/my-repo`. */
export function describeIdentityPermission(permission: Permission, adverb: PermissionAdverb): string {
  const { effect, condition, actions, resources } = permission;
  const verb = effect === 'Allow' ? 'allows it' : 'denies it permission';
  const modal = adverb === undefined ? verb : `${adverb} ${verb}`;
  const conditionSuffix = condition === undefined ? '' : ` (if ${condition})`;
  return `${modal} to ${describeActions(actions)} ${formatList(resources.map(qualifiedRepositoryName), MAX_NAMES)}${conditionSuffix}`;
}

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

const ACTION_VERBS: Readonly<Record<string, string>> = {
  'ecr:ReplicateImage': 'replicate into',
  'ecr:CreateRepository': 'create',
  'ecr:GetAuthorizationToken': 'log in to',
};

function describeActions(actions: readonly string[]): string {
  const operations = OPERATIONS.filter((operation) => coversOperation(operation, actions));
  const covered = new Set<string>(operations.length === 0 ? [] : requiredActions(...operations));
  const rest = actions.filter((action) => !covered.has(action));
  const used = rest.filter((action) => ACTION_VERBS[action] === undefined);
  const verbs = [
    ...operations.map((operation) => (operation === 'push' ? 'push to' : 'pull')),
    ...rest.flatMap((action) => ACTION_VERBS[action] ?? []),
    ...(used.length === 0 ? [] : [`use ${joinWithAnd(used)} on`]),
  ];
  return joinWithAnd(verbs);
}

/**
 * Returns whether the actions contain every action that only this operation requires. If only these change, the
 * principal has the shared actions through the other operation.
 */
function coversOperation(operation: Operation, actions: readonly string[]): boolean {
  const shared = new Set<string>(
    OPERATIONS.filter((each) => each !== operation).flatMap((each) => requiredActions(each)),
  );
  return requiredActions(operation).every((action) => shared.has(action) || actions.includes(action));
}

/** Returns the name without the registry, because the line already contains the registry. */
function repositoryName(arn: string): string {
  return arn.replace(/^arn:[^:]+:ecr:[^:]*:[^:]*:repository\//, '');
}

/** Returns the name with its registry, because an identity policy may apply to several. */
function qualifiedRepositoryName(arn: string): string {
  const match = /^arn:[^:]+:ecr:([^:]*):([^:]*):repository\/(.*)$/.exec(arn);
  if (match === null) return arn === '*' ? 'all registries' : arn;
  const [, region = '', account = '', name = ''] = match;
  return `${name} (${account} in ${region})`;
}
