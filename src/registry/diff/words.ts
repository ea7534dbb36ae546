import type { Change } from './change';

/** One change as one line for a reviewer: where, what, and what it costs where it costs images. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'registry-added':
      return `${change.registry}: registry added (account ${change.id.accountId}, ${change.id.region})`;
    case 'registry-removed':
      return (
        `${change.registry}: registry removed (account ${change.id.accountId}, ${change.id.region}); Terraform needs its ` +
        'provider to destroy what it holds, so empty it and deploy first'
      );
    case 'registry-renamed':
      return (
        `${change.registry}: registry renamed from ${change.before}; Terraform cannot plan ('Provider configuration not ` +
        `present') until what it holds is moved in the state to the new addresses`
      );
    case 'registry-moved':
      return (
        `${change.registry}: registry moved from account ${change.before.accountId}, ${change.before.region} to account ` +
        `${change.after.accountId}, ${change.after.region}; Terraform creates everything there and forgets what it leaves ` +
        'behind, images included'
      );
    case 'repository-added':
      return `${change.registry}: repository ${change.repository} added`;
    case 'repository-removed':
      return (
        `${change.registry}: repository ${change.repository} removed` +
        (change.forceDelete
          ? ', and its images with it (forceDelete is on)'
          : ' (fails while it holds images)') +
        (change.preventDestroy ? '; preventDestroy goes with it and does not prevent this' : '')
      );
    case 'repository-setting':
      return `${change.registry}: ${change.setting} of repository ${change.repository} turned ${change.after ? 'on' : 'off'}`;
    case 'replication-added':
    case 'replication-removed': {
      const what = change.filter === 'all' ? 'every repository' : change.filter;
      const verb = change.kind === 'replication-added' ? 'added' : 'removed';
      return `${change.registry}: replication of ${what} to ${change.destination} ${verb}`;
    }
    case 'permission-added':
    case 'permission-removed':
      return `${change.registry}: ${describePermission(change)}`;
    case 'account-added':
      return `account ${change.account}: added (${change.id})`;
    case 'account-removed':
      return `account ${change.account}: removed (${change.id})`;
    case 'account-setting':
      return `account ${change.account}: ${change.setting} changed from ${change.before} to ${change.after}`;
    case 'backend':
      return `backend: changed from ${change.before} to ${change.after}; move the state with 'terraform init -migrate-state'`;
    case 'tag-added':
      return `tags: ${change.tag} added (${change.value})`;
    case 'tag-removed':
      return `tags: ${change.tag} removed (${change.value})`;
    case 'tag-changed':
      return `tags: ${change.tag} changed from ${change.before} to ${change.after}`;
  }
}

type PermissionChange = Extract<Change, { kind: 'permission-added' | 'permission-removed' }>;

function describePermission({ kind, effect, principal, action, resources }: PermissionChange): string {
  const now = kind === 'permission-added' ? 'now' : 'no longer';
  const modal = effect === 'Allow' ? `may ${now}` : `is ${now} denied to`;
  return `${describePrincipal(principal)} ${modal} ${describeAction(action)} ${resources.map(describeResource).join(', ')}`;
}

function describePrincipal(arn: string): string {
  const root = /^arn:[^:]+:iam::([0-9]{12}):root$/.exec(arn);
  return root?.[1] === undefined ? arn : `account ${root[1]}`;
}

function describeAction(action: string): string {
  switch (action) {
    case 'ecr:ReplicateImage':
      return 'replicate into';
    case 'ecr:CreateRepository':
      return 'create';
    default:
      return `${action} on`;
  }
}

/** The name alone: the registry the line is about says the rest. */
function describeResource(arn: string): string {
  return arn.replace(/^arn:[^:]+:ecr:[^:]*:[^:]*:repository\//, '');
}
