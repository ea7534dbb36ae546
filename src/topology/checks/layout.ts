import {
  placeOfStack,
  STACK_PLACEHOLDER,
  stackNames,
  type Backend,
  type Deployment,
  type Topology,
} from '../../registry';
import type { Linked, LinkedAccount } from '../link/linked';
import type { Reporter } from '../reporter';
import type { Path } from '../tree';

/** Checks that every stack has a unique name and its own state. */
export function checkStacks(
  topology: Topology,
  deployment: Deployment,
  linked: Linked,
  reporter: Reporter,
): void {
  // With one stack there can be no conflict.
  if (deployment.stacksBy !== 'topology') checkNames(deployment, linked, reporter);
  checkPlaces(stackNames(topology, deployment), deployment, reporter);
}

interface Named {
  readonly account: LinkedAccount;
  readonly stack: string;
}

/** Registry names cannot cause a conflict, because they contain neither hyphens nor uppercase letters. */
function checkNames(deployment: Deployment, linked: Linked, reporter: Reporter): void {
  const taken = new Map<string, Named>();
  for (const account of linked.accounts) {
    let isSaid = false;
    for (const stack of stacksFor(account, deployment)) {
      const other = taken.get(stack.toLowerCase());
      if (other === undefined) {
        taken.set(stack.toLowerCase(), { account, stack });
      } else if (!isSaid && other.account !== account) {
        // Two accounts may conflict in several stacks; the account name is reported once.
        isSaid = true;
        reporter.atKey(account.path, 'stacks/name', ...alike({ account, stack }, other));
      }
    }
  }
}

/** Returns the names of the stacks that an account would have without other accounts. */
function stacksFor({ name }: LinkedAccount, deployment: Deployment): readonly string[] {
  const accounts = deployment.accounts.filter((account) => account.name === name);
  return stackNames({ registries: [], identities: [] }, { ...deployment, accounts });
}

function alike({ account, stack }: Named, other: Named): readonly [message: string, help: string] {
  const why =
    stack === other.stack
      ? `Two stacks would be called '${stack}': one of the account '${account.name}', one of '${other.account.name}'.`
      : `The stacks '${stack}' of the account '${account.name}' and '${other.stack}' of '${other.account.name}' differ only ` +
        'in case, which not every file system and workspace tells apart.';
  return [why, 'Rename one of the accounts, or choose another layout under stacks.by.'];
}

/**
 * The maximum length of a state location.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces
 */
const LONGEST = { local: 255, s3: 1024, cloud: 90 } as const;

function checkPlaces(names: readonly string[], { backend }: Deployment, reporter: Reporter): void {
  const { place, path, what } = placeIn(backend);
  const [longest = ''] = [...names].sort((a, b) => b.length - a.length);
  if (names.length > 1 && !place.includes(STACK_PLACEHOLDER)) {
    reporter.atValue(
      path,
      'backend/shared-state',
      `'${place}' would be the state of ${names.length} stacks, and each would destroy what the others hold.`,
      `Write ${STACK_PLACEHOLDER} in it for the name of the stack. Where something is deployed already, move its state there first: docs/topology.md, Changing the backend.`,
    );
  }
  const length = lengthOf(backend, placeOfStack(place, longest));
  if (length > LONGEST[backend.kind]) {
    reporter.atValue(
      path,
      'backend/too-long',
      `With the stack '${longest}' ${what} has ${length} characters; ${LONGEST[backend.kind]} are allowed.`,
    );
  }
}

function placeIn(backend: Backend): { readonly place: string; readonly path: Path; readonly what: string } {
  switch (backend.kind) {
    case 'local':
      return { place: backend.path, path: ['backend', 'local', 'path'], what: 'a part of the path' };
    case 's3':
      return { place: backend.key, path: ['backend', 's3', 'key'], what: 'the key' };
    case 'cloud':
      return {
        place: backend.workspace,
        path: ['backend', 'cloud', 'workspace'],
        what: 'the name of the workspace',
      };
  }
}

/** File systems limit the length of each path segment, not of the whole path. */
function lengthOf({ kind }: Backend, place: string): number {
  return kind === 'local' ? Math.max(...place.split('/').map(({ length }) => length)) : place.length;
}
