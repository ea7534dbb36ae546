import { parseIdentityArn } from '../../aws/arn.identity';
import type { BoundRegistry, BoundText } from '../../declaration/bind/bound-declaration';
import type { DiagnosticCode } from '../../declaration/syntax/diagnostic-codes';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';

/** Checks that a role that ECR assumes for a registry is in the account and partition of the registry. */
export function checkServiceRole(
  { text, path }: BoundText,
  registry: BoundRegistry,
  code: Extract<DiagnosticCode, `${string}/role`>,
  reporter: Reporter,
): void {
  const role = parseIdentityArn(text);
  const { account, partition, name } = registry;
  if (role === undefined) {
    reporter.atValue(
      path,
      code,
      `'${text}' is the ARN of no role.`,
      'Such as arn:aws:iam::<12 digits>:role/ecr.',
    );
  } else if (account?.id !== undefined && role.accountId !== account.id) {
    reporter.atValue(
      path,
      code,
      `The role is in account ${role.accountId}, and '${name}' in '${account.name}': ECR takes on a role of its own account only.`,
      `Name a role of '${account.name}', which trusts ECR; the account ${role.accountId} lets that role in.`,
    );
  } else if (partition !== undefined && role.partition !== partition.id) {
    reporter.atValue(
      path,
      code,
      `The role is in the partition ${role.partition}, and '${name}' in ${partition.id}.`,
      `Start the ARN with arn:${partition.id}:.`,
    );
  }
}
