import { granteesOf, type StatementGrantee } from '../../access/evaluate/grantees';
import { coveredActions, createResourceMatcher } from '../../access/evaluate/statement-scope';
import { repositoryArn, type RegistryId } from '../../aws/arn';
import type { EcrAction } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { knownStatements } from '../../model/unknown';
import type { ActionTarget } from './policy-snapshot';

/** The principals of the account that owns a registry. Plans usually do not contain their identity policies. */
export function ownerAccount({ accountId }: RegistryId): StatementGrantee {
  return { who: { kind: 'account', accountId }, onlyIf: [] };
}

/** Returns the actions that a Deny may deny to principals of the owner account that no policy names. */
export function actionsDeniedToOwner({ registry, repository }: ActionTarget): ReadonlySet<EcrAction> {
  const arn = repository === undefined ? '*' : repositoryArn(registry, repository.name);
  const actionScope = repository === undefined ? 'registry' : 'repository';
  const ofRegistry = knownStatements(registry.policy).filter(
    ({ resources }) => resources !== undefined && createResourceMatcher(resources)(arn) !== 'no',
  );
  const denials = [...knownStatements(repository?.policy), ...ofRegistry].filter((statement) =>
    mayDenyOwner(statement, registry),
  );
  return new Set(
    denials.flatMap(({ actions }) =>
      coveredActions(actions).filter((each) => ECR_ACTIONS[each] === actionScope),
    ),
  );
}

function mayDenyOwner(statement: PolicyStatement, { accountId }: RegistryId): boolean {
  // An organization in a policy is assumed to be the organization of the owner.
  const isByOrganization = statement.conditions.some(({ key }) => /^aws:principalorg/i.test(key));
  if (statement.effect !== 'Deny' || isByOrganization) return false;
  return granteesOf(statement).some(({ who }) => {
    switch (who.kind) {
      case 'anyone':
      case 'everybodyBut':
        return true;
      case 'account':
        return who.accountId === accountId;
      case 'identity':
      case 'lambda':
      case 'organization':
      case 'organizationalUnit':
      case 'principal':
      case 'service':
      case 'viaAccountRoot':
        return false;
    }
  });
}
