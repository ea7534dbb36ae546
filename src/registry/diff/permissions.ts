import { parseAccountRootArn, repositoryArn } from '../arn';
import { grouped } from '../grouped';
import type { RepositoryName } from '../names';
import type { NotKnown } from '../not-known';
import { compareText, sortedBy, sortedUnique } from '../order';
import type { PolicyDocument, PolicyStatement } from '../policy/document';
import type { PlannedRegistry } from '../topology';
import type { Permission } from './change-parts';

/** One principal, action and resource, so that how statements are grouped makes no difference. */
interface Atom extends Omit<Permission, 'actions' | 'resources'> {
  readonly action: string;
  readonly resource: string;
}

/** By a text that is the same for equal atoms. */
type Atoms = ReadonlyMap<string, Atom>;

/** What the policies of a registry say before and after, as far as both are known and not the same. */
interface PermissionAtoms {
  readonly old: Atoms;
  readonly fresh: Atoms;
  /** Whose policy is known only after apply: a repository's, or the registry's own. */
  readonly notKnown: readonly (RepositoryName | undefined)[];
}

export function permissionAtoms(
  before: PlannedRegistry | undefined,
  after: PlannedRegistry | undefined,
): PermissionAtoms {
  const [was, is] = [policiesOf(before), policiesOf(after)];
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  // What was read from one text is one object, so that most of a large plan is not looked at any further.
  const compared = keys.filter((key) => {
    const [old, fresh] = [was.get(key)?.policy, is.get(key)?.policy];
    return old !== fresh && old !== 'notKnown' && fresh !== 'notKnown';
  });
  const atoms = (policies: Policies) =>
    collected(
      compared.flatMap((key) => {
        const found = policies.get(key);
        if (found === undefined || found.policy === 'notKnown') return [];
        return atomsOf(
          found.policy,
          key === undefined ? 'registry policy' : 'repository policy',
          found.repository,
        );
      }),
    );
  return {
    old: atoms(was),
    fresh: atoms(is),
    notKnown: keys.filter((key) => is.get(key)?.policy === 'notKnown' && was.get(key)?.policy !== 'notKnown'),
  };
}

/** By repository; the registry's own by undefined. */
type Policies = ReadonlyMap<RepositoryName | undefined, PolicyOf>;

interface PolicyOf {
  readonly policy: PolicyDocument | NotKnown | undefined;
  /** What a statement without `Resource` is about. */
  readonly repository: string | undefined;
}

function policiesOf(registry: PlannedRegistry | undefined): Policies {
  if (registry === undefined) return new Map();
  const policies = new Map<RepositoryName | undefined, PolicyOf>([
    [undefined, { policy: registry.policy, repository: undefined }],
  ]);
  for (const { name, policy } of registry.repositories) {
    policies.set(name, { policy, repository: repositoryArn(registry, name) });
  }
  return policies;
}

/** What an identity policy says. */
export function identityAtoms(policy: PolicyDocument | undefined): Atoms {
  return collected(atomsOf(policy, 'identity policy', undefined));
}

/** What a repository policy says of repositories of which only the start of the name is known. */
export function repositoriesAtoms(policy: PolicyDocument | undefined, repositories: string): Atoms {
  return collected(atomsOf(policy, 'repository policy', repositories));
}

/** What only `some` say and the others do not, put together again: equal actions share a line. */
export function onlyIn(some: Atoms, others: Atoms): readonly Permission[] {
  const atoms = [...some].filter(([key]) => !others.has(key)).map(([, atom]) => atom);
  const byResource = alike(atoms, ({ resource, ...rest }) => [resource, ...identifying(rest)]);
  const lines = byResource.map((same) => ({
    ...same[0],
    actions: sortedUnique(same.map(({ action }) => action)),
  }));
  return alike(lines, (line) => [...identifying(line), ...line.actions]).map((same) => {
    const { policy, effect, principal, condition, actions } = same[0];
    const resources = sortedUnique(same.map(({ resource }) => resource));
    return { policy, effect, principal, condition, actions, resources };
  });
}

function identifying(atom: Pick<Atom, 'policy' | 'effect' | 'principal' | 'condition'>): readonly string[] {
  return [atom.policy, atom.effect, principalKey(atom.principal), atom.condition ?? ''];
}

/** An account ID and the ARN of its root are one principal. */
function principalKey(principal: string): string {
  return parseAccountRootArn(principal)?.accountId ?? principal;
}

/** In the order of their keys. */
function alike<T>(
  items: readonly T[],
  key: (item: T) => readonly string[],
): readonly (readonly [T, ...T[]])[] {
  return sortedBy(
    grouped(items, (item) => JSON.stringify(key(item))),
    ([text]) => text,
  ).map(([, group]) => group);
}

function collected(atoms: readonly Atom[]): Atoms {
  return new Map(
    atoms.map((atom) => [JSON.stringify([...identifying(atom), atom.action, atom.resource]), atom]),
  );
}

/** @param repository what a statement without `Resource` is about */
function atomsOf(
  policy: PolicyDocument | undefined,
  kind: Permission['policy'],
  repository: string | undefined,
): readonly Atom[] {
  return (policy?.statements ?? []).flatMap((statement) =>
    principalTexts(statement).flatMap((principal) =>
      elementTexts(statement.actions).flatMap((action) =>
        resourceTexts(statement, repository).map((resource) => ({
          policy: kind,
          effect: statement.effect,
          principal,
          condition: conditionText(statement),
          action,
          resource,
        })),
      ),
    ),
  );
}

function principalTexts({ principals }: PolicyStatement): readonly string[] {
  if (principals === undefined) return [''];
  const texts = principals.values.map(({ value }) => value);
  // "Everybody but these" is one thing and cannot be taken apart.
  return principals.isNot ? [`everybody but ${texts.join(', ')}`] : texts;
}

function elementTexts({ isNot, values }: PolicyStatement['actions']): readonly string[] {
  return isNot ? [`everything but ${values.join(', ')}`] : values;
}

function resourceTexts({ resources }: PolicyStatement, repository: string | undefined): readonly string[] {
  if (resources !== undefined) return elementTexts(resources);
  return repository === undefined ? [] : [repository];
}

function conditionText({ conditions }: PolicyStatement): string | undefined {
  if (conditions.length === 0) return undefined;
  return [...conditions]
    .map(({ operator, key, values }) => `${key} ${operator} ${values.join(' or ')}`)
    .sort(compareText)
    .join(' and ');
}
