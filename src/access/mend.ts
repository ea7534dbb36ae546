import {
  attachedPolicyName,
  identityPolicy,
  isAccountId,
  isProtected,
  LAMBDA,
  originsOf,
  protectedRolePattern,
  sortedUnique,
  type Account,
  type AccountId,
  type Grantee,
  type IdentityId,
  type PolicyDocument,
  type RegistryName,
  type RepositoryName,
  type Topology,
} from '../registry';
import { callerAccount } from './caller';
import type { Decision, StatementReference } from './decision';
import type { GivenContext } from './context';
import type { ActionExplanation, Question } from './explain';
import type { LayerName } from './layers';
import type { Given } from './situation';

/** One change that has to be made. */
export type Mend =
  /** An entry to add under `access`. */
  | {
      readonly kind: 'grant';
      readonly entry: GrantEntry;
      /** The registry that was asked about, where it has a replica and the entry is about the registry that fills it. */
      readonly replica: RegistryName | undefined;
    }
  /** An entry to add under `replication`. */
  | { readonly kind: 'rule'; readonly entry: RuleEntry }
  /** A policy to attach to the caller, where no grant does it. */
  | {
      readonly kind: 'attach';
      readonly identity: IdentityId;
      readonly policyName: string;
      readonly policy: PolicyDocument;
    }
  /** A statement that denies it, to be removed or narrowed. */
  | { readonly kind: 'denied'; readonly layer: LayerName; readonly by: StatementReference }
  /** A policy that only limits, and has to let it through. */
  | { readonly kind: 'limited'; readonly layer: LayerName; readonly actions: readonly string[] }
  /** A grant to an AWS service, which says for which account the service acts. */
  | { readonly kind: 'serve'; readonly question: Question }
  /** Images have to be pushed to, or replicated into, a registry that does not hold the repository. */
  | { readonly kind: 'declare'; readonly registry: RegistryName; readonly repository: RepositoryName }
  /** What has to be found out before anything can be said. */
  | { readonly kind: 'find-out'; readonly layers: readonly LayerName[]; readonly keys: readonly string[] };

/** As an item of `access` in `topology.yaml`. */
export interface GrantEntry {
  readonly allow: Question['operation'];
  readonly repositories: readonly RepositoryName[];
  /** Only where they do not follow from the repositories. */
  readonly registries: readonly RegistryName[] | undefined;
  readonly principals: readonly Grantee[];
}

/** As an item of `replication` in `topology.yaml`. */
export interface RuleEntry {
  readonly from: readonly RegistryName[];
  readonly to: readonly RegistryName[];
  readonly repositories: readonly RepositoryName[];
}

/**
 * What to change so that the caller may: everything that is needed, for a change on one side only is the mistake that
 * brings people here.
 */
export function mendsFor(
  topology: Topology,
  accounts: readonly Account[],
  question: Question,
  actions: readonly ActionExplanation[],
  given: Given,
): readonly Mend[] {
  const refused = actions.filter(({ decision }) => decision.verdict !== 'allowed');
  if (refused.length === 0) return [];
  return [
    ...unique(refused.flatMap(({ decision }) => denialOf(decision))),
    ...limitsOf(refused),
    ...missing(topology, accounts, question, refused, given),
  ];
}

function denialOf({ reason }: Decision): readonly Extract<Mend, { kind: 'denied' }>[] {
  return reason.kind === 'explicitDeny' ? [{ kind: 'denied', layer: reason.layer, by: reason.by }] : [];
}

function unique(mends: readonly Extract<Mend, { kind: 'denied' }>[]): readonly Mend[] {
  return [...new Map(mends.map((mend) => [`${mend.by.label} ${mend.by.index}`, mend])).values()];
}

/** Policies that have to let everything through, and say nothing of some actions. */
function limitsOf(refused: readonly ActionExplanation[]): readonly Mend[] {
  return (['boundary', 'scps'] as const).flatMap((layer): readonly Mend[] => {
    const actions = refused
      .filter(({ decision: { layers } }) =>
        layers.some((each) => each.layer === layer && each.state.kind === 'silent'),
      )
      .map(({ action }) => action);
    return actions.length === 0 ? [] : [{ kind: 'limited', layer, actions }];
  });
}

/** What one side of a request lacks. */
export interface MissingSide {
  readonly side: 'caller' | 'registry';
  /** Whether it is known to be missing, or only not known to be there. */
  readonly isKnown: boolean;
}

/** The sides that have to allow something and do not, or may not. */
export function missingSides(
  question: Question,
  actions: readonly ActionExplanation[],
): readonly MissingSide[] {
  const refused = actions.filter(({ decision }) => decision.verdict !== 'allowed');
  const caller = refused.filter(({ decision }) => identityIsMissing(decision));
  const isCallerKnown = caller.some(({ decision: { reason } }) => IDENTITY_SIDE.has(reason.kind));
  const isRegistryMissing = refused.some(({ decision }) => registryIsMissing(question, decision));
  return [
    ...(caller.length === 0 ? [] : [{ side: 'caller', isKnown: isCallerKnown } as const]),
    ...(isRegistryMissing ? [{ side: 'registry', isKnown: true } as const] : []),
  ];
}

/** What has to allow it and does not; and what would have to be known to say so. */
function missing(
  topology: Topology,
  accounts: readonly Account[],
  question: Question,
  refused: readonly ActionExplanation[],
  given: Given,
): readonly Mend[] {
  const { caller } = question;
  const sides = missingSides(question, refused);
  const needsResource = sides.some(({ side }) => side === 'registry');
  const needsIdentity = sides.some(({ side }) => side === 'caller');
  const grantee = granteeOf(question, given);
  const grant: readonly Mend[] =
    grantee !== undefined && needsResource ? [grantFor(topology, question, grantee)] : [];
  // A grant brings the caller's side with it, where something can be attached to the caller.
  const isAttached = grant.length > 0 && isReached(caller, accounts);
  const attach: readonly Mend[] =
    caller.kind === 'identity' && needsIdentity && !isAttached ? [attachment(caller.identity, question)] : [];
  const open = unclear(refused, grant.length + attach.length > 0);
  if (grantee === undefined && needsResource) return [{ kind: 'serve', question }, ...open];
  return [...grant, ...attach, ...open];
}

function isReached(caller: Question['caller'], accounts: readonly Account[]): boolean {
  if (caller.kind !== 'identity' || isProtected(caller.identity)) return false;
  return accounts.some(({ id }) => id === caller.identity.accountId);
}

const RESOURCE_SIDE: ReadonlySet<string> = new Set(['resourceDoesNotAllow', 'neitherAllows', 'nobodyAllows']);
const IDENTITY_SIDE: ReadonlySet<string> = new Set(['identityDoesNotAllow', 'neitherAllows', 'nobodyAllows']);

/** Whether the caller's own account does not allow it, or nobody knows whether it does. */
function identityIsMissing({ reason, layers }: Decision): boolean {
  if (IDENTITY_SIDE.has(reason.kind)) return true;
  return layers.some(({ layer, state }) => layer === 'identity' && state.kind === 'notKnown');
}

/** Also where a control policy is the reason, which is looked at first: the registry has to allow it all the same. */
function registryIsMissing({ caller, registry }: Question, { reason, layers }: Decision): boolean {
  if (RESOURCE_SIDE.has(reason.kind)) return true;
  if (callerAccount(caller) === registry.accountId) return false;
  const resource = layers.filter(({ layer }) => layer === 'repositoryPolicy' || layer === 'registryPolicy');
  const isSilent = resource.every(({ state }) => state.kind === 'silent' || state.kind === 'absent');
  return reason.kind === 'limited' && isSilent;
}

function granteeOf({ caller }: Question, { context }: Given): Grantee | undefined {
  switch (caller.kind) {
    case 'identity': {
      const { identity } = caller;
      return isProtected(identity)
        ? { kind: 'viaAccountRoot', accountId: identity.accountId, arn: protectedRolePattern(identity) }
        : { kind: 'identity', identity };
    }
    case 'root':
      return { kind: 'account', accountId: caller.accountId };
    case 'service': {
      const accountId = servedAccount(context);
      if (accountId === undefined) return undefined;
      return caller.service === LAMBDA
        ? { kind: 'lambda', accountId }
        : { kind: 'service', service: caller.service, accountId };
    }
  }
}

/** The account that a service acts for, which is part of a grant to it. */
export function servedAccount(context: GivenContext): AccountId | undefined {
  const given = Object.entries(context).find(([key]) => key.toLowerCase() === 'aws:sourceaccount')?.[1];
  const [id = ''] = given === undefined ? [] : [given].flat();
  return isAccountId(id) ? id : undefined;
}

/** Images are pushed to where they are replicated from. The registry is named, for it alone was asked about. */
function grantFor(topology: Topology, question: Question, grantee: Grantee): Mend {
  const { operation, registry, repository } = question;
  const origins = operation === 'push' ? originsOf(topology, registry, repository) : [registry];
  const isReplica = !origins.includes(registry);
  const registries = isReplica ? origins.map(({ name }) => name) : [registry.name];
  return {
    kind: 'grant',
    entry: { allow: operation, repositories: [repository], registries, principals: [grantee] },
    replica: isReplica ? registry.name : undefined,
  };
}

function attachment(identity: IdentityId, { operation, registry, repository }: Question): Mend {
  const policy = identityPolicy([{ registry, repository, operation }]);
  return { kind: 'attach', identity, policyName: attachedPolicyName(registry, repository), policy };
}

/** @param isMended the caller's side is among the changes, so that nobody need find out what it is */
function unclear(refused: readonly ActionExplanation[], isMended: boolean): readonly Mend[] {
  const reasons = refused.flatMap(({ decision: { reason } }) => (reason.kind === 'notKnown' ? [reason] : []));
  const layers = new Set(reasons.flatMap((reason) => reason.layers));
  if (isMended) layers.delete('identity');
  const keys = sortedUnique(reasons.flatMap((reason) => reason.unknowns.keys));
  if (keys.length === 0 && !layers.has('identity')) return [];
  return [{ kind: 'find-out', layers: [...layers], keys }];
}
