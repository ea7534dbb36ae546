import { accountOfGrantee } from '../../access/evaluate/grantees';
import { registryKey, type RegistryId } from '../../aws/arn';
import type { AccessChange } from '../../change/access/access-changes';
import type { PlanReview } from '../../plan/review/review';
import { accessProblems, withoutCreatedOrDeleted } from '../access/access-problems';
import { policiesAfter } from '../predicates/policies-after';
import { isPublic } from '../predicates/public-statements';
import { defineRule } from '../rule';

export const accessWidened = defineRule({
  id: 'access-widened',
  severity: 'warning',
  doc: 'Nobody gains access to images that are there already without somebody looking at it.',
  why:
    'A policy shows in a plan as one long text, in which a new principal is easily overlooked. Gains are worked out from ' +
    'all policies together, as AWS evaluates them. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  options: {
    withRepository: {
      kind: 'flag',
      default: false,
      doc: 'Also find access that comes with a repository that the plans create.',
    },
    allowedAccounts: {
      kind: 'texts',
      default: [],
      doc: 'Ids of accounts that may gain access without a finding.',
    },
  },
  check: (reviewed, { withRepository, allowedAccounts }) => {
    const allowed = new Set(allowedAccounts);
    const exposed = findPublicTargets(reviewed);
    const gained = reviewed.access
      .filter(({ kind }) => kind === 'gained')
      .filter((change) => requiresPermission(change) && !allowed.has(accountOf(change) ?? ''))
      .filter((change) => !isReportedAsPublic(change, exposed))
      .flatMap((change) => (withRepository ? change : (withoutCreatedOrDeleted(change) ?? [])));
    return accessProblems(
      reviewed,
      gained,
      (who, what) => `With the plan applied, ${who} can ${what}, and could not before.`,
      'Make sure that it is meant. Accounts that you trust anyway can be named in the option allowedAccounts.',
    );
  },
});

/** Replication within one account requires no permission, so it is not a gain. */
function requiresPermission({ caller, registry }: AccessChange): boolean {
  return caller.kind === 'grantee' || caller.registry.accountId !== registry.accountId;
}

/** Returns the registries and repositories whose changed policies `public-access` reports. */
function findPublicTargets(reviewed: PlanReview): ReadonlySet<string> {
  const exposed = policiesAfter(reviewed, false).filter(({ statements }) =>
    statements.some(({ statement }) => isPublic(statement, statements)),
  );
  return new Set(exposed.map(({ registry, subject }) => targetKey(registry, subject.repository)));
}

function targetKey(registry: RegistryId, repository: string | undefined): string {
  return `${registryKey(registry)} ${repository ?? ''}`;
}

function isReportedAsPublic(change: AccessChange, targets: ReadonlySet<string>): boolean {
  const { caller, registry, repositories } = change;
  if (caller.kind !== 'grantee' || caller.grantee.who.kind !== 'anyone') return false;
  return (
    targets.has(targetKey(registry, undefined)) ||
    repositories.every((name) => targets.has(targetKey(registry, name)))
  );
}

function accountOf({ caller }: AccessChange): string | undefined {
  if (caller.kind === 'registry') return caller.registry.accountId;
  const { who } = caller.grantee;
  return who.kind === 'principal' ? who.principal.value.split(':')[4] : accountOfGrantee(caller.grantee);
}
