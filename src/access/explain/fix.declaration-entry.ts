import { identityArn } from '../../aws/arn.identity';
import type { Grantee } from '../../aws/policy/principals';
import type { GrantEntry, RuleEntry } from './fix';

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
    `    repositories: ${flowList(repositories)}`,
    ...(registries === undefined ? [] : [`    registries: ${flowList(registries)}`]),
    `    principals: [${principals.map(principalYaml).join(', ')}]`,
    ...(identity === undefined ? [] : [`    identity: ${identity}`]),
    '',
  ].join('\n');
}

/** Returns the YAML of a `replication` entry for `topology.yaml`. */
export function ruleEntryText({ from, to, repositories }: RuleEntry): string {
  return [
    'replication:',
    `  - from: ${from.length === 1 ? yamlScalar(from[0] ?? '') : flowList(from)}`,
    `    to: ${flowList(to)}`,
    `    repositories: ${flowList(repositories)}`,
    '',
  ].join('\n');
}

function flowList(names: readonly string[]): string {
  return `[${names.map(yamlScalar).join(', ')}]`;
}

/** Quotes text that YAML would parse as another type. JSON strings are valid YAML. */
function yamlScalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9:/_.-]*$/.test(text) && !/^(true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function principalYaml(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'account':
      return yamlScalar(grantee.accountId);
    case 'identity':
      return yamlScalar(identityArn(grantee.identity));
    case 'viaAccountRoot':
      return `{ arn: ${yamlScalar(grantee.arn)}, viaAccountRoot: true }`;
    case 'organization':
      return `{ organization: ${yamlScalar(grantee.id)} }`;
    case 'organizationalUnit':
      return `{ organizationalUnit: ${yamlScalar(grantee.path)} }`;
    case 'lambda':
      return `{ lambda: ${yamlScalar(grantee.accountId)} }`;
    case 'service':
      return `{ service: ${yamlScalar(grantee.service)}, account: ${yamlScalar(grantee.accountId)} }`;
    case 'anyone':
      return '"*"';
  }
}
