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
  doc: 'Principal gains access that it does not have today.',
  why:
    'A plan shows a policy as one long string, in which a new principal is easy to miss. The review evaluates all policies ' +
    'together, as AWS does. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  options: {
    withRepository: {
      kind: 'flag',
      default: false,
      doc: 'Also report access to repositories that the plans create.',
    },
    allowedAccounts: {
      kind: 'texts',
      default: [],
      doc: 'IDs of accounts whose new access is not reported.',
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
      (who, what) => `Newly allows ${who} to ${what}.`,
      'Make sure that you intend this access. If you trust the account, add it to the option allowedAccounts of this rule.',
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
