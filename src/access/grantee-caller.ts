import {
  getPartition,
  LAMBDA,
  parseIdentityArn,
  type AccountId,
  type PartitionId,
  type RegistryId,
} from '../registry';
import { parseCaller, type Caller } from './caller';
import type { Context, GivenContext } from './context';
import type { StatementGrantee } from './grantees';
import { anyMatch } from './sample';

/** A sample caller that represents a grantee, with the known condition keys of its requests. */
export interface GranteeCaller {
  readonly caller: Caller;
  readonly context: GivenContext;
  /** Condition keys, in lowercase, whose values differ between callers of the grantee and are unknown. */
  readonly notKnown: ReadonlySet<string>;
}

/** Returns undefined if no request can be made for the principal, such as a canonical user. */
export function callerOf({ who }: StatementGrantee, registry: RegistryId): GranteeCaller | undefined {
  const { id: partition } = getPartition(registry.region);
  switch (who.kind) {
    case 'identity':
      return known({ kind: 'identity', identity: who.identity, session: undefined, isPathKnown: true });
    case 'account':
      return somebodyIn(partition, who.accountId);
    case 'viaAccountRoot':
      return sample(who.arn) ?? somebodyIn(partition, who.accountId);
    case 'organization':
      return somebody(partition, { 'aws:PrincipalOrgID': who.id });
    case 'organizationalUnit':
      return somebody(partition, organizationContext(who.path));
    case 'lambda':
      return known(
        { kind: 'service', service: LAMBDA },
        {
          'aws:SourceAccount': who.accountId,
          'aws:SourceArn': `arn:${partition}:lambda:${registry.region}:${who.accountId}:function:any`,
        },
      );
    case 'service':
      return known({ kind: 'service', service: who.service }, { 'aws:SourceAccount': who.accountId });
    case 'principal': {
      const caller = parseCaller(who.principal.value);
      return caller === undefined ? undefined : known(caller);
    }
    case 'anyone':
    case 'everybodyBut':
      return somebody(partition, {});
  }
}

/** Returns a request context in which some keys are unknown, even if the caller determines them. */
export function hiding(context: Context, notKnown: ReadonlySet<string>): Context {
  return { get: (key) => (notKnown.has(key.toLowerCase()) ? { kind: 'notKnown' } : context.get(key)) };
}

function known(caller: Caller, context: GivenContext = {}): GranteeCaller {
  return { caller, context, notKnown: new Set() };
}

/** The condition keys that distinguish the identities of an account. */
const OF_IDENTITY = ['aws:principalarn', 'aws:principaltype', 'aws:userid', 'aws:username'];

/** Any role or user of an account. The name is invalid in IAM, so no policy can name it. */
function somebodyIn(partition: PartitionId, accountId: AccountId): GranteeCaller {
  const identity = { kind: 'role', partition, accountId, path: '/', name: 'any role or user' } as const;
  return {
    caller: { kind: 'identity', identity, session: undefined, isPathKnown: true },
    context: {},
    notKnown: new Set(OF_IDENTITY),
  };
}

/** Any role or user of an unknown account. */
function somebody(partition: PartitionId, context: GivenContext): GranteeCaller {
  // No account has this ID, so the caller is in no account of the topology.
  const { caller } = somebodyIn(partition, '000000000000' as AccountId);
  return { caller, context, notKnown: new Set([...OF_IDENTITY, 'aws:principalaccount']) };
}

/** A role or user whose ARN matches the pattern, and no narrower pattern. */
function sample(pattern: string): GranteeCaller | undefined {
  const identity = parseIdentityArn(pattern.replace(/[*?]/g, 'x'));
  if (identity === undefined) return undefined;
  const [, path = '/', name = ''] = /^[^/]*(\/(?:.*\/)?)([^/]*)$/s.exec(pattern) ?? [];
  return known({
    kind: 'identity',
    identity: { ...identity, path: anyMatch(path), name: anyMatch(name) },
    session: undefined,
    isPathKnown: true,
  });
}

function organizationContext(path: string): GivenContext {
  const [organization = ''] = path.split('/', 1);
  return {
    'aws:PrincipalOrgID': organization,
    'aws:PrincipalOrgPaths': [path.replace(/\*/g, '')],
  };
}
