import { isAccountId, type AccountId } from '../../aws/names';
import { tryGetPartition } from '../../aws/partitions';
import { LAMBDA, type Grantee } from '../../aws/policy/principals';
import { CODEBUILD, pullingRoleOf } from '../../aws/policy/principals.services';
import { tryGetRepository } from '../../model/topology.held';
import type { RequestContextValues } from '../evaluate/request.context';
import type { Fix } from './fix';
import type { FixInput } from './fixes';
import type { UnmetLayerStatement } from './missing-grants.unmet';
import { findAllPushOrigins, fixesByReplication } from './push-origins';

/**
 * Returns the fixes for an AWS service: a grant to the service for an account, or the role that the service uses instead.
 */
export function serviceFixes(input: FixInput, conditions: readonly UnmetLayerStatement[]): readonly Fix[] {
  const { question, evaluationContext, missing } = input;
  const { caller, operation, registry, repository } = question;
  if (caller.kind !== 'service') return [];
  const { service } = caller;
  const accountId = sourceAccount(evaluationContext.context);
  const role = findActingRole(input, service, accountId);
  if (role !== undefined) return [{ kind: 'service', service, operation, role: role.name }];
  if (service === LAMBDA) {
    const otherRegion = fixesForOtherRegion(input);
    if (otherRegion.length > 0) return otherRegion;
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
function findActingRole(
  { question }: FixInput,
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
export function sourceAccount(context: RequestContextValues): AccountId | undefined {
  const account =
    firstValueOf(context, 'aws:sourceaccount') ?? firstValueOf(context, 'aws:sourcearn')?.split(':')[4];
  return account !== undefined && isAccountId(account) ? account : undefined;
}

/** Fixes for a function in another Region, which pulls from the registry of that Region. */
function fixesForOtherRegion({ topology, question, evaluationContext }: FixInput): readonly Fix[] {
  const { registry, repository } = question;
  const region = firstValueOf(evaluationContext.context, 'aws:sourcearn')?.split(':')[3] ?? '';
  if (tryGetPartition(region) === undefined || region === registry.region) return [];
  const regionRegistries = topology.registries.filter((each) => each.region === region);
  const containing = regionRegistries
    .filter((each) => tryGetRepository(each, repository) !== undefined)
    .map(({ name }) => name);
  const [first] = regionRegistries;
  const replicationFixes =
    containing.length > 0 || first === undefined
      ? []
      : fixesByReplication(
          topology,
          findAllPushOrigins(topology, repository, evaluationContext),
          first,
          repository,
        );
  return [{ kind: 'region', region, holding: containing }, ...replicationFixes];
}

function firstValueOf(context: RequestContextValues, lowercaseKey: string): string | undefined {
  const values = Object.entries(context).find(([key]) => key.toLowerCase() === lowercaseKey)?.[1];
  return values === undefined ? undefined : [values].flat()[0];
}
