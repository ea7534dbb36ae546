import {
  CODEBUILD,
  isAccountId,
  LAMBDA,
  pullingRoleOf,
  tryGetPartition,
  tryGetRepository,
  type AccountId,
  type Grantee,
} from '../registry';
import type { GivenContext } from './context';
import type { Mend } from './mend';
import { originsAnywhere, replicateTo } from './origins';
import type { Refused } from './proposals';
import type { Unmet } from './unmet';

/**
 * Returns the fixes for an AWS service: a grant to the service for an account, or the role that the service uses instead.
 */
export function serviceMends(refused: Refused, conditions: readonly Unmet[]): readonly Mend[] {
  const { question, given, missing } = refused;
  const { caller, operation, registry, repository } = question;
  if (caller.kind !== 'service') return [];
  const { service } = caller;
  const accountId = servedAccount(given.context);
  const role = roleInstead(refused, service, accountId);
  if (role !== undefined) return [{ kind: 'service', service, operation, role: role.name }];
  if (service === LAMBDA) {
    const elsewhere = ownRegionOf(refused);
    if (elsewhere.length > 0) return elsewhere;
  }
  if (conditions.length > 0 || !missing.some(({ side }) => side === 'registry')) return [];
  if (accountId === undefined) return [{ kind: 'serve', question }];
  const grantee: Grantee =
    service === LAMBDA ? { kind: 'lambda', accountId } : { kind: 'service', service, accountId };
  const entry = {
    allow: operation,
    repositories: [repository],
    registries: [registry.name],
    principals: [grantee],
  };
  return [{ kind: 'grant', entry, isForAccount: false }];
}

/** The role that performs the operation instead of the service. `name` is undefined if it depends on the build. */
function roleInstead(
  { question }: Refused,
  service: string,
  accountId: AccountId | undefined,
): { readonly name: string | undefined } | undefined {
  const role = pullingRoleOf(service);
  if (role !== undefined) return { name: role };
  if (service === CODEBUILD) {
    const isElsewhere = accountId !== undefined && accountId !== question.registry.accountId;
    return question.operation === 'push' || isElsewhere
      ? { name: 'the service role of the project' }
      : undefined;
  }
  return question.operation === 'push' ? { name: undefined } : undefined;
}

/** Returns the account that a service acts for, which a grant to the service requires. Undefined if unknown. */
export function servedAccount(context: GivenContext): AccountId | undefined {
  const account = valueOf(context, 'aws:sourceaccount') ?? valueOf(context, 'aws:sourcearn')?.split(':')[4];
  return account !== undefined && isAccountId(account) ? account : undefined;
}

/** Fixes for a function in another Region, which pulls from the registry of that Region. */
function ownRegionOf({ topology, question, given }: Refused): readonly Mend[] {
  const { registry, repository } = question;
  const region = valueOf(given.context, 'aws:sourcearn')?.split(':')[3] ?? '';
  if (tryGetPartition(region) === undefined || region === registry.region) return [];
  const there = topology.registries.filter((each) => each.region === region);
  const holding = there
    .filter((each) => tryGetRepository(each, repository) !== undefined)
    .map(({ name }) => name);
  const [first] = there;
  const rule =
    holding.length > 0 || first === undefined
      ? []
      : replicateTo(topology, originsAnywhere(topology, repository, given), first, repository);
  return [{ kind: 'region', region, holding }, ...rule];
}

function valueOf(context: GivenContext, wanted: string): string | undefined {
  const values = Object.entries(context).find(([key]) => key.toLowerCase() === wanted)?.[1];
  return values === undefined ? undefined : [values].flat()[0];
}
