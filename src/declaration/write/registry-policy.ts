import { parseIdentityArn, registryKey } from '../../aws/arn';
import { ROOT } from '../../aws/namespaces';
import { UPSTREAM_ACTIONS } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { policyFromStatements } from '../../aws/policy/grants';
import { parseUpstream } from '../../aws/upstream';
import { cacheStatements, type CacheGrant, type PullThroughCacheRule } from '../../model/pull-through-cache';
import { replicationStatements, taggedPrefixes, type ReplicationGrant } from '../../model/replication';
import type { Registry, Topology } from '../../model/topology';
import { statementKey } from './grants';
import type { Placement, PlannedRule } from './replication';

/** The policy of a registry, divided by what writes its statements. */
export interface DividedPolicy {
  /** Statements that no rule writes. */
  readonly own: readonly PolicyStatement[];
  /** Statements that rules would add. */
  readonly added: readonly PolicyStatement[];
}

/**
 * Compares the policy of a registry with the statements that the replication and cache rules of the topology write. A
 * rule writes no statement for what the other statements allow, so they can be more than those that no rule would write.
 */
export function dividePolicy(registry: Registry, placement: Placement, topology: Topology): DividedPolicy {
  const existing = (registry.policy?.statements ?? []).map((statement) => ({
    statement,
    key: statementKey(statement),
  }));
  const grants = replicationGrants(registry, placement);
  const caches = cacheStatements(
    registry,
    cacheRulesTo(registry, topology).map(({ grant }) => grant),
  );
  let own: readonly PolicyStatement[] = [];
  for (;;) {
    const generated =
      policyFromStatements([...replicationStatements(registry, grants, own), ...caches])?.statements ?? [];
    const keys = new Set(generated.map(statementKey));
    const other = existing.filter(({ statement, key }) => own.includes(statement) || !keys.has(key));
    if (other.length === own.length) {
      const existingKeys = new Set(existing.map(({ key }) => key));
      return { own, added: generated.filter((each) => !existingKeys.has(statementKey(each))) };
    }
    own = other.map(({ statement }) => statement);
  }
}

function replicationGrants(registry: Registry, { rules, originals }: Placement): readonly ReplicationGrant[] {
  return rulesFromOtherAccounts(registry, rules).map(({ source, rule: { filters }, matched, creates }) => ({
    source: source.accountId,
    target: creates
      ? { kind: 'created', filters, tagged: taggedPrefixes(registry.creationTemplates, filters) }
      : {
          kind: 'existing',
          repositories: [...matched].filter((name) => originals.get(name)?.includes(source) === true),
        },
  }));
}

function rulesFromOtherAccounts(
  { name, accountId }: Registry,
  rules: readonly PlannedRule[],
): readonly PlannedRule[] {
  return rules.filter(
    ({ source, destinations }) =>
      source.accountId !== accountId && destinations.some((destination) => destination.name === name),
  );
}

/** A cache rule of another account, and what the policy of its upstream must allow. */
interface CacheRuleTo {
  readonly registry: Registry;
  readonly rule: PullThroughCacheRule;
  readonly grant: CacheGrant;
}

function cacheRulesTo(upstream: Registry, { registries }: Topology): readonly CacheRuleTo[] {
  return registries
    .filter(({ accountId }) => accountId !== upstream.accountId)
    .flatMap((registry) =>
      registry.pullThroughCache.flatMap((rule): readonly CacheRuleTo[] => {
        const from = parseUpstream(rule.upstream);
        const role = parseIdentityArn(rule.customRoleArn ?? '');
        const isFromUpstream = from?.kind === 'ecr' && registryKey(from.id) === registryKey(upstream);
        if (!isFromUpstream || role === undefined) return [];
        return [{ registry, rule, grant: { role, namespace: rule.upstreamPrefix ?? ROOT } }];
      }),
    );
}

/** The rules that write a statement. */
export interface Writers {
  readonly rules: readonly PlannedRule[];
  readonly caches: readonly Pick<CacheRuleTo, 'registry' | 'rule'>[];
}

/** Returns the rules that write a statement of the policy, by the accounts that it allows. */
export function writersOf(
  statement: PolicyStatement,
  registry: Registry,
  { rules }: Placement,
  topology: Topology,
): Writers {
  const isAllowed = ({ accountId }: Pick<Registry, 'accountId'>) =>
    statement.principals?.values.some(({ value }) => value.split(':')[4] === accountId) === true;
  if (statement.actions.values.join() === UPSTREAM_ACTIONS.join()) {
    return {
      rules: [],
      caches: cacheRulesTo(registry, topology).filter(({ grant }) => isAllowed(grant.role)),
    };
  }
  return {
    rules: rulesFromOtherAccounts(registry, rules).filter(({ source }) => isAllowed(source)),
    caches: [],
  };
}
