import { ACCOUNT_NAME, type AccountId } from '../../aws/names';
import type { BoundAccount, BoundDeclaration } from '../../declaration/bind/bound-declaration';
import type { Declaration } from '../../declaration/schema/declaration';
import { isPresent } from '../../declaration/schema/located';
import type { Reporter } from '../../declaration/syntax/diagnostics';

/** Checks the names, IDs and credentials of the accounts. */
export function checkAccounts(declaration: Declaration, bound: BoundDeclaration, reporter: Reporter): void {
  const firstWithId = new Map<AccountId, BoundAccount>();
  for (const account of bound.accounts) {
    const fault = ACCOUNT_NAME.fault(account.name);
    if (fault !== undefined) {
      reporter.atKey(account.path, 'account/name', `'${account.name}' cannot name an account: ${fault}.`);
    }
    checkCredentials(account, declaration, reporter);
    checkRole(account, bound, reporter);

    const first = account.id === undefined ? undefined : firstWithId.get(account.id);
    if (first !== undefined) {
      reporter.atValue(
        [...account.path, 'id'],
        'account/duplicate-id',
        `'${account.name}' is the same AWS account as '${first.name}'.`,
        'Declare an account once; one account may have registries in several Regions.',
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
    `'${name}' has both a profile and a role to assume; Terraform would be told two ways to reach it.`,
    'Keep one. To assume a role from a profile, write role_arn and source_profile in the AWS configuration file.',
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
      `The role is in another account than '${account.name}', so Terraform would change that one.`,
      `Name a role of the account '${account.name}'.`,
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
      `The role is in the partition ${partition ?? ''}, but the registries of '${account.name}' are in ${actual}.`,
      `Start the ARN with arn:${actual}:.`,
    );
  }
}
