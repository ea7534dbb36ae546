import type { PolicyDocument, PolicyStatement } from '../aws/policy/document';
import { groupBy, sortedBy, sortedUnique } from '../base/collections';
import { CALL_NAMES, callOf, type CallName, type CallResource, type LiveCommand } from './calls';

/**
 * Returns the IAM policy that allows a command to call AWS, and nothing else: without the permission to assume the roles of
 * the declaration. The documents contain it.
 */
export function permissionsOf(command: LiveCommand): PolicyDocument {
  const calls = CALL_NAMES.filter((name) => {
    const { commands, resource } = callOf(name);
    return resource !== 'none' && commands.includes(command);
  });
  const statements = [...groupBy(calls, sidOf)].map(([sid, names]) => toStatement(sid, names));
  return { statements: sortedBy(statements, ({ sid }) => sid ?? '') };
}

function toStatement(sid: string, names: readonly CallName[]): PolicyStatement {
  const resources = names.map((name) => RESOURCES[callOf(name).resource].arn);
  return {
    sid,
    effect: 'Allow',
    principals: undefined,
    actions: { isNot: false, values: sortedUnique(names) },
    resources: { isNot: false, values: sortedUnique(resources) },
    conditions: [],
  };
}

/** Calls whose name has the same suffix are allowed on the same resources. */
const RESOURCES: Readonly<Record<CallResource, { readonly noun: string; readonly arn: string }>> = {
  '*': { noun: 'Registries', arn: '*' },
  none: { noun: '', arn: '*' },
  group: { noun: 'Groups', arn: 'arn:aws:iam::*:group/*' },
  policy: { noun: 'Policies', arn: 'arn:aws:iam::*:policy/*' },
  repository: { noun: 'Repositories', arn: 'arn:aws:ecr:*:*:repository/*' },
  role: { noun: 'Roles', arn: 'arn:aws:iam::*:role/*' },
  user: { noun: 'Users', arn: 'arn:aws:iam::*:user/*' },
};

/** Organizations and Amazon Inspector have statements of their own, which are easy to leave out. */
const NOUNS_BY_SERVICE: Readonly<Record<string, string>> = {
  inspector2: 'Inspector',
  organizations: 'Organization',
};

function sidOf(name: CallName): string {
  const { access, resource } = callOf(name);
  const [service = ''] = name.split(':');
  const noun = NOUNS_BY_SERVICE[service] ?? RESOURCES[resource].noun;
  return `${access === 'read' ? 'Read' : 'Change'}${noun}`;
}
