import {
  grouped,
  identityArn,
  isKnown,
  managedPolicyArn,
  MANAGED_POLICY_NAMES,
  type IdentityId,
  type ManagedPolicy,
  type NotKnown,
  type RegistryId,
} from '../../registry';
import type { Json, JsonObject, PlanDocument, ResourceChange } from '../document';
import { ecrPartOf, identityNamed, isShownAboutEcr } from './identities';
import { at, isUnknown, itemsAt, textAt } from './json';
import { momentOf, type Moment, type ValuesAt } from './moment';
import { placeOf } from './places';
import type { PlannedAttachment, PlannedIdentityPolicy, PlannedOf, PlannedResource } from './planned';
import { policyIn } from './policies';
import type { PlacedPlan } from './providers';
import { isOfRegistry } from './services';
import { factsOf, referredChange, writtenChange, type WrittenChange } from './written-change';

/**
 * Decodes a policy attachment: one resource for each identity, with an AWS managed policy or with the statements of a policy
 * of the same plan, which may change while the attachment does not. Returns none if the policy certainly does not concern ECR.
 */
export function attachedPolicies(written: WrittenChange): readonly PlannedResource[] {
  return pairedByKey(written, attachedAt(written, 'before'), attachedAt(written, 'after'));
}

/** Returns one resource for each policy of each identity, with its values before and after. */
export function pairedByKey(
  written: WrittenChange,
  before: readonly Attached[],
  after: readonly Attached[],
): readonly PlannedResource[] {
  const byKey = grouped([...before, ...after], ({ key }) => key);
  return [...byKey.values()].flatMap(([{ key }]): PlannedResource | readonly [] => {
    const was = before.find((each) => each.key === key);
    const is = after.find((each) => each.key === key);
    const source = sourceOf(written, was?.policy ?? is?.policy);
    const facts = {
      ...factsOf(source),
      action: attachedAction(source.change, was === undefined, is === undefined),
    };
    if (was?.kind === 'identity-policy' || is?.kind === 'identity-policy') {
      return {
        kind: 'identity-policy',
        ...facts,
        before: was?.kind === 'identity-policy' ? was.values : undefined,
        after: is?.kind === 'identity-policy' ? is.values : undefined,
      };
    }
    return { kind: 'policy-attachment', ...facts, before: was?.values, after: is?.values };
  });
}

/** A policy that an identity has, before or after. */
export type Attached = {
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

function attachedAt(written: WrittenChange, moment: Moment): readonly Attached[] {
  const found = momentOf(written.change, moment);
  if (found === undefined) return [];
  const { values, unknown } = found;
  const registry = placeOf(written, values);
  const to = [...identitiesIn(values, unknown, registry), ...groupsIn(values, unknown)];
  return to.flatMap((whom) => attachedTo(written, moment, { whom, registry }, arnIn(found)) ?? []);
}

interface Receiver {
  readonly whom: IdentityId | NotKnown | 'group';
  readonly registry: RegistryId;
}

/** @param arn the ARN of the policy; undefined if it is unknown */
export function attachedTo(
  written: WrittenChange,
  moment: Moment,
  { whom, registry }: Receiver,
  arn: string | undefined,
): Attached | undefined {
  const policy = policyOf(written, arn);
  const said = policy === undefined ? managedIn(arn) : saidBy(written, policy, moment);
  // An unknown policy is reported only if the attachment changes.
  const isIdle = written.change.action === 'no-op' || written.change.action === 'forget';
  if (said === undefined || (isIdle && 'managed' in said && !isKnown(said.managed))) return undefined;
  const key = [typeof whom === 'string' ? whom : identityArn(whom), policy?.address ?? arn ?? ''].join(' ');
  const own = { identity: whom === 'group' ? ('notKnown' as const) : whom, registry };
  if ('managed' in said) {
    return { key, policy, kind: 'policy-attachment', values: { ...own, policy: said.managed } };
  }
  const form = whom === 'group' ? 'group' : 'attached';
  return { key, policy, kind: 'identity-policy', values: { ...own, policy: said.policy, form } };
}

/** An attached policy: one of AWS, known by its name or unknown, or the statements of a policy in the plan. */
type Said = { readonly managed: PlannedAttachment['policy'] } | Pick<PlannedIdentityPolicy, 'policy'>;

/** Finds the attached policy in the same plan, by its ARN or, while that is unknown, by the reference of the argument. */
function policyOf(written: WrittenChange, arn: string | undefined): ResourceChange | undefined {
  return arn === undefined
    ? referredChange(written, 'policy_arn', 'aws_iam_policy')
    : policiesByArn(written.placed.plan).get(arn);
}

/**
 * Drops attachments of unknown policies in accounts for which the plans contain no resource of a registry, because these
 * policies are unlikely to concern ECR.
 */
export function withoutUnrelated(resources: readonly PlannedResource[]): readonly PlannedResource[] {
  const isUnknown = ({ kind, before, after }: PlannedResource) =>
    kind === 'policy-attachment' && (after ?? before)?.policy === 'notKnown';
  if (!resources.some(isUnknown)) return resources;
  const accounts = new Set(
    resources.filter(isOfRegistry).map(({ before, after }) => (after ?? before)?.registry.accountId),
  );
  return resources.filter(
    (each) => !isUnknown(each) || accounts.has((each.after ?? each.before)?.registry.accountId),
  );
}

/** Whether an attachment in the same plan refers to a policy, before or after. */
export function isAttached({ placed, change }: WrittenChange): boolean {
  const known = ATTACHED.get(placed.plan) ?? attachedIn(placed);
  ATTACHED.set(placed.plan, known);
  return known.has(change);
}

const ATTACHED = new WeakMap<PlanDocument, ReadonlySet<ResourceChange>>();

function attachedIn(placed: PlacedPlan): ReadonlySet<ResourceChange> {
  const attachments = placed.plan.changes.filter(
    ({ type, mode }) => type.endsWith('_policy_attachment') && mode === 'managed',
  );
  return new Set(
    attachments.flatMap((change) =>
      (['before', 'after'] as const).flatMap((moment) => {
        const found = momentOf(change, moment);
        return found === undefined ? [] : (policyOf(writtenChange(placed, change), arnIn(found)) ?? []);
      }),
    ),
  );
}

function arnIn({ values, unknown }: ValuesAt): string | undefined {
  return isUnknown(unknown, 'policy_arn') ? undefined : textAt(values, 'policy_arn');
}

/** Plans are immutable, so the index of each is built once. */
const BY_ARN = new WeakMap<PlanDocument, ReadonlyMap<string, ResourceChange>>();

function policiesByArn(plan: PlanDocument): ReadonlyMap<string, ResourceChange> {
  const known = BY_ARN.get(plan);
  if (known !== undefined) return known;
  const found = new Map<string, ResourceChange>();
  for (const change of plan.changes) {
    if (change.type !== 'aws_iam_policy' || change.mode !== 'managed') continue;
    for (const values of [change.before, change.after]) {
      const arn = textAt(values, 'arn');
      if (arn !== undefined) found.set(arn, change);
    }
  }
  BY_ARN.set(plan, found);
  return found;
}

function saidBy({ placed }: WrittenChange, policy: ResourceChange, moment: Moment): Said | undefined {
  const found = momentOf(policy, moment);
  if (found === undefined) return undefined;
  const own = writtenChange(placed, policy);
  const said = ecrPartOf(policyIn(own, found.values, found.unknown), isShownAboutEcr(own));
  return said === undefined ? undefined : { policy: said };
}

/**
 * Returns undefined for an AWS managed policy that does not concern ECR. One that is not in the model, but has ECR in its name,
 * is unknown. So is every policy that is not of AWS.
 */
function managedIn(arn: string | undefined): Said | undefined {
  const [, partition, path = ''] = /^arn:([a-z-]+):iam::aws:policy\/(.+)$/.exec(arn ?? '') ?? [];
  if (partition === undefined) return { managed: 'notKnown' };
  const managed: ManagedPolicy | NotKnown | undefined =
    MANAGED_POLICY_NAMES.find((name) => arn === managedPolicyArn('aws', name).replace('aws', partition)) ??
    (/ECR|EC2ContainerRegistry/.test(path) ? 'notKnown' : undefined);
  return managed === undefined ? undefined : { managed };
}

function identitiesIn(
  values: JsonObject,
  unknown: Json,
  registry: RegistryId,
): readonly (IdentityId | NotKnown)[] {
  return (['role', 'user'] as const).flatMap((kind) => {
    const name = textAt(values, kind);
    if (isUnknown(unknown, kind)) return ['notKnown' as const];
    if (name !== undefined) return [identityNamed(kind, name, registry)];
    const several = `${kind}s`;
    if (isUnknown(unknown, several)) return ['notKnown' as const];
    return itemsAt(values, several).map((each, index) =>
      typeof each === 'string' && !isUnknown(unknown, several, index)
        ? identityNamed(kind, each, registry)
        : ('notKnown' as const),
    );
  });
}

/** Returns one item for any number of groups, because the members of groups are not read. */
function groupsIn(values: JsonObject, unknown: Json): readonly 'group'[] {
  const hasGroup =
    textAt(values, 'group') !== undefined ||
    itemsAt(values, 'groups').length > 0 ||
    at(unknown, 'group') === true ||
    at(unknown, 'groups') === true;
  return hasGroup ? ['group'] : [];
}

/** Returns the policy if only the policy changes, otherwise the attachment. */
function sourceOf(written: WrittenChange, policy: ResourceChange | undefined): WrittenChange {
  return written.change.action === 'no-op' && policy !== undefined && policy.action !== 'no-op'
    ? writtenChange(written.placed, policy)
    : written;
}

/** A resource with several policies may add or remove one of them by an update. */
function attachedAction(
  { action }: ResourceChange,
  isNew: boolean,
  isGone: boolean,
): PlannedResource['action'] {
  if (action === 'read') return 'no-op';
  if (action !== 'update' && action !== 'replace') return action;
  return isNew ? 'create' : isGone ? 'delete' : action;
}
