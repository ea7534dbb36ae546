import { identityArn, type Grantee } from '../registry';
import type { GrantEntry, RuleEntry } from './mend';

/** Returns the YAML of an `access` entry for `topology.yaml`. */
export function grantEntryText({
  allow,
  repositories,
  registries,
  principals,
  identity,
}: GrantEntry): string {
  return [
    'access:',
    `  - allow: ${allow}`,
    `    repositories: ${list(repositories)}`,
    ...(registries === undefined ? [] : [`    registries: ${list(registries)}`]),
    `    principals: [${principals.map(principalText).join(', ')}]`,
    ...(identity === undefined ? [] : [`    identity: ${identity}`]),
    '',
  ].join('\n');
}

/** Returns the YAML of a `replication` entry for `topology.yaml`. */
export function ruleEntryText({ from, to, repositories }: RuleEntry): string {
  return [
    'replication:',
    `  - from: ${from.length === 1 ? scalar(from[0] ?? '') : list(from)}`,
    `    to: ${list(to)}`,
    `    repositories: ${list(repositories)}`,
    '',
  ].join('\n');
}

function list(names: readonly string[]): string {
  return `[${names.map(scalar).join(', ')}]`;
}

/** Quotes text that YAML would parse as another type. JSON strings are valid YAML. */
function scalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9:/_.-]*$/.test(text) && !/^(true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function principalText(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'account':
      return scalar(grantee.accountId);
    case 'identity':
      return scalar(identityArn(grantee.identity));
    case 'viaAccountRoot':
      return `{ arn: ${scalar(grantee.arn)}, viaAccountRoot: true }`;
    case 'organization':
      return `{ organization: ${scalar(grantee.id)} }`;
    case 'organizationalUnit':
      return `{ organizationalUnit: ${scalar(grantee.path)} }`;
    case 'lambda':
      return `{ lambda: ${scalar(grantee.accountId)} }`;
    case 'service':
      return `{ service: ${scalar(grantee.service)}, account: ${scalar(grantee.accountId)} }`;
    case 'anyone':
      return '"*"';
  }
}
