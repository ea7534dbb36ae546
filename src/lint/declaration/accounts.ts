import { ACCOUNT_NAME, type AccountId } from '../../aws/names';
import type { BoundAccount, BoundDeclaration } from '../../declaration/bind/bound-declaration';
import type { Declaration } from '../../declaration/schema/declaration';
import { isPresent } from '../../declaration/schema/located';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const accounts = defineDeclarationRules({
  rules: {
    'account/name': {
      severity: 'error',
      doc: 'An account name is not valid.',
      why:
        'Stacks and providers are named after accounts. Use letters, digits, `_` and `-`, start with a ' +
        'letter, and use at most 64 characters.',
    },
    'account/duplicate-id': {
      severity: 'error',
      doc: 'Two accounts have the same ID.',
      why:
        'An AWS account can be declared only once. Keep one of the names. One account can have registries ' +
        'in several Regions.',
    },
    'account/two-credentials': {
      severity: 'error',
      doc: 'An account sets both `profile` and `assumeRole`.',
      why:
        'Only one way to get credentials is allowed. Keep one of the two. To assume a role from a ' +
        'profile, set `role_arn` and `source_profile` in the AWS configuration file.',
    },
    'account/role-elsewhere': {
      severity: 'error',
      doc: 'The role under `assumeRole` is not in the account or partition that it is set for.',
      why:
        'Terraform would change the account of the role. Use a role with the ID and partition of the ' +
        'account.',
    },
  },
  bound({ declaration, bound }, reporter) {
    checkAccounts(declaration, bound, reporter);
  },
});

type Reporter = ReporterOf<typeof accounts>;

/** Checks the names, IDs and credentials of the accounts. */
function checkAccounts(declaration: Declaration, bound: BoundDeclaration, reporter: Reporter): void {
  const firstWithId = new Map<AccountId, BoundAccount>();
  for (const account of bound.accounts) {
    const fault = ACCOUNT_NAME.fault(account.name);
    if (fault !== undefined) {
      reporter.atKey(
        account.path,
        'account/name',
        `'${account.name}' is not a valid account name: ${fault}.`,
      );
    }
    checkCredentials(account, declaration, reporter);
    checkRole(account, bound, reporter);

    const first = account.id === undefined ? undefined : firstWithId.get(account.id);
    if (first !== undefined) {
      reporter.atValue(
        [...account.path, 'id'],
        'account/duplicate-id',
        `Account '${account.name}' has the same ID as account '${first.name}'.`,
        'Declare each AWS account once. One account can have registries in several Regions.',
      );
    } else if (account.id !== undefined) {
      firstWithId.set(account.id, account);
    }
  }
}

function checkCredentials({ name }: BoundAccount, declaration: Declaration, reporter: Reporter): void {
  const declared = declaration.accounts?.value?.[name]?.value;
  if (!isPresent(declared?.profile) || !isPresent(declared.assumeRole)) return;
  reporter.atKey(
    declared.assumeRole.path,
    'account/two-credentials',
    `Account '${name}' has both 'profile' and 'assumeRole'. Only one is allowed.`,
    'Remove one. To assume a role from a profile, set role_arn and source_profile in the AWS configuration file.',
  );
}

function checkRole(account: BoundAccount, bound: BoundDeclaration, reporter: Reporter): void {
  if (account.credentials.kind !== 'assumeRole') return;
  const [, partition, , , roleAccount] = account.credentials.arn.split(':');
  const path = [...account.path, 'assumeRole', 'arn'];
  if (account.id !== undefined && roleAccount !== account.id) {
    reporter.atValue(
      path,
      'account/role-elsewhere',
      `The role is in account ${roleAccount ?? ''}, but account '${account.name}' has the ID ${account.id}. Terraform would change account ${roleAccount ?? ''}.`,
      `Use a role in account '${account.name}'.`,
    );
  }
  const registries = bound.registries.filter((registry) => registry.account === account);
  // `checkRegistries` reports registries of one account in several partitions.
  const partitions = new Set(registries.map((registry) => registry.partition?.id ?? partition));
  const [actual] = partitions;
  if (partitions.size === 1 && actual !== undefined && actual !== partition) {
    reporter.atValue(
      path,
      'account/role-elsewhere',
      `The role is in partition ${partition ?? ''}, but the registries of account '${account.name}' are in partition ${actual}.`,
      `Start the ARN with 'arn:${actual}:'.`,
    );
  }
}
