import { identityArn, parseIdentityArn, type IdentityId } from '../../aws/arn.identity';
import type { PlannedTopology } from '../../model/topology';
import { knownStatements } from '../../model/unknown';
import type { Caller } from './caller';

/**
 * Returns the role or user of the topology with the name of the caller and another ARN. An account can have only one role or user
 * of a name, regardless of path and case, so both cannot exist.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function findSameNameIdentity(topology: PlannedTopology, caller: Caller): IdentityId | undefined {
  if (caller.kind !== 'identity') return undefined;
  const { principals, conditions } = sameNameIdentities(topology, caller.identity);
  const sameName = [...principals, ...conditions];
  const own = identityArn(caller.identity);
  const isDeclared = caller.isPathKnown && sameName.some((identity) => identityArn(identity) === own);
  return isDeclared ? undefined : sameName[0];
}

/** Returns the path of a role or user, or undefined if the topology does not contain exactly one of this name. */
export function findIdentityPath(topology: PlannedTopology, identity: IdentityId): string | undefined {
  const { principals } = sameNameIdentities(topology, identity);
  const paths = new Set(principals.filter(({ name }) => name === identity.name).map(({ path }) => path));
  const [only, ...others] = paths;
  return others.length === 0 ? only : undefined;
}

interface SameNameIdentities {
  /** Certain to exist, because AWS rejects a policy whose principal does not exist. */
  readonly principals: readonly IdentityId[];
  /** Named in conditions, which AWS does not validate. */
  readonly conditions: readonly IdentityId[];
}

/** Returns the roles and users of the topology with the name of an identity, ignoring case. */
function sameNameIdentities(topology: PlannedTopology, identity: IdentityId): SameNameIdentities {
  const cached = SAME_NAME_INDEX.get(topology) ?? identitiesByName(topology);
  SAME_NAME_INDEX.set(topology, cached);
  return cached.get(caseInsensitiveKey(identity)) ?? NO_IDENTITIES;
}

const NO_IDENTITIES: SameNameIdentities = { principals: [], conditions: [] };

/** Cached by topology, because topologies are immutable. */
const SAME_NAME_INDEX = new WeakMap<PlannedTopology, ReadonlyMap<string, SameNameIdentities>>();

function identitiesByName({
  identities,
  registries,
}: PlannedTopology): ReadonlyMap<string, SameNameIdentities> {
  const statements = registries.flatMap(({ policy, repositories }) => [
    ...knownStatements(policy),
    ...repositories.flatMap((repository) => knownStatements(repository.policy)),
  ]);
  const principals = [
    ...identities,
    ...parseIdentities(
      statements.flatMap((each) => (each.principals?.values ?? []).map(({ value }) => value)),
    ),
  ];
  const conditions = parseIdentities(
    statements
      .flatMap((each) => each.conditions)
      .flatMap(({ key, values }) => (key.toLowerCase() === 'aws:principalarn' ? values : [])),
  );
  const index = new Map<string, SameNameIdentities>();
  for (const identity of principals) addIdentity(index, identity, 'principals');
  for (const identity of conditions) addIdentity(index, identity, 'conditions');
  return index;
}

function parseIdentities(arns: readonly string[]): readonly IdentityId[] {
  const exactArns = [...new Set(arns)].filter((arn) => !/[*?]/.test(arn));
  return exactArns.flatMap((arn) => parseIdentityArn(arn) ?? []);
}

function addIdentity(
  index: Map<string, SameNameIdentities>,
  identity: IdentityId,
  as: keyof SameNameIdentities,
): void {
  const sameName = index.get(caseInsensitiveKey(identity)) ?? NO_IDENTITIES;
  index.set(caseInsensitiveKey(identity), { ...sameName, [as]: [...sameName[as], identity] });
}

function caseInsensitiveKey({ kind, accountId, name }: IdentityId): string {
  return `${kind} ${accountId} ${name.toLowerCase()}`;
}
