import { Argument, Command, Option } from 'commander';
import {
  explain,
  callerPartition,
  explainReplication,
  type Caller,
  type Decision,
  type Explanation,
  type Given,
  type GivenContext,
  type ReplicationExplanation,
} from '../access';
import { getPartition, grouped, type Registry } from '../registry';
import { explanationJson, explanationText, replicationText } from '../report';
import { originalsOf, type LoadedTopology } from '../topology';
import { callerNamed } from './caller';
import { withCheckedMends } from './checked-mends';
import { EXIT } from './exit';
import { findRegistry, findRepository, onlyRegistryOf } from './find';
import { loadAndPrint } from './load';
import { formatOption, topologyOption, type Format } from './options';
import { policyFile } from './policy-file';

interface Options {
  readonly as?: string;
  readonly repository: string;
  readonly registry?: string;
  readonly from?: string;
  readonly to?: string;
  readonly identityPolicy?: readonly string[];
  readonly boundary?: string;
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
  readonly context?: readonly string[];
  readonly topology?: string;
  readonly format: Format;
}

type Asked = 'pull' | 'push' | 'replicate';

export function explainCommand(): Command {
  return new Command('explain')
    .description('may this caller do it there; if not, whose policy is missing?')
    .addArgument(new Argument('<operation>', 'what is asked').choices(['pull', 'push', 'replicate']))
    .option(
      '--as <arn>',
      'who asks: ARN of a role, a session of one, a user or a federated user; or the name of an AWS service',
    )
    .requiredOption('--repository <name>', 'the repository')
    .option('--registry <name>', 'the registry; needed where several hold the repository')
    .option('--from <registry>', 'replicate: the source')
    .option('--to <registry>', 'replicate: the destination')
    .option(
      '--identity-policy <file...>',
      "the caller's policies, as JSON from AWS; they join what the topology attaches",
    )
    .option('--boundary <file>', "the caller's permissions boundary")
    .option('--scp <file...>', "service control policies of one level above the caller's account")
    .option('--rcp <file...>', "resource control policies of one level above the registry's account")
    .addOption(
      new Option(
        '--context <key=value...>',
        'condition keys of the request: aws:PrincipalOrgID=o-…; empty: it does not have the key',
      ),
    )
    .addOption(topologyOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
What is not given is not made up: without its policies, a role that the topology attaches nothing to is UNKNOWN on its
side. Boundaries and control policies that are not given are taken not to limit anything.

Exit code: 0 allowed, 1 denied, 2 could not tell or run.

Examples:
  $ ecr-topology explain pull --as arn:aws:iam::111111111111:role/ci --repository my-repo --registry management
  $ ecr-topology explain push --as arn:aws:iam::111111111111:role/ci --repository my-repo --identity-policy ci.json
  $ ecr-topology explain replicate --from develop --to management --repository my-repo`,
    )
    .action((operation: Asked, options: Options) => {
      const loaded = loadAndPrint(options.topology);
      if (loaded.kind !== 'topology') {
        // A declaration with errors denies nothing, so the exit code is not the one for "denied".
        process.exitCode = EXIT.couldNotRun;
        return;
      }
      const ask = (about: LoadedTopology) => explanationOf(operation, options, about);
      const explanation = withCheckedMends(ask(loaded), loaded, ask);
      process.stdout.write(options.format === 'json' ? json(explanation) : text(explanation));
      process.exitCode = EXIT_OF[explanation.verdict];
    });
}

const EXIT_OF: Readonly<Record<Decision['verdict'], number>> = {
  allowed: EXIT.fine,
  denied: EXIT.no,
  unknown: EXIT.couldNotRun,
};

function explanationOf(
  operation: Asked,
  options: Options,
  loaded: LoadedTopology,
): Explanation | ReplicationExplanation {
  const { topology, deployment } = loaded;
  const given = givenBy(options, loaded);
  const repository = findRepository(topology, options.repository);
  if (operation === 'replicate') {
    const from = findRegistry(topology, needed('--from', options.from, operation));
    const to = findRegistry(topology, needed('--to', options.to, operation));
    if (from === to) {
      throw new Error(`'${from.name}' is source and destination; a registry does not replicate to itself.`);
    }
    return explainReplication(topology, { from, to, repository }, given);
  }
  const caller = callerNamed(needed('--as', options.as, operation), topology);
  const registry =
    options.registry === undefined
      ? onlyRegistryOf(topology, repository)
      : findRegistry(topology, options.registry);
  refuseOtherPartition(caller, registry);
  return explain(topology, deployment.accounts, { operation, caller, registry, repository }, given);
}

function needed(option: string, value: string | undefined, operation: Asked): string {
  if (value === undefined) throw new Error(`'explain ${operation}' needs ${option}; --help shows the usage.`);
  return value;
}

function refuseOtherPartition(caller: Caller, { name, region }: Registry): void {
  const own = callerPartition(caller);
  const { id } = getPartition(region);
  if (own === undefined || own === id) return;
  throw new Error(
    `The caller is in the partition ${own}, and '${name}' in ${id}: no policy lets it in from there.`,
  );
}

function givenBy({ identityPolicy, boundary, scp, rcp, context }: Options, loaded: LoadedTopology): Given {
  return {
    identityPolicies: identityPolicy?.map(policyFile),
    boundary: boundary === undefined ? undefined : policyFile(boundary),
    scps: scp === undefined ? [] : [scp.map(policyFile)],
    rcps: rcp === undefined ? [] : [rcp.map(policyFile)],
    context: contextOf((context ?? []).map(contextEntry)),
    isOriginal: originalsOf(loaded),
  };
}

/** A key that is set twice has several values. A key with an empty value is not in the request. */
function contextOf(entries: readonly (readonly [key: string, value: string])[]): GivenContext {
  return Object.fromEntries(
    [...grouped(entries, ([key]) => key.toLowerCase())].map(([key, same]) => [
      key,
      same.map(([, value]) => value).filter((value) => value !== ''),
    ]),
  );
}

function contextEntry(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new Error(`--context takes key=value, such as aws:PrincipalOrgID=o-a1b2c3d4e5, not '${text}'.`);
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

function text(explanation: Explanation | ReplicationExplanation): string {
  return explanation.operation === 'replicate' ? replicationText(explanation) : explanationText(explanation);
}

function json(explanation: Explanation | ReplicationExplanation): string {
  return `${JSON.stringify(explanationJson(explanation), null, 2)}\n`;
}
