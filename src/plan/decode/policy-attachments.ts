import { identityArn, type KnownIdentityId, type RegistryId } from '../../aws/arn';
import {
  MANAGED_POLICY_NAMES,
  managedPolicyArn,
  type ManagedPolicy,
} from '../../aws/policy/managed-policies';
import { groupBy } from '../../base/collections';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import {
  commonFields,
  referencedChange,
  toConfiguredChange,
  type ConfiguredChange,
} from '../locate/configured-change';
import type { LocatedPlan } from '../locate/providers';
import { locateResource } from '../locate/resource-registry';
import type { Json, JsonObject, PlanDocument, ResourceChange } from '../model/document';
import {
  isRegistryResource,
  type PlannedAttachment,
  type PlannedIdentityPolicy,
  type PlannedOf,
  type PlannedResource,
} from '../model/planned-resource';
import {
  at,
  isObject,
  isUnknown,
  itemsAt,
  textAt,
  valuesOf,
  type BeforeOrAfter,
  type ChangeValues,
} from '../model/values';
import { ecrPolicyOf, identityByName, isKnownToConcernEcr } from './identity-policies';
import { decodePolicy } from './policy';

/**
 * Decodes a policy attachment: one resource for each identity, with an AWS managed policy or with the statements of a policy
 * of the same plan, which may change while the attachment does not. Returns none if the policy certainly does not concern ECR.
 */
export function decodeAttachment(configured: ConfiguredChange): readonly PlannedResource[] {
  return pairBeforeAndAfter(
    configured,
    attachedPoliciesOf(configured, 'before'),
    attachedPoliciesOf(configured, 'after'),
  );
}

/** Returns one resource for each policy of each identity, with its values before and after. */
function pairBeforeAndAfter(
  configured: ConfiguredChange,
  before: readonly AttachedPolicy[],
  after: readonly AttachedPolicy[],
): readonly PlannedResource[] {
  const byKey = groupBy([...before, ...after], ({ key }) => key);
  return [...byKey.values()].flatMap(([{ key }]): PlannedResource | readonly [] => {
    const policyBefore = before.find((each) => each.key === key);
    const policyAfter = after.find((each) => each.key === key);
    const source = changingResource(configured, policyBefore?.policy ?? policyAfter?.policy);
    const facts = {
      ...commonFields(source),
      action: attachmentAction(source.change, policyBefore === undefined, policyAfter === undefined),
    };
    if (policyBefore?.kind === 'identity-policy' || policyAfter?.kind === 'identity-policy') {
      return {
        kind: 'identity-policy',
        ...facts,
        before: policyBefore?.kind === 'identity-policy' ? policyBefore.values : undefined,
        after: policyAfter?.kind === 'identity-policy' ? policyAfter.values : undefined,
      };
    }
    return { kind: 'policy-attachment', ...facts, before: policyBefore?.values, after: policyAfter?.values };
  });
}

/** A policy that an identity has, before or after. */
type AttachedPolicy = {
  /** The same before and after for the same policy and identity. */
  readonly key: string;
  /** The resource of the policy; undefined if it is not in the plan. */
  readonly policy: ResourceChange | undefined;
} & (
  | {
      readonly kind: 'identity-policy';
      readonly values: NonNullable<PlannedOf<'identity-policy'>['after']>;
    }
  | {
      readonly kind: 'policy-attachment';
      readonly values: NonNullable<PlannedOf<'policy-attachment'>['after']>;
    }
);

function attachedPoliciesOf(configured: ConfiguredChange, when: BeforeOrAfter): readonly AttachedPolicy[] {
  const found = valuesOf(configured.change, when);
  if (found === undefined) return [];
  const { values, unknown } = found;
  const registry = locateResource(configured, values);
  const targets = [...decodeIdentities(values, unknown, registry), ...decodeGroups(values, unknown)];
  return targets.flatMap(
    (target) => attachPolicy(configured, when, { target, registry }, policyArnOf(found)) ?? [],
  );
}

interface AttachmentTarget {
  readonly target: KnownIdentityId | Unknown | 'group';
  readonly registry: RegistryId;
}

/** @param arn the ARN of the policy; undefined if it is unknown */
function attachPolicy(
  configured: ConfiguredChange,
  when: BeforeOrAfter,
  { target, registry }: AttachmentTarget,
  arn: string | undefined,
): AttachedPolicy | undefined {
  const policy = referencedPolicy(configured, arn);
  const content = policy === undefined ? managedPolicyOf(arn) : ecrContentOf(configured, policy, when);
  // An unknown policy is reported only if the attachment changes.
  const isUnchanged = configured.change.action === 'no-op' || configured.change.action === 'forget';
  if (content === undefined || (isUnchanged && 'managed' in content && !isKnown(content.managed))) {
    return undefined;
  }
  const key = [targetKey(target), policy?.address ?? arn ?? ''].join(' ');
  const common = { identity: target === 'group' ? UNKNOWN : target, registry };
  if ('managed' in content) {
    return { key, policy, kind: 'policy-attachment', values: { ...common, policy: content.managed } };
  }
  const form = target === 'group' ? 'group' : 'attached';
  return { key, policy, kind: 'identity-policy', values: { ...common, policy: content.policy, form } };
}

/** Different from every ARN if the identity is unknown. */
function targetKey(target: AttachmentTarget['target']): string {
  if (target === 'group') return target;
  return isKnown(target) ? identityArn(target) : 'unknown';
}

/** An attached policy: one of AWS, known by its name or unknown, or the statements of a policy in the plan. */
type PolicyContent =
  { readonly managed: PlannedAttachment['policy'] } | Pick<PlannedIdentityPolicy, 'policy'>;

/** Finds the attached policy in the same plan, by its ARN or, while that is unknown, by the reference of the argument. */
function referencedPolicy(configured: ConfiguredChange, arn: string | undefined): ResourceChange | undefined {
  return arn === undefined
    ? referencedChange(configured, 'policy_arn', 'aws_iam_policy')
    : policiesByArn(configured.located.plan).get(arn);
}

/**
 * Drops attachments of unknown policies in accounts for which the plans contain no resource of a registry, because these
 * policies are unlikely to concern ECR.
 */
export function withoutUnrelatedAttachments(
  resources: readonly PlannedResource[],
): readonly PlannedResource[] {
  const isUnknown = ({ kind, before, after }: PlannedResource) =>
    kind === 'policy-attachment' && !isKnown((after ?? before)?.policy);
  if (!resources.some(isUnknown)) return resources;
  const accounts = new Set(
    resources.filter(isRegistryResource).map(({ before, after }) => (after ?? before)?.registry.accountId),
  );
  return resources.filter(
    (each) => !isUnknown(each) || accounts.has((each.after ?? each.before)?.registry.accountId),
  );
}

/** Whether an attachment in the same plan refers to a policy, before or after. */
export function isAttached({ located, change }: ConfiguredChange): boolean {
  const known = ATTACHED_POLICIES.get(located.plan) ?? findAttachedPolicies(located);
  ATTACHED_POLICIES.set(located.plan, known);
  return known.has(change);
}

const ATTACHED_POLICIES = new WeakMap<PlanDocument, ReadonlySet<ResourceChange>>();

function findAttachedPolicies(located: LocatedPlan): ReadonlySet<ResourceChange> {
  const attachments = located.plan.changes.filter(
    ({ type, mode }) => type.endsWith('_policy_attachment') && mode === 'managed',
  );
  return new Set(
    attachments.flatMap((change) =>
      (['before', 'after'] as const).flatMap((when) => {
        const found = valuesOf(change, when);
        return found === undefined
          ? []
          : (referencedPolicy(toConfiguredChange(located, change), policyArnOf(found)) ?? []);
      }),
    ),
  );
}

function policyArnOf({ values, unknown }: ChangeValues): string | undefined {
  return isUnknown(unknown, 'policy_arn') ? undefined : textAt(values, 'policy_arn');
}

/** Plans are immutable, so the index of each is built once. */
const POLICIES_BY_ARN = new WeakMap<PlanDocument, ReadonlyMap<string, ResourceChange>>();

function policiesByArn(plan: PlanDocument): ReadonlyMap<string, ResourceChange> {
  const known = POLICIES_BY_ARN.get(plan);
  if (known !== undefined) return known;
  const found = new Map<string, ResourceChange>();
  for (const change of plan.changes) {
    if (change.type !== 'aws_iam_policy' || change.mode !== 'managed') continue;
    for (const values of [change.before, change.after]) {
      const arn = textAt(values, 'arn');
      if (arn !== undefined) found.set(arn, change);
    }
  }
  POLICIES_BY_ARN.set(plan, found);
  return found;
}

function ecrContentOf(
  { located }: ConfiguredChange,
  policy: ResourceChange,
  when: BeforeOrAfter,
): PolicyContent | undefined {
  const found = valuesOf(policy, when);
  if (found === undefined) return undefined;
  const common = toConfiguredChange(located, policy);
  const content = ecrPolicyOf(decodePolicy(common, found.values, found.unknown), isKnownToConcernEcr(common));
  return content === undefined ? undefined : { policy: content };
}

/**
 * Returns undefined for an AWS managed policy that does not concern ECR. One that is not in the model, but has ECR in its name,
 * is unknown. So is every policy that is not of AWS.
 */
function managedPolicyOf(arn: string | undefined): PolicyContent | undefined {
  const [, partition, path = ''] = /^arn:([a-z-]+):iam::aws:policy\/(.+)$/.exec(arn ?? '') ?? [];
  if (partition === undefined) return { managed: UNKNOWN };
  const managed: ManagedPolicy | Unknown | undefined =
    MANAGED_POLICY_NAMES.find((name) => arn === managedPolicyArn('aws', name).replace('aws', partition)) ??
    (/ECR|EC2ContainerRegistry/.test(path) ? UNKNOWN : undefined);
  return managed === undefined ? undefined : { managed };
}

function decodeIdentities(
  values: JsonObject,
  unknown: Json,
  registry: RegistryId,
): readonly (KnownIdentityId | Unknown)[] {
  return (['role', 'user'] as const).flatMap((kind) => {
    const name = textAt(values, kind);
    if (isUnknown(unknown, kind)) return [UNKNOWN];
    if (name !== undefined) return [identityByName(kind, name, registry)];
    const several = `${kind}s`;
    if (isUnknown(unknown, several)) return [UNKNOWN];
    return itemsAt(values, several).map((each, index) =>
      typeof each === 'string' && !isUnknown(unknown, several, index)
        ? identityByName(kind, each, registry)
        : UNKNOWN,
    );
  });
}

/** Returns one item for any number of groups, because the members of groups are not read. */
function decodeGroups(values: JsonObject, unknown: Json): readonly 'group'[] {
  const hasGroup =
    textAt(values, 'group') !== undefined ||
    itemsAt(values, 'groups').length > 0 ||
    at(unknown, 'group') === true ||
    at(unknown, 'groups') === true;
  return hasGroup ? ['group'] : [];
}

/** Returns the policy if only the policy changes, otherwise the attachment. */
function changingResource(
  configured: ConfiguredChange,
  policy: ResourceChange | undefined,
): ConfiguredChange {
  return configured.change.action === 'no-op' && policy !== undefined && policy.action !== 'no-op'
    ? toConfiguredChange(configured.located, policy)
    : configured;
}

/** A resource with several policies may add or remove one of them by an update. */
function attachmentAction(
  { action }: ResourceChange,
  isNew: boolean,
  isRemoved: boolean,
): PlannedResource['action'] {
  if (action === 'read') return 'no-op';
  if (action !== 'update' && action !== 'replace') return action;
  return isNew ? 'create' : isRemoved ? 'delete' : action;
}

/**
 * Decodes the policies in the arguments of a role. Arguments that are not in the configuration are ignored, because the
 * provider fills them with the policies of other resources.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export function decodeRolePolicies(configured: ConfiguredChange): readonly PlannedResource[] {
  const { resource } = configured;
  const isConfigured = (argument: string) => at(resource?.expressions, argument) !== undefined;
  const configuredArguments = (['inline_policy', 'managed_policy_arns'] as const).filter(isConfigured);
  if (configuredArguments.length === 0) return [];
  const policiesOf = (when: BeforeOrAfter) =>
    configuredArguments.flatMap((argument) => policiesInArgument(configured, when, argument));
  return pairBeforeAndAfter(configured, policiesOf('before'), policiesOf('after'));
}

function policiesInArgument(
  configured: ConfiguredChange,
  when: BeforeOrAfter,
  argument: 'inline_policy' | 'managed_policy_arns',
): readonly AttachedPolicy[] {
  const found = valuesOf(configured.change, when);
  if (found === undefined) return [];
  const { values, unknown } = found;
  const registry = locateResource(configured, values);
  const name = isUnknown(unknown, 'name') ? undefined : textAt(values, 'name');
  const target = name === undefined ? UNKNOWN : identityByName('role', name, registry);
  const items = itemsAt(values, argument);
  if (argument === 'managed_policy_arns') {
    return items.flatMap((item, index) => {
      const arn = typeof item === 'string' && !isUnknown(unknown, argument, index) ? item : undefined;
      return attachPolicy(configured, when, { target, registry }, arn) ?? [];
    });
  }
  return items.flatMap((item, index): AttachedPolicy | readonly [] => {
    const ecrPolicy = decodeInlinePolicy(configured, item, at(unknown, argument, index) ?? false);
    if (ecrPolicy === undefined) return [];
    const key = [targetKey(target), 'inline', textAt(item, 'name') ?? ''].join(' ');
    const inlineValues = { identity: target, policy: ecrPolicy, form: 'inline', registry } as const;
    return { key, policy: undefined, kind: 'identity-policy', values: inlineValues };
  });
}

function decodeInlinePolicy(configured: ConfiguredChange, block: Json, unknown: Json) {
  if (!isObject(block)) return undefined;
  const known = ecrPolicyOf(decodePolicy(configured, block, unknown));
  if (known !== undefined || !isUnknown(unknown, 'policy')) return known;
  // A reference in any of the blocks is enough.
  const text = JSON.stringify(at(configured.resource?.expressions, 'inline_policy') ?? '');
  return text.includes('aws_ecr_') ? UNKNOWN : undefined;
}
