import { parseIdentityArn, type RegistryId } from '../../aws/arn';
import { uncheckedAccountId } from '../../aws/names';
import { getPartition, type PartitionId } from '../../aws/partitions';
import { LAMBDA } from '../../aws/policy/principals';
import { parseCaller, type Caller } from './caller';
import type { StatementGrantee } from './grantees';
import type { RequestContext, RequestContextValues } from './request';
import { representativeMatch } from './value-pattern';

/** A sample caller that represents a grantee, with the known condition keys of its requests. */
export interface SampleCaller {
  readonly caller: Caller;
  readonly context: RequestContextValues;
  /** Condition keys, in lowercase, whose values differ between callers of the grantee and are unknown. */
  readonly unknownKeys: ReadonlySet<string>;
}

/** Returns undefined if no request can be made for the principal, such as a canonical user. */
export function createSampleCaller(
  { who }: StatementGrantee,
  registry: RegistryId,
): SampleCaller | undefined {
  const { id: partition } = getPartition(registry.region);
  switch (who.kind) {
    case 'identity':
      return exactCaller({ kind: 'identity', identity: who.identity, session: undefined, isPathKnown: true });
    case 'account':
      return anyIdentityOf(partition, who.accountId);
    case 'viaAccountRoot':
      return identityMatching(who.arn) ?? anyIdentityOf(partition, who.accountId);
    case 'organization':
      return anyIdentity(partition, { 'aws:PrincipalOrgID': who.id });
    case 'organizationalUnit':
      return anyIdentity(partition, organizationContext(who.path));
    case 'lambda':
      return exactCaller(
        { kind: 'service', service: LAMBDA },
        {
          'aws:SourceAccount': who.accountId,
          'aws:SourceArn': `arn:${partition}:lambda:${registry.region}:${who.accountId}:function:any`,
        },
      );
    case 'service':
      return exactCaller({ kind: 'service', service: who.service }, { 'aws:SourceAccount': who.accountId });
    case 'principal': {
      const caller = parseCaller(who.principal.value);
      return caller === undefined ? undefined : exactCaller(caller);
    }
    case 'anyone':
    case 'everybodyBut':
      return anyIdentity(partition, {});
  }
}

/** Returns a request context in which some keys are unknown, even if the caller determines them. */
export function hideKeys(context: RequestContext, unknownKeys: ReadonlySet<string>): RequestContext {
  return { get: (key) => (unknownKeys.has(key.toLowerCase()) ? { kind: 'notKnown' } : context.get(key)) };
}

function exactCaller(caller: Caller, context: RequestContextValues = {}): SampleCaller {
  return { caller, context, unknownKeys: new Set() };
}

/** The condition keys that distinguish the identities of an account. */
const IDENTITY_KEYS = ['aws:principalarn', 'aws:principaltype', 'aws:userid', 'aws:username'];

/** Any role or user of an account. The name is invalid in IAM, so no policy can name it. */
function anyIdentityOf(partition: PartitionId, accountId: RegistryId['accountId']): SampleCaller {
  const identity = { kind: 'role', partition, accountId, path: '/', name: 'any role or user' } as const;
  return {
    caller: { kind: 'identity', identity, session: undefined, isPathKnown: true },
    context: {},
    unknownKeys: new Set(IDENTITY_KEYS),
  };
}

/** Any role or user of an unknown account. */
function anyIdentity(partition: PartitionId, context: RequestContextValues): SampleCaller {
  // No account has this ID, so the caller is in no account of the topology.
  const { caller } = anyIdentityOf(partition, uncheckedAccountId('000000000000'));
  return { caller, context, unknownKeys: new Set([...IDENTITY_KEYS, 'aws:principalaccount']) };
}

/** A role or user whose ARN matches the pattern, and no narrower pattern. */
function identityMatching(pattern: string): SampleCaller | undefined {
  const identity = parseIdentityArn(pattern.replace(/[*?]/g, 'x'));
  if (identity === undefined) return undefined;
  const [, path = '/', name = ''] = /^[^/]*(\/(?:.*\/)?)([^/]*)$/s.exec(pattern) ?? [];
  return exactCaller({
    kind: 'identity',
    identity: { ...identity, path: representativeMatch(path), name: representativeMatch(name) },
    session: undefined,
    isPathKnown: true,
  });
}

function organizationContext(path: string): RequestContextValues {
  const [organization = ''] = path.split('/', 1);
  return {
    'aws:PrincipalOrgID': organization,
    'aws:PrincipalOrgPaths': [path.replace(/\*/g, '')],
  };
}
