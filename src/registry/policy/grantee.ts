import { accountRootArn, type RegistryId } from '../arn';
import { identityArn, type IdentityId } from '../identity';
import type { AccountId } from '../names';
import { sortedBy, sortedUnique } from '../order';
import { getPartition } from '../partitions';
import type { Condition, Principal } from './document';

/** Whom a grant is for. */
export type Grantee =
  /** Whoever the account itself allows it. */
  | { readonly kind: 'account'; readonly accountId: AccountId }
  | { readonly kind: 'identity'; readonly identity: IdentityId }
  /**
   * The roles or users whose ARN matches (`*` and `?` are wildcards), whether they exist or not: AWS checks that a
   * principal exists, but not that an ARN in a condition does.
   */
  | { readonly kind: 'viaAccountRoot'; readonly accountId: AccountId; readonly arn: string }
  | { readonly kind: 'organization'; readonly id: string }
  | { readonly kind: 'organizationalUnit'; readonly path: string }
  /** The Lambda functions of an account, which pull images in their own Region only. */
  | { readonly kind: 'lambda'; readonly accountId: AccountId }
  | { readonly kind: 'service'; readonly service: string; readonly accountId: AccountId }
  /** Every AWS account there is. */
  | { readonly kind: 'anyone' };

/** How a resource-based policy names a grantee: a principal, narrowed by conditions. */
export interface PrincipalForm {
  /** Tells kinds of forms apart in the id of a statement; empty for the plain ones. */
  readonly label: string;
  readonly principal: Principal;
  readonly condition: (Omit<Condition, 'values'> & { readonly value: string }) | undefined;
}

/** The service that pulls for Lambda functions, in every partition. */
export const LAMBDA = 'lambda.amazonaws.com';

const EVERYBODY: Principal = { type: 'AWS', value: '*' };

/**
 * What a policy of this registry, or of a repository in it, must say to mean the grantee. Several forms stand in
 * several statements.
 */
export function principalForms(registry: RegistryId, grantee: Grantee): readonly PrincipalForm[] {
  const { id: partition } = getPartition(registry.region);
  const root = (accountId: AccountId): Principal => ({
    type: 'AWS',
    value: accountRootArn(partition, accountId),
  });
  switch (grantee.kind) {
    case 'account':
      return [{ label: '', principal: root(grantee.accountId), condition: undefined }];
    case 'identity':
      return [
        { label: '', principal: { type: 'AWS', value: identityArn(grantee.identity) }, condition: undefined },
      ];
    case 'viaAccountRoot':
      return [
        {
          label: 'ViaAccountRoot',
          principal: root(grantee.accountId),
          condition: { operator: 'ArnLike', key: 'aws:PrincipalArn', value: grantee.arn },
        },
      ];
    case 'organization':
      return [
        {
          label: 'Organization',
          principal: EVERYBODY,
          condition: { operator: 'StringEquals', key: 'aws:PrincipalOrgID', value: grantee.id },
        },
      ];
    case 'organizationalUnit':
      return [
        {
          label: 'OrganizationalUnit',
          principal: EVERYBODY,
          condition: {
            operator: 'ForAnyValue:StringLike',
            key: 'aws:PrincipalOrgPaths',
            value: grantee.path,
          },
        },
      ];
    case 'lambda':
      // Whoever creates the function needs the images too, not the service alone.
      // https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
      return [
        { label: '', principal: root(grantee.accountId), condition: undefined },
        {
          label: 'Lambda',
          principal: { type: 'Service', value: LAMBDA },
          condition: {
            operator: 'ArnLike',
            key: 'aws:SourceArn',
            value: `arn:${partition}:lambda:${registry.region}:${grantee.accountId}:function:*`,
          },
        },
      ];
    case 'service':
      return [
        {
          label: serviceLabel(grantee.service),
          principal: { type: 'Service', value: grantee.service },
          condition: { operator: 'StringEquals', key: 'aws:SourceAccount', value: grantee.accountId },
        },
      ];
    case 'anyone':
      return [{ label: 'Anyone', principal: EVERYBODY, condition: undefined }];
  }
}

/** Forms that share a statement. */
export interface JoinedForms {
  readonly label: string;
  readonly principals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

/**
 * As few statements as will do. Forms with one condition key share one, each value of the condition going with its own
 * principals; but an account must not come to be another service's.
 */
export function joinedForms(forms: readonly PrincipalForm[]): readonly JoinedForms[] {
  const groups = new Map<string, PrincipalForm[]>();
  for (const form of forms) {
    const { label, principal, condition } = form;
    const service = principal.type === 'Service' ? principal.value : '';
    const key = [label, service, condition?.operator, condition?.key].join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [form]);
    else group.push(form);
  }
  return sortedBy(groups, ([key]) => key).map(([, members]) => ({
    label: members[0]?.label ?? '',
    principals: principalsOf(members),
    conditions: conditionsOf(members),
  }));
}

function principalsOf(forms: readonly PrincipalForm[]): readonly Principal[] {
  const unique = new Map(forms.map(({ principal }) => [`${principal.type} ${principal.value}`, principal]));
  return sortedBy(unique, ([key]) => key).map(([, principal]) => principal);
}

/** Of forms that have the same operator and key. */
function conditionsOf(forms: readonly PrincipalForm[]): readonly Condition[] {
  const conditions = forms.flatMap(({ condition }) => condition ?? []);
  const [first] = conditions;
  if (first === undefined) return [];
  const values = sortedUnique(conditions.map(({ value }) => value));
  return [{ operator: first.operator, key: first.key, values }];
}

/** `codebuild.amazonaws.com` → `Codebuild`. Letters and digits only, as IAM wants it in a `Sid`. */
function serviceLabel(service: string): string {
  return service
    .replace(/\.amazonaws\.com$/, '')
    .split(/[^a-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
