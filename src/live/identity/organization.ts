import type { ControlPolicies, LabelledPolicy, OrUnknown } from '../../access/evaluate/decision';
import { isAccountId, type AccountId } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { readPolicy } from '../../aws/policy/read';
import { memoize, sortedBy } from '../../base/collections';
import { waitForAll } from '../../base/promises';
import { isKnown, UNKNOWN } from '../../model/unknown';
import { AwsError } from '../failure';
import type { AwsApi } from './iam-calls';
import type { UnreadCollector, UnreadReason } from './unread';

export type ControlLayer = 'scps' | 'rcps';

const POLICY_TYPES = { scps: 'SERVICE_CONTROL_POLICY', rcps: 'RESOURCE_CONTROL_POLICY' } as const;

const POLICY_NOUNS = { scps: 'service control policy', rcps: 'resource control policy' } as const;

/** How the organization of an account is read. */
export interface OrganizationSource {
  /** The account whose control policies are read. */
  readonly accountId: AccountId;
  /** Undefined if there are no credentials for the account. */
  readonly own: AwsApi | undefined;
  /** Sessions in other accounts, which may be allowed to read the organization. */
  readonly others: readonly AwsApi[];
  /** Opens the management account. Returns undefined if there are no credentials for it. */
  readonly openManagement: (accountId: AccountId) => Promise<AwsApi | undefined>;
  readonly region: Region;
}

export type ControlPoliciesByLayer = Readonly<Record<ControlLayer, OrUnknown<ControlPolicies>>>;

const NONE: ControlPoliciesByLayer = { scps: [], rcps: [] };
const ALL_UNKNOWN: ControlPoliciesByLayer = { scps: UNKNOWN, rcps: UNKNOWN };

/**
 * Reads the control policies in force for an account, with a list for each level: root, organizational units, account. Only the
 * management account and delegated administrators of an organization can read them.
 * @param layers the types to read. The others are returned as unknown
 */
export async function readControlPolicies(
  source: OrganizationSource,
  layers: readonly ControlLayer[],
  collector: UnreadCollector,
): Promise<ControlPoliciesByLayer> {
  const fail = (reason: UnreadReason) => {
    for (const layer of layers) collector.report(layer, reason);
    return ALL_UNKNOWN;
  };
  const organization = await describeOrganization(source);
  switch (organization.kind) {
    case 'none':
      return NONE;
    case 'unknown':
      return fail(organization.reason);
    case 'organization':
      break;
  }
  const { managementAccount } = organization;
  // Neither SCPs nor RCPs limit the management account.
  if (managementAccount === source.accountId) return NONE;
  const walk = await findReader(source, managementAccount);
  if (walk.kind === 'unread') return fail(walk.reason);
  const levels = (layer: ControlLayer) =>
    layers.includes(layer) ? walk.reader.policiesAt(walk.targets, layer, collector) : UNKNOWN;
  const [scps, rcps] = await waitForAll([levels('scps'), levels('rcps')]);
  return { scps, rcps };
}

/** The error for an account that is in no organization. */
const NOT_IN_USE = 'AWSOrganizationsNotInUseException';

type Organization =
  | { readonly kind: 'organization'; readonly managementAccount: AccountId | undefined }
  /** The account is in no organization, or its organization has no control policies. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: UnreadReason };

/** Returns the organization of the account, or, without its credentials, that of another account. */
async function describeOrganization({ own, others, region }: OrganizationSource): Promise<Organization> {
  const aws = own ?? others[0];
  if (aws === undefined) return { kind: 'unknown', reason: { kind: 'undeclared-account' } };
  try {
    const { Organization } = await aws.call('organizations:DescribeOrganization', {}, region);
    const { MasterAccountId = '', FeatureSet } = Organization ?? {};
    // Consolidated billing has no control policies.
    if (FeatureSet === 'CONSOLIDATED_BILLING' && own !== undefined) return { kind: 'none' };
    const managementAccount = isAccountId(MasterAccountId) ? MasterAccountId : undefined;
    return { kind: 'organization', managementAccount };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.failure.code === NOT_IN_USE) {
      // The organization of an account without credentials is unknown, even if another account has none.
      return own === undefined
        ? { kind: 'unknown', reason: { kind: 'undeclared-account' } }
        : { kind: 'none' };
    }
    // The account may still be allowed to read the policies.
    if (error.failure.kind === 'denied') return { kind: 'organization', managementAccount: undefined };
    return { kind: 'unknown', reason: { kind: 'failed', failure: error.failure } };
  }
}

type Walk =
  | { readonly kind: 'read'; readonly reader: OrganizationReader; readonly targets: readonly Target[] }
  | { readonly kind: 'unread'; readonly reason: UnreadReason };

/** Finds a session that may read the organization: of the management account, of the account itself, of another one. */
async function findReader(
  { accountId, own, others, openManagement, region }: OrganizationSource,
  managementAccount: AccountId | undefined,
): Promise<Walk> {
  const reasons: UnreadReason[] = [];
  const candidates = [
    ...(managementAccount === undefined ? [] : [() => openManagement(managementAccount)]),
    ...[own, ...others].map((aws) => () => Promise.resolve(aws)),
  ];
  const tried = new Set<AccountId>();
  for (const open of candidates) {
    try {
      const aws = await open();
      if (aws === undefined || tried.has(aws.accountId)) continue;
      tried.add(aws.accountId);
      const reader = new OrganizationReader(aws, region);
      return { kind: 'read', reader, targets: await reader.pathTo(accountId) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const reason = walkFailure(error, managementAccount);
      // Another account cannot know it better.
      if (reason.kind === 'other-organization') return { kind: 'unread', reason };
      reasons.push(reason);
    }
  }
  return { kind: 'unread', reason: reasons[0] ?? { kind: 'undeclared-account' } };
}

function walkFailure(error: AwsError, managementAccount: AccountId | undefined): UnreadReason {
  const { failure } = error;
  if (failure.kind === 'denied') return { kind: 'organization-denied', managementAccount, failure };
  const isElsewhere = failure.code === 'ChildNotFoundException' || failure.code === NOT_IN_USE;
  return isElsewhere ? { kind: 'other-organization' } : { kind: 'failed', failure };
}

/** A root, organizational unit or account, to which policies are attached. */
interface Target {
  readonly id: string;
  readonly kind: 'root' | 'organizational unit' | 'account';
}

/** Reads one organization, with a session that may. */
class OrganizationReader {
  public constructor(
    private readonly aws: AwsApi,
    private readonly region: Region,
  ) {}

  /** Returns the root, the organizational units and the account, in this order. */
  public async pathTo(accountId: AccountId): Promise<readonly Target[]> {
    const path: Target[] = [];
    let target: Target | undefined = { id: accountId, kind: 'account' };
    while (target !== undefined) {
      path.unshift(target);
      target = target.kind === 'root' ? undefined : await this.parentOf(target.id);
    }
    return path;
  }

  /** An account or organizational unit has one parent. */
  private async parentOf(ChildId: string): Promise<Target | undefined> {
    const pages = await this.aws.callAll('organizations:ListParents', { ChildId }, this.region);
    const [parent] = pages.flatMap(({ Parents = [] }) => Parents);
    if (parent?.Id === undefined) return undefined;
    return { id: parent.Id, kind: parent.Type === 'ROOT' ? 'root' : 'organizational unit' };
  }

  public async policiesAt(
    targets: readonly Target[],
    layer: ControlLayer,
    collector: UnreadCollector,
  ): Promise<OrUnknown<ControlPolicies>> {
    const isEnabled = await collector.read(layer, '', () => this.isEnabled(targets[0]?.id ?? '', layer));
    if (!isKnown(isEnabled)) return UNKNOWN;
    if (!isEnabled) return [];
    const levels = await waitForAll(targets.map((target) => this.level(target, layer, collector)));
    const known = levels.filter(isKnown);
    return known.length === levels.length ? known : UNKNOWN;
  }

  /** A type that is disabled in the root has no effect. */
  private async isEnabled(rootId: string, layer: ControlLayer): Promise<boolean> {
    const types = await this.policyTypesOf(rootId);
    return types.some(({ Type }) => Type === POLICY_TYPES[layer]);
  }

  private readonly policyTypesOf = memoize(async (rootId: string) => {
    const pages = await this.aws.callAll('organizations:ListRoots', {}, this.region);
    const root = pages.flatMap(({ Roots = [] }) => Roots).find(({ Id }) => Id === rootId);
    return root?.PolicyTypes ?? [];
  });

  private async level(
    target: Target,
    layer: ControlLayer,
    collector: UnreadCollector,
  ): Promise<OrUnknown<readonly LabelledPolicy[]>> {
    const summaries = await collector.read(layer, '', () => this.attachedTo(target, layer));
    if (!isKnown(summaries)) return UNKNOWN;
    const policies = await waitForAll(
      summaries.map(({ id, name }) =>
        this.policy(id, policyLabel(name, id, target, layer), layer, collector),
      ),
    );
    const known = policies.filter(isKnown);
    return known.length === policies.length ? known : UNKNOWN;
  }

  private async attachedTo({ id: TargetId }: Target, layer: ControlLayer): Promise<readonly PolicyId[]> {
    const input = { TargetId, Filter: POLICY_TYPES[layer] };
    const pages = await this.aws.callAll('organizations:ListPoliciesForTarget', input, this.region);
    const ids = pages.flatMap(({ Policies = [] }) =>
      Policies.flatMap(({ Id: id, Name: name = '' }) => (id === undefined ? [] : [{ id, name }])),
    );
    return sortedBy(ids, ({ id }) => id);
  }

  private async policy(
    id: string,
    label: string,
    layer: ControlLayer,
    collector: UnreadCollector,
  ): Promise<OrUnknown<LabelledPolicy>> {
    const content = await collector.read(layer, label, () => this.content(id));
    if (!isKnown(content)) return UNKNOWN;
    const result = readPolicy(content);
    if (result.kind === 'policy') return { label, policy: result.policy };
    return collector.report(layer, { kind: 'invalid-policy', policy: label, faults: result.faults });
  }

  /** Several levels can have the same policy. */
  private readonly content = memoize(async (PolicyId: string) => {
    const { Policy } = await this.aws.call('organizations:DescribePolicy', { PolicyId }, this.region);
    return Policy?.Content ?? '';
  });
}

interface PolicyId {
  readonly id: string;
  readonly name: string;
}

function policyLabel(name: string, id: string, target: Target, layer: ControlLayer): string {
  return `the ${POLICY_NOUNS[layer]} '${name}' (${id}) of ${target.kind} ${target.id}`;
}
