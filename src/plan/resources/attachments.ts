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
 * What an attachment gives to whom: an AWS managed policy, or what a policy of the same plan says, which may change while the
 * attachment stays as it is. Nothing where that is certainly not about ECR.
 */
export function attachedPolicies(written: WrittenChange): readonly PlannedResource[] {
  return pairedByKey(written, attachedAt(written, 'before'), attachedAt(written, 'after'));
}

/** One resource for each thing that is given to somebody, before or after. */
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

/** One thing that is given to somebody. */
export type Attached = {
  /** The same before and after for the same thing. */
  readonly key: string;
  /** The resource of the policy, where the plan has it. */
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

/** @param arn of the policy, as far as it is known */
export function attachedTo(
  written: WrittenChange,
  moment: Moment,
  { whom, registry }: Receiver,
  arn: string | undefined,
): Attached | undefined {
  const policy = policyOf(written, arn);
  const said = policy === undefined ? managedIn(arn) : saidBy(written, policy, moment);
  // What nobody knows is only said where it changes.
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

/** What is attached: one that AWS has, or may have; or what the plan has of it. */
type Said = { readonly managed: PlannedAttachment['policy'] } | Pick<PlannedIdentityPolicy, 'policy'>;

/** The policy of the same plan that is attached, by its ARN or, while it is not known, by what refers to it. */
function policyOf(written: WrittenChange, arn: string | undefined): ResourceChange | undefined {
  return arn === undefined
    ? referredChange(written, 'policy_arn', 'aws_iam_policy')
    : policiesByArn(written.placed.plan).get(arn);
}

/**
 * Without attachments of what nobody knows, where the plans have nothing else of its account that is about registries: it is
 * not likely to be about ECR.
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

/** Whether something in its plan attaches a policy, before or after. */
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

/** A plan never changes, so its policies are put in order once. */
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

/** Of AWS's own, those that the model knows, and those that are about ECR by their names; of others nobody knows. */
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

/** Once, however many groups there are: who is in them is not looked at. */
function groupsIn(values: JsonObject, unknown: Json): readonly 'group'[] {
  const hasGroup =
    textAt(values, 'group') !== undefined ||
    itemsAt(values, 'groups').length > 0 ||
    at(unknown, 'group') === true ||
    at(unknown, 'groups') === true;
  return hasGroup ? ['group'] : [];
}

/** The resource that changes what is attached: the policy, where the attachment itself stays. */
function sourceOf(written: WrittenChange, policy: ResourceChange | undefined): WrittenChange {
  return written.change.action === 'no-op' && policy !== undefined && policy.action !== 'no-op'
    ? writtenChange(written.placed, policy)
    : written;
}

/** What happens to one of several that a resource is about: it may come or go while the resource stays. */
function attachedAction(
  { action }: ResourceChange,
  isNew: boolean,
  isGone: boolean,
): PlannedResource['action'] {
  if (action === 'read') return 'no-op';
  if (action !== 'update' && action !== 'replace') return action;
  return isNew ? 'create' : isGone ? 'delete' : action;
}
