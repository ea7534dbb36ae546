import {
  ACCOUNT_ID,
  IDENTITY_POLICY_NAME,
  identityPolicy,
  type Account,
  type AccountId,
  type Grantee,
  type IdentityId,
  type PolicyDocument,
  type RegistryName,
  type RepositoryName,
} from '../registry';
import type { Decision, StatementReference } from './decision';
import type { GivenContext } from './context';
import type { ActionExplanation, Question } from './explain';
import type { LayerName } from './layers';
import type { Given } from './situation';

/** One change that has to be made. */
export type Mend =
  /** An entry to add under `access`. */
  | { readonly kind: 'grant'; readonly entry: GrantEntry }
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
  readonly from: RegistryName;
  readonly to: readonly RegistryName[];
  readonly repositories: readonly RepositoryName[];
}

/**
 * What to change so that the caller may: everything that is needed, for a change on one side only is the mistake that
 * brings people here.
 */
export function mendsFor(
  accounts: readonly Account[],
  question: Question,
  actions: readonly ActionExplanation[],
  given: Given,
): readonly Mend[] {
  const refused = actions.filter(({ decision }) => decision.verdict !== 'allowed');
  if (refused.length === 0) return [];
  const denials = unique(refused.flatMap(({ decision }) => denialOf(decision)));
  const limits = limitsOf(refused);
  if (denials.length > 0 || limits.length > 0) return [...denials, ...limits];
  return missing(accounts, question, refused, given);
}

function denialOf({ reason }: Decision): readonly Extract<Mend, { kind: 'denied' }>[] {
  return reason.kind === 'explicitDeny' ? [{ kind: 'denied', layer: reason.layer, by: reason.by }] : [];
}

function unique(mends: readonly Extract<Mend, { kind: 'denied' }>[]): readonly Mend[] {
  return [...new Map(mends.map((mend) => [`${mend.by.label} ${mend.by.index}`, mend])).values()];
}

function limitsOf(refused: readonly ActionExplanation[]): readonly Mend[] {
  return (['boundary', 'scps'] as const).flatMap((layer): readonly Mend[] => {
    const actions = refused
      .filter(({ decision: { reason } }) => reason.kind === 'limited' && reason.layer === layer)
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
export function missingSides(actions: readonly ActionExplanation[]): readonly MissingSide[] {
  const refused = actions.filter(({ decision }) => decision.verdict !== 'allowed');
  const caller = refused.filter(({ decision }) => identityIsMissing(decision));
  const isCallerKnown = caller.some(({ decision: { reason } }) => IDENTITY_SIDE.has(reason.kind));
  const isRegistryMissing = refused.some(({ decision: { reason } }) => RESOURCE_SIDE.has(reason.kind));
  return [
    ...(caller.length === 0 ? [] : [{ side: 'caller', isKnown: isCallerKnown } as const]),
    ...(isRegistryMissing ? [{ side: 'registry', isKnown: true } as const] : []),
  ];
}

/** Nothing forbids it, and something that has to allow it does not. */
function missing(
  accounts: readonly Account[],
  question: Question,
  refused: readonly ActionExplanation[],
  given: Given,
): readonly Mend[] {
  const { caller } = question;
  const sides = missingSides(refused);
  const needsResource = sides.some(({ side }) => side === 'registry');
  const needsIdentity = sides.some(({ side }) => side === 'caller');
  const grantee = granteeOf(question, given);
  const isReached = caller.kind === 'identity' && accounts.some(({ id }) => id === caller.identity.accountId);
  const grant: readonly Mend[] =
    grantee !== undefined && (needsResource || (needsIdentity && isReached))
      ? [{ kind: 'grant', entry: entryFor(question, grantee) }]
      : [];
  const attach: readonly Mend[] =
    caller.kind === 'identity' && needsIdentity && !isReached ? [attachment(caller.identity, question)] : [];
  if (grant.length + attach.length > 0) return [...grant, ...attach];
  if (grantee === undefined && needsResource) {
    return [{ kind: 'find-out', layers: [], keys: ['aws:SourceAccount'] }];
  }
  return unclear(refused);
}

const RESOURCE_SIDE: ReadonlySet<string> = new Set(['resourceDoesNotAllow', 'neitherAllows', 'nobodyAllows']);
const IDENTITY_SIDE: ReadonlySet<string> = new Set(['identityDoesNotAllow', 'neitherAllows', 'nobodyAllows']);

/** Whether the caller's own account does not allow it, or nobody knows whether it does. */
function identityIsMissing({ reason, layers }: Decision): boolean {
  if (IDENTITY_SIDE.has(reason.kind)) return true;
  return layers.some(({ layer, state }) => layer === 'identity' && state.kind === 'notKnown');
}

function granteeOf({ caller }: Question, { context }: Given): Grantee | undefined {
  switch (caller.kind) {
    case 'identity':
      return { kind: 'identity', identity: caller.identity };
    case 'root':
      return { kind: 'account', accountId: caller.accountId };
    case 'service': {
      const accountId = servedAccount(context);
      if (accountId === undefined) return undefined;
      return caller.service === 'lambda.amazonaws.com'
        ? { kind: 'lambda', accountId }
        : { kind: 'service', service: caller.service, accountId };
    }
  }
}

/** The account that a service acts for, which is part of a grant to it. */
function servedAccount(context: GivenContext): AccountId | undefined {
  const given = Object.entries(context).find(([key]) => key.toLowerCase() === 'aws:sourceaccount')?.[1];
  const [id = ''] = given === undefined ? [] : [given].flat();
  // Just judged to be 12 digits, which is what an AccountId is.
  return ACCOUNT_ID.fault(id) === undefined ? (id as AccountId) : undefined;
}

/** A push is granted by default only where no rule fills the repository, so the registry is always named. */
function entryFor({ operation, registry, repository }: Question, grantee: Grantee): GrantEntry {
  return { allow: operation, repositories: [repository], registries: [registry.name], principals: [grantee] };
}

function attachment(identity: IdentityId, { operation, registry, repository }: Question): Mend {
  const policy = identityPolicy([{ registry, repository, operation }]);
  return { kind: 'attach', identity, policyName: IDENTITY_POLICY_NAME, policy };
}

function unclear(refused: readonly ActionExplanation[]): readonly Mend[] {
  const reasons = refused.flatMap(({ decision: { reason } }) => (reason.kind === 'notKnown' ? [reason] : []));
  if (reasons.length === 0) return [];
  const layers = [...new Set(reasons.flatMap((reason) => reason.layers))];
  const keys = [...new Set(reasons.flatMap((reason) => reason.unknowns.keys))].sort();
  return [{ kind: 'find-out', layers, keys }];
}
