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
import { didYouMean, formatList, quoteAll } from '../../base/text';
import type { DeclaredPrincipal } from '../schema/access';
import { isPresent, isRefused } from '../schema/located';
import type { Reporter } from '../syntax/diagnostics';
import type { Path } from '../syntax/tree';
import type { BoundAccount } from './bound-declaration';
import type { Names } from './references';

export type Accounts = Names<BoundAccount>;

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
      reporter.atKey(path, 'access/principal', ...kindCountMessage(kinds, declared.account?.value));
    }
    return [];
  }
  reportUnusedKeys(kind, declared, reporter);
  return bindPrincipalMapping(kind, declared, path, accounts, reporter);
}

const KINDS = ['arn', 'organization', 'organizationalUnit', 'lambda', 'service'] as const;

/** Returns message and help for a mapping with no kind of principal, or with several. */
function kindCountMessage(
  kinds: readonly string[],
  account: string | undefined,
): readonly [message: string, help: string] {
  if (kinds.length > 0) {
    return [
      `The principal has ${quoteAll(kinds).join(' and ')}. Only one of ${KINDS.join(', ')} is allowed.`,
      'Make each of them an item of the list.',
    ];
  }
  return [
    `The principal has none of the keys ${KINDS.join(', ')}.`,
    account === undefined
      ? 'Set one of them.'
      : `To name an account, use its name or ID without a mapping: ${account}`,
  ];
}

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
      `'${key}' has no effect with '${kind}'. It applies only to '${requiredKind}'.`,
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
      // Whether the ARN is in the principal or in a condition is unknown.
      if (isRefused(declared.viaAccountRoot)) return [];
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
          `'${LAMBDA}' needs a condition on the function (aws:SourceArn), and the account of the function needs access too.`,
          'Use { lambda: <account> }, which grants both.',
        );
        return [];
      }
      const { account } = declared;
      if (!isPresent(account)) {
        if (account === undefined) {
          reporter.atKey(
            path,
            'access/principal',
            `Service '${text}' has no 'account'. Without it, the service could act for any AWS account (confused deputy).`,
            'Add the account that the service acts for: account: <name or ID>.',
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
    : [`'${text}' does not match roles or users of a single account.`];
  reporter.atValue(
    path,
    'access/principal',
    message,
    "With viaAccountRoot, use the ARN of a role or user: arn:aws:iam::<12 digits>:role/<name>. The name may contain '*' to match several.",
  );
  return [];
}

function isPartition(text: string | undefined): boolean {
  return PARTITIONS.some(({ id }) => id === text);
}

/** A role that AWS manages has a path. Without the path IAM rejects its ARN ('Principal not found'). */
function missingPathMessage(identity: IdentityId): readonly [message: string, help: string] {
  return [
    `The ARN of role '${identity.name}' has no path. AWS creates this role under /aws-reserved/ or /aws-service-role/.`,
    `Use { arn: '${protectedRolePattern(identity)}', viaAccountRoot: true }. It stays valid if AWS recreates the role.`,
  ];
}

/** Returns why a text is not a valid principal, and the fix. */
function invalidPrincipalMessage(text: string): readonly [message: string, help: string] {
  const role = /^arn:([a-z-]+):sts::([0-9]{12}):assumed-role\/([\w+=,.@-]+)\//.exec(text);
  if (role !== null) {
    const [, partition = '', account = '', name = ''] = role;
    return [
      `'${text}' is a single session of a role. The next session has another name.`,
      `Use the role: arn:${partition}:iam::${account}:role/${name} (with its path, if it has one).`,
    ];
  }
  if (/:iam::[0-9]{12}:group\//.test(text)) {
    return [`'${text}' is a group. IAM does not accept groups as principals.`, 'Use the role or the users.'];
  }
  const profile = /^(arn:[a-z-]+:iam::[0-9]{12}):instance-profile\/(?:.*\/)?([\w+=,.@-]+)$/.exec(text);
  if (profile !== null) {
    const [, account = '', name = ''] = profile;
    return [
      `'${text}' is an instance profile, not a principal.`,
      `Use its role: ${account}:role/${name}, if the role has the same name as the profile. ` +
        `To look up the role, run: aws iam get-instance-profile --instance-profile-name ${name}`,
    ];
  }
  if (/:iam::[0-9]{12}:(?:oidc|saml)-provider\//.test(text)) {
    return [
      `'${text}' is an identity provider. Its users act as sessions of a role.`,
      'Use the role that trusts the provider.',
    ];
  }
  const federated = /^arn:[a-z-]+:sts::([0-9]{12}):federated-user\//.exec(text);
  if (federated !== null) {
    return [
      `'${text}' is a single session of sts:GetFederationToken.`,
      `Use its account, ${federated[1] ?? ''}. The policies of its users and of the session limit their access.`,
    ];
  }
  const partition = text.split(':')[1] ?? '';
  if (/^arn:[^:*?]*:iam:/.test(text) && !isPartition(partition)) {
    return [
      `'${text}' is in partition '${partition}', which does not exist.`,
      `Start the ARN with one of ${PARTITIONS.map(({ id }) => `arn:${id}:`).join(', ')}.`,
    ];
  }
  if (/[*?]/.test(text)) {
    return [
      `'${text}' contains a wildcard. IAM does not accept wildcards in a principal ('Invalid repository policy provided').`,
      'Use { arn: …, viaAccountRoot: true }. It allows the account root, limited by a condition with the wildcard.',
    ];
  }
  return [
    `'${text}' is not the ARN of a role, a user or an account root.`,
    'Use an ARN such as arn:aws:iam::<12 digits>:role/<name>, or the name or ID of an account.',
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
  if (!isNumber && mapping === undefined && !accounts.isComplete) return [];
  reporter.atValue(
    path,
    'access/unknown-account',
    isNumber
      ? `'${text}' is not a valid account ID: ${ACCOUNT_ID.fault(text) ?? ''}.`
      : `'${text}' is neither an ARN nor a declared account. Declared accounts: ${formatList(accounts.keys())}.`,
    isNumber
      ? undefined
      : (mapping ??
          didYouMean(text, accounts.keys()) ??
          'To name an account that is not declared, use its 12-digit ID.'),
  );
  return [];
}

/** Suggests a mapping for a text that names another kind of principal. */
function suggestMapping(text: string): string | undefined {
  if (/^o-[a-z0-9]{10,32}$/.test(text)) return `Use { organization: ${text} }.`;
  if (/^o-[a-z0-9]{10,32}\//.test(text)) return `Use { organizationalUnit: ${text} }.`;
  if (text === LAMBDA) return 'Use { lambda: <account> }.';
  if (/\.amazonaws\.com(\.cn)?$/.test(text)) return `Use { service: ${text}, account: <account> }.`;
  return undefined;
}
