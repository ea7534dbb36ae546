import { tryGetPartition } from '../../aws/partitions';
import { formatList } from '../../base/text';
import type { BoundAccount, BoundDeclaration } from '../../declaration/bind/bound-declaration';
import type { Declaration } from '../../declaration/schema/declaration';
import { isPresent } from '../../declaration/schema/located';
import { unknownRegionMessage } from '../../declaration/syntax/suggestions';
import type { Path } from '../../declaration/syntax/tree';
import {
  resolveStackPlaceholder,
  STACK_PLACEHOLDER,
  type Backend,
  type Deployment,
} from '../../model/deployment';
import type { Topology } from '../../model/topology';
import { stackNames } from '../../terraform/layout';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const deployment = defineDeclarationRules({
  rules: {
    'stacks/name': {
      severity: 'error',
      doc: 'Two stacks have the same name, or names that differ only in case.',
      why:
        'Some file systems and workspaces do not distinguish case. Rename an account, or choose another ' +
        'layout: see [layouts.md](../guides/layouts.md).',
    },
    'backend/region': {
      severity: 'error',
      doc: 'The Region of the state bucket does not exist.',
      why:
        'Terraform could not reach the bucket. Fix the name of the Region. If the Region is newer than ' +
        'this version, update.',
    },
    'backend/which': {
      severity: 'error',
      doc: 'More than one backend is set.',
      why: 'Terraform stores a state in one backend. Keep one.',
    },
    'backend/placeholder': {
      severity: 'error',
      doc: 'The location of the state contains a placeholder other than `{stack}`.',
      why: 'Only `{stack}` is replaced, by the name of the stack. Write `{stack}`, or remove the braces.',
    },
    'backend/shared-state': {
      severity: 'error',
      doc: 'Several stacks share one state.',
      why:
        'Each stack would destroy the resources of the others. Write `{stack}` in the location. If a ' +
        'stack is already deployed, move its state first: see [backend](topology.md#backend).',
    },
    'backend/too-long': {
      severity: 'error',
      doc: 'The location of a state is longer than the backend allows.',
      why:
        'A path segment can have 255 characters, an S3 key 1,024, the name of a workspace 90. Shorten the ' +
        'location, or the name of the account.',
    },
  },
  bound({ declaration }, reporter) {
    checkBackend(declaration, reporter);
  },
  lowered({ topology, deployment, bound }, reporter) {
    checkStacks(topology, deployment, bound, reporter);
  },
});

type Reporter = ReporterOf<typeof deployment>;

function checkBackend(declaration: Declaration, reporter: Reporter): void {
  const backend = declaration.backend?.value;
  if (backend === undefined) return;
  const kinds = Object.entries(backend).flatMap(([kind, field]) => (isPresent<unknown>(field) ? kind : []));
  const second = kinds[1];
  if (second !== undefined) {
    reporter.atKey(
      ['backend', second],
      'backend/which',
      `More than one backend is set: ${formatList(kinds)}.`,
      'Keep one.',
    );
  }
  const region = backend.s3?.value?.region;
  if (isPresent(region) && tryGetPartition(region.value) === undefined) {
    reporter.atValue(region.path, 'backend/region', ...unknownRegionMessage(region.value));
  }
  for (const location of [
    backend.local?.value?.path,
    backend.s3?.value?.key,
    backend.cloud?.value?.workspace,
  ]) {
    if (!isPresent(location) || !/[{}]/.test(location.value.replaceAll('{stack}', ''))) continue;
    reporter.atValue(
      location.path,
      'backend/placeholder',
      `'${location.value}' contains a placeholder other than {stack}.`,
      'Write {stack} for the name of the stack, or remove the braces.',
    );
  }
}

/** Checks that every stack has a unique name and its own state. */
function checkStacks(
  topology: Topology,
  deployment: Deployment,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  // With one stack there can be no conflict.
  if (deployment.stacksBy !== 'topology') checkStackNames(deployment, bound, reporter);
  checkStateLocations(stackNames(topology, deployment), deployment, reporter);
}

interface NamedStack {
  readonly account: BoundAccount;
  readonly stack: string;
}

/** Registry names cannot cause a conflict, because they contain neither hyphens nor uppercase letters. */
function checkStackNames(deployment: Deployment, bound: BoundDeclaration, reporter: Reporter): void {
  const stacksByName = new Map<string, NamedStack>();
  for (const account of bound.accounts) {
    let isReported = false;
    for (const stack of stackNamesOf(account, deployment)) {
      const other = stacksByName.get(stack.toLowerCase());
      if (other === undefined) {
        stacksByName.set(stack.toLowerCase(), { account, stack });
      } else if (!isReported && other.account !== account) {
        // Two accounts may conflict in several stacks; the account name is reported once.
        isReported = true;
        reporter.atKey(account.path, 'stacks/name', ...describeConflict({ account, stack }, other));
      }
    }
  }
}

/** Returns the names of the stacks that an account would have without other accounts. */
function stackNamesOf({ name }: BoundAccount, deployment: Deployment): readonly string[] {
  const accounts = deployment.accounts.filter((account) => account.name === name);
  return stackNames({ registries: [], identities: [] }, { ...deployment, accounts });
}

function describeConflict(
  { account, stack }: NamedStack,
  other: NamedStack,
): readonly [message: string, help: string] {
  const message =
    stack === other.stack
      ? `Accounts '${account.name}' and '${other.account.name}' would both have a stack named '${stack}'.`
      : `The names of stack '${stack}' (account '${account.name}') and stack '${other.stack}' (account '${other.account.name}') differ ` +
        'only in case. Some file systems and workspaces do not distinguish case.';
  return [message, "Rename one of the accounts, or choose another layout with 'stacks.by'."];
}

/**
 * The maximum length of a state location.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces
 */
const MAX_LOCATION_LENGTH = { local: 255, s3: 1024, cloud: 90 } as const;

function checkStateLocations(names: readonly string[], { backend }: Deployment, reporter: Reporter): void {
  const { location, path, description } = stateLocationOf(backend);
  const [longest = ''] = [...names].sort((a, b) => b.length - a.length);
  if (names.length > 1 && !location.includes(STACK_PLACEHOLDER)) {
    reporter.atValue(
      path,
      'backend/shared-state',
      `'${location}' would be the state of ${names.length} stacks. Each stack would destroy the resources of the others.`,
      `Write ${STACK_PLACEHOLDER} in the location, for the name of the stack. If a stack is already deployed, move its state first: docs/reference/topology.md, 'Changing the backend'.`,
    );
  }
  const length = locationLength(backend, resolveStackPlaceholder(location, longest));
  if (length > MAX_LOCATION_LENGTH[backend.kind]) {
    reporter.atValue(
      path,
      'backend/too-long',
      `For stack '${longest}', ${description} has ${length} characters. The maximum is ${MAX_LOCATION_LENGTH[backend.kind]}.`,
      'Shorten it, or the name of the account.',
    );
  }
}

function stateLocationOf(backend: Backend): {
  readonly location: string;
  readonly path: Path;
  readonly description: string;
} {
  switch (backend.kind) {
    case 'local':
      return {
        location: backend.path,
        path: ['backend', 'local', 'path'],
        description: 'a segment of the path',
      };
    case 's3':
      return { location: backend.key, path: ['backend', 's3', 'key'], description: 'the key' };
    case 'cloud':
      return {
        location: backend.workspace,
        path: ['backend', 'cloud', 'workspace'],
        description: 'the name of the workspace',
      };
  }
}

/** File systems limit the length of each path segment, not of the whole path. */
function locationLength({ kind }: Backend, location: string): number {
  return kind === 'local' ? Math.max(...location.split('/').map(({ length }) => length)) : location.length;
}
