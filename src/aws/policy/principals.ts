import { sortedBy, sortedUnique } from '../../base/collections';
import { capitalize } from '../../base/text';
import { accountRootArn, identityArn, type KnownIdentityId, type RegistryId } from '../arn';
import type { AccountId } from '../names';
import { getPartition } from '../partitions';
import type { Condition, Principal } from './document';

/** The principals that a grant applies to. */
export type Grantee =
  /** Every identity of the account that its own identity policy allows. */
  | { readonly kind: 'account'; readonly accountId: AccountId }
  | { readonly kind: 'identity'; readonly identity: KnownIdentityId }
  /**
   * The roles or users whose ARN matches a pattern with `*` and `?`, whether they exist or not. AWS rejects a
   * principal that does not exist, but does not check an ARN in a condition.
   */
  | { readonly kind: 'viaAccountRoot'; readonly accountId: AccountId; readonly arn: string }
  | { readonly kind: 'organization'; readonly id: string }
  | { readonly kind: 'organizationalUnit'; readonly path: string }
  /** The Lambda functions of an account. They pull images from their own Region only. */
  | { readonly kind: 'lambda'; readonly accountId: AccountId }
  | { readonly kind: 'service'; readonly service: string; readonly accountId: AccountId }
  /** Every AWS account. */
  | { readonly kind: 'anyone' };

/** How a resource-based policy names a grantee: a principal with an optional condition. */
export interface PrincipalForm {
  /** Distinguishes the form in statement IDs. Empty if there is no condition. */
  readonly label: string;
  readonly principal: Principal;
  readonly condition: (Omit<Condition, 'values'> & { readonly value: string }) | undefined;
}

/** The service principal that pulls images for Lambda functions, in every partition. */
export const LAMBDA = 'lambda.amazonaws.com';

const ANY_PRINCIPAL: Principal = { type: 'AWS', value: '*' };

/**
 * Returns the principals and conditions that name a grantee in a policy of this registry or of one of its
 * repositories. Each form requires its own statement.
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
          principal: ANY_PRINCIPAL,
          condition: { operator: 'StringEquals', key: 'aws:PrincipalOrgID', value: grantee.id },
        },
      ];
    case 'organizationalUnit':
      return [
        {
          label: 'OrganizationalUnit',
          principal: ANY_PRINCIPAL,
          condition: {
            operator: 'ForAnyValue:StringLike',
            key: 'aws:PrincipalOrgPaths',
            value: grantee.path,
          },
        },
      ];
    case 'lambda':
      // The principal that creates the function requires access to the image, in addition to the service.
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
      return [{ label: 'Anyone', principal: ANY_PRINCIPAL, condition: undefined }];
  }
}

/** Principal forms that share a statement. */
export interface PrincipalGroup {
  readonly label: string;
  readonly principals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

/**
 * Groups forms into as few statements as possible. Forms with the same condition key share a statement, because
 * each value of the condition belongs to its own principals. Services do not share a statement: an account
 * would apply to the other service too.
 */
export function groupPrincipalForms(forms: readonly PrincipalForm[]): readonly PrincipalGroup[] {
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

/** The forms have the same operator and key. */
function conditionsOf(forms: readonly PrincipalForm[]): readonly Condition[] {
  const conditions = forms.flatMap(({ condition }) => condition ?? []);
  const [first] = conditions;
  if (first === undefined) return [];
  const values = sortedUnique(conditions.map(({ value }) => value));
  return [{ operator: first.operator, key: first.key, values }];
}

/**
 * Returns the label of a service: `codebuild.amazonaws.com` → `Codebuild`. IAM allows only letters and digits
 * in a `Sid`.
 */
function serviceLabel(service: string): string {
  return service
    .replace(/\.amazonaws\.com$/, '')
    .split(/[^a-z0-9]+/)
    .map(capitalize)
    .join('');
}

/**
 * AWS services that pull images with a role of the account, so that a grant to their service principal has no
 * effect. Maps the service name without `.amazonaws.com` to the role that pulls.
 */
const PULLS_WITH_A_ROLE: ReadonlyMap<string, string> = new Map([
  ['batch', 'the execution role of the job'],
  ['build.apprunner', 'the access role of the App Runner service'],
  ['codedeploy', 'the task execution role'],
  ['codepipeline', 'the role of the action'],
  ['ec2', 'the role of the instance'],
  ['ecs', 'the task execution role'],
  ['ecs-tasks', 'the task execution role'],
  ['eks', 'the role of the node'],
  ['eks-fargate-pods', 'the pod execution role'],
  ['eks-nodegroup', 'the role of the node'],
  ['sagemaker', 'the execution role'],
  ['tasks.apprunner', 'the access role of the App Runner service'],
]);

/**
 * Returns the role with which a service pulls images, or undefined if the service may pull with its service
 * principal.
 */
export function pullingRoleOf(service: string): string | undefined {
  return PULLS_WITH_A_ROLE.get(service.replace(/\.amazonaws\.(com|com\.cn|eu)$/, ''));
}

/**
 * CodeBuild pulls a build image of its own account with its service principal, and one of another account with
 * the role of the project.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html
 */
export const CODEBUILD = 'codebuild.amazonaws.com';
