import {
  isProtected,
  parseAccountRootArn,
  parseIdentityArn,
  protectedRolePattern,
  type IdentityId,
} from '../../aws/arn';
import { ACCOUNT_ID, isAccountId, type AccountId } from '../../aws/names';
import { PARTITIONS } from '../../aws/partitions';
import { LAMBDA, type Grantee } from '../../aws/policy/principals';
import { formatList } from '../../base/text';
import type { DeclaredPrincipal } from '../schema/access';
import { isPresent } from '../schema/located';
import type { Reporter } from '../syntax/diagnostics';
import { didYouMean } from '../syntax/suggestions';
import type { Path } from '../syntax/tree';
import type { BoundAccount } from './bound-declaration';

export type Accounts = ReadonlyMap<string, BoundAccount>;

type DeclaredMapping = Exclude<DeclaredPrincipal['value'], string>;

/** Returns the principal that an entry names, or nothing if it is invalid. Reports an invalid entry. */
export function bindPrincipal(
  { path, value: declared }: DeclaredPrincipal,
  accounts: Accounts,
  reporter: Reporter,
): readonly Grantee[] {
  if (typeof declared === 'string') return bindPrincipalText(declared, path, accounts, reporter);
  const kinds = KINDS.filter((kind) => isPresent(declared[kind]));
  const [kind, ...others] = kinds;
  if (kind === undefined || others.length > 0) {
    // A rejected key may be the intended one, and is already reported.
    const mayBeRefused = Object.keys(declared).some((key) => key !== 'viaAccountRoot' && key !== 'account');
    if (kind !== undefined || !mayBeRefused) {
      reporter.atKey(
        path,
        'access/principal',
        `This principal says ${kind === undefined ? 'nobody' : `${kinds.join(' and ')} at once`}; it needs one of ${KINDS.join(', ')}.`,
        declared.account?.value === undefined
          ? 'Several principals are items of the list.'
          : `An account stands by itself, by name or id: ${declared.account.value}`,
      );
    }
    return [];
  }
  reportUnusedKeys(kind, declared, reporter);
  return bindPrincipalMapping(kind, declared, path, accounts, reporter);
}

const KINDS = ['arn', 'organization', 'organizationalUnit', 'lambda', 'service'] as const;

/** Reports a key that has no effect for this kind of principal. */
function reportUnusedKeys(kind: (typeof KINDS)[number], declared: DeclaredMapping, reporter: Reporter): void {
  for (const [key, requiredKind] of [
    ['viaAccountRoot', 'arn'],
    ['account', 'service'],
  ] as const) {
    const field = declared[key];
    if (field?.value === undefined || field.value === false || kind === requiredKind) continue;
    reporter.atKey(
      field.path,
      'access/principal',
      `'${key}' says something of '${requiredKind}' only, and this principal is of the kind '${kind}'.`,
      'Remove it.',
    );
  }
}

function bindPrincipalMapping(
  kind: (typeof KINDS)[number],
  declared: DeclaredMapping,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly Grantee[] {
  const text = declared[kind]?.value ?? '';
  const at = [...path, kind];
  switch (kind) {
    case 'arn':
      return declared.viaAccountRoot?.value === true
        ? bindViaAccountRoot(text, at, reporter)
        : bindPrincipalText(text, at, accounts, reporter);
    case 'organization':
      return [{ kind, id: text }];
    case 'organizationalUnit':
      return [{ kind, path: text }];
    case 'lambda':
      return bindAccountName(text, at, accounts, reporter).map((accountId) => ({ kind, accountId }));
    case 'service': {
      if (text === LAMBDA) {
        reporter.atValue(
          at,
          'access/principal',
          'Lambda names the function it pulls for (aws:SourceArn), and its account has to be allowed too.',
          'Write { lambda: <account> }, which is both.',
        );
        return [];
      }
      const { account } = declared;
      if (!isPresent(account)) {
        if (account === undefined) {
          reporter.atKey(
            path,
            'access/principal',
            `'${text}' has no 'account': without one, the service could act for anybody (the confused deputy).`,
            'Write the account that the service acts for: account: <name or id>.',
          );
        }
        return [];
      }
      const accountIds = bindAccountName(account.value, account.path, accounts, reporter);
      return accountIds.map((accountId) => ({ kind, service: text, accountId }));
    }
  }
}

function bindPrincipalText(
  text: string,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly Grantee[] {
  if (text === '*') return [{ kind: 'anyone' }];
  if (!text.startsWith('arn:')) {
    return bindAccountName(text, path, accounts, reporter).map((accountId) => ({
      kind: 'account',
      accountId,
    }));
  }
  const root = parseAccountRootArn(text);
  if (root !== undefined) return [{ kind: 'account', accountId: root.accountId }];
  const identity = /[*?]/.test(text) ? undefined : parseIdentityArn(text);
  if (identity?.path === '/' && isProtected(identity)) {
    reporter.atValue(path, 'access/principal', ...missingPathMessage(identity));
    return [];
  }
  if (identity !== undefined) return [{ kind: 'identity', identity }];
  reporter.atValue(path, 'access/principal', ...invalidPrincipalMessage(text));
  return [];
}

function bindViaAccountRoot(text: string, path: Path, reporter: Reporter): readonly Grantee[] {
  const match = /^arn:([a-z-]+):iam::([0-9]{12}):(?:role|user)\/[\w+=,.@/*?-]+$/.exec(text);
  const [, partition, accountId = ''] = match ?? [];
  const isSingle = !/[*?]/.test(text);
  if (
    isAccountId(accountId) &&
    isPartition(partition) &&
    (!isSingle || parseIdentityArn(text) !== undefined)
  ) {
    return [{ kind: 'viaAccountRoot', accountId, arn: text }];
  }
  const [message] = isSingle
    ? invalidPrincipalMessage(text)
    : [`'${text}' is not the ARN of roles or users of one account.`];
  reporter.atValue(
    path,
    'access/principal',
    message,
    'With viaAccountRoot, write the ARN of a role or user: arn:aws:iam::<12 digits>:role/<name>, in the name with * for several.',
  );
  return [];
}

function isPartition(text: string | undefined): boolean {
  return PARTITIONS.some(({ id }) => id === text);
}

/** A role that AWS manages has a path. Without the path IAM rejects its ARN ('Principal not found'). */
function missingPathMessage(identity: IdentityId): readonly [message: string, help: string] {
  return [
    `The ARN of '${identity.name}' lacks its path: AWS keeps such roles below /aws-reserved/ or /aws-service-role/.`,
    `Write { arn: '${protectedRolePattern(identity)}', viaAccountRoot: true }, which also holds when AWS makes the role anew.`,
  ];
}

/** Returns why a text is not a valid principal, and the fix. */
function invalidPrincipalMessage(text: string): readonly [message: string, help: string] {
  const role = /^arn:([a-z-]+):sts::([0-9]{12}):assumed-role\/([\w+=,.@-]+)\//.exec(text);
  if (role !== null) {
    const [, partition = '', account = '', name = ''] = role;
    return [
      `'${text}' is one session of a role; the next has another name.`,
      `Name the role: arn:${partition}:iam::${account}:role/${name} (with its path, if it has one).`,
    ];
  }
  if (/:iam::[0-9]{12}:group\//.test(text)) {
    return [`'${text}' is a group, which IAM does not take as a principal.`, 'Name the role or the users.'];
  }
  const profile = /^(arn:[a-z-]+:iam::[0-9]{12}):instance-profile\/(?:.*\/)?([\w+=,.@-]+)$/.exec(text);
  if (profile !== null) {
    const [, account = '', name = ''] = profile;
    return [
      `'${text}' is an instance profile, which is no principal.`,
      `Name the role in it: ${account}:role/${name}, if it has the name of the profile. ` +
        `aws iam get-instance-profile --instance-profile-name ${name} shows it.`,
    ];
  }
  if (/:iam::[0-9]{12}:(?:oidc|saml)-provider\//.test(text)) {
    return [
      `'${text}' is an identity provider, whose users call as sessions of a role.`,
      'Name the role that trusts it.',
    ];
  }
  const federated = /^arn:[a-z-]+:sts::([0-9]{12}):federated-user\//.exec(text);
  if (federated !== null) {
    return [
      `'${text}' is one session of sts:GetFederationToken.`,
      `Name its account, ${federated[1] ?? ''}; what its users may do is in their own policies and those of the session.`,
    ];
  }
  const partition = text.split(':')[1] ?? '';
  if (/^arn:[^:*?]*:iam:/.test(text) && !isPartition(partition)) {
    return [
      `'${text}' is in the partition '${partition}', which AWS does not have.`,
      `Start the ARN with one of ${PARTITIONS.map(({ id }) => `arn:${id}:`).join(', ')}.`,
    ];
  }
  if (/[*?]/.test(text)) {
    return [
      `'${text}' holds a wildcard, which IAM does not take in a principal ('Invalid repository policy provided').`,
      'Write { arn: …, viaAccountRoot: true }: the account root, narrowed by a condition with the wildcard.',
    ];
  }
  return [
    `'${text}' is not the ARN of a role, a user or an account root.`,
    'Such as arn:aws:iam::<12 digits>:role/<name>, or the name or id of an account.',
  ];
}

/** Returns the account ID for an account name or ID. An ID need not be declared. */
function bindAccountName(
  text: string,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly AccountId[] {
  const declared = accounts.get(text);
  // A missing ID is already reported.
  if (declared !== undefined) return declared.id === undefined ? [] : [declared.id];
  if (isAccountId(text)) return [text];
  const isNumber = /^[0-9-]+$/.test(text);
  const mapping = suggestMapping(text);
  reporter.atValue(
    path,
    'access/unknown-account',
    isNumber
      ? `'${text}' is not the id of an account: ${ACCOUNT_ID.fault(text) ?? ''}.`
      : `'${text}' is neither an ARN nor a declared account. Declared: ${formatList(accounts.keys())}.`,
    isNumber
      ? undefined
      : (mapping ?? didYouMean(text, accounts.keys()) ?? 'An account that is not declared goes by its id.'),
  );
  return [];
}

/** Suggests a mapping for a text that names another kind of principal. */
function suggestMapping(text: string): string | undefined {
  if (/^o-[a-z0-9]{10,32}$/.test(text)) return `Write { organization: ${text} }.`;
  if (/^o-[a-z0-9]{10,32}\//.test(text)) return `Write { organizationalUnit: ${text} }.`;
  if (text === LAMBDA) return 'Write { lambda: <account> }.';
  if (/\.amazonaws\.com(\.cn)?$/.test(text)) return `Write { service: ${text}, account: <account> }.`;
  return undefined;
}
