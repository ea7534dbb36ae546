import { Argument, Command, Option } from 'commander';
import { callerPartition, type Caller } from '../access/evaluate/caller';
import type { Decision } from '../access/evaluate/decision';
import type { EvaluationContext } from '../access/evaluate/evaluation-context';
import type { RequestContextValues } from '../access/evaluate/request';
import { explain, type Explanation } from '../access/explain/explain';
import { explainReplication, type ReplicationExplanation } from '../access/explain/explain-replication';
import { getPartition } from '../aws/partitions';
import { groupBy } from '../base/collections';
import type { LoadedTopology } from '../lint/declaration/load';
import { originalMatcher } from '../lint/declaration/source-locations';
import type { Registry } from '../model/topology';
import { explanationJson, explanationText, replicationText } from '../report/access/explanation';
import { withCheckedFixes } from './checked-fixes';
import { EXIT, UsageError } from './exit';
import { findOnlyRegistry, findRegistry, findRepository, readCaller } from './explain-arguments';
import { formatOption, loadAndReport, topologyOption, type Format } from './options';
import { outputOf, outputOption } from './output';
import { readPolicyFile } from './policy-file';

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

type ExplainedOperation = 'pull' | 'push' | 'replicate';

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
    .addOption(outputOption())
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
    .action((operation: ExplainedOperation, options: Options, command: Command) => {
      const output = outputOf(command);
      const loaded = loadAndReport(options.topology, output);
      if (loaded.kind !== 'topology') {
        // A declaration with errors denies nothing, so the exit code is not the one for "denied".
        process.exitCode = EXIT.couldNotRun;
        return;
      }
      const explainIn = (declaration: LoadedTopology) => explainRequest(operation, options, declaration);
      const explanation = withCheckedFixes(explainIn(loaded), loaded, explainIn);
      output.print(options.format === 'json' ? json(explanation) : text(explanation));
      process.exitCode = EXIT_CODES[explanation.verdict];
    });
}

const EXIT_CODES: Readonly<Record<Decision['verdict'], number>> = {
  allowed: EXIT.ok,
  denied: EXIT.failed,
  unknown: EXIT.couldNotRun,
};

function explainRequest(
  operation: ExplainedOperation,
  options: Options,
  loaded: LoadedTopology,
): Explanation | ReplicationExplanation {
  const { topology, deployment } = loaded;
  const evaluationContext = readEvaluationContext(options, loaded);
  const repository = findRepository(topology, options.repository);
  if (operation === 'replicate') {
    const from = findRegistry(topology, requireOption('--from', options.from, operation));
    const to = findRegistry(topology, requireOption('--to', options.to, operation));
    if (from === to) {
      throw new UsageError(
        `'${from.name}' is source and destination; a registry does not replicate to itself.`,
      );
    }
    return explainReplication(topology, { from, to, repository }, evaluationContext);
  }
  const caller = readCaller(requireOption('--as', options.as, operation), topology);
  const registry =
    options.registry === undefined
      ? findOnlyRegistry(topology, repository)
      : findRegistry(topology, options.registry);
  rejectOtherPartition(caller, registry);
  return explain(
    topology,
    deployment.accounts,
    { operation, caller, registry, repository },
    evaluationContext,
  );
}

function requireOption(option: string, value: string | undefined, operation: ExplainedOperation): string {
  if (value === undefined) {
    throw new UsageError(`'explain ${operation}' needs ${option}; --help shows the usage.`);
  }
  return value;
}

function rejectOtherPartition(caller: Caller, { name, region }: Registry): void {
  const callersPartition = callerPartition(caller);
  const { id } = getPartition(region);
  if (callersPartition === undefined || callersPartition === id) return;
  throw new UsageError(
    `The caller is in the partition ${callersPartition}, and '${name}' in ${id}: no policy lets it in from there.`,
  );
}

function readEvaluationContext(
  { identityPolicy, boundary, scp, rcp, context }: Options,
  loaded: LoadedTopology,
): EvaluationContext {
  return {
    identityPolicies: identityPolicy?.map(readPolicyFile),
    boundary: boundary === undefined ? undefined : readPolicyFile(boundary),
    scps: scp === undefined ? [] : [scp.map(readPolicyFile)],
    rcps: rcp === undefined ? [] : [rcp.map(readPolicyFile)],
    context: groupContextKeys((context ?? []).map(parseContextEntry)),
    isOriginal: originalMatcher(loaded),
  };
}

/** A key that is set twice has several values. A key with an empty value is not in the request. */
function groupContextKeys(entries: readonly (readonly [key: string, value: string])[]): RequestContextValues {
  return Object.fromEntries(
    [...groupBy(entries, ([key]) => key.toLowerCase())].map(([key, same]) => [
      key,
      same.map(([, value]) => value).filter((value) => value !== ''),
    ]),
  );
}

function parseContextEntry(text: string): readonly [string, string] {
  const separator = text.indexOf('=');
  if (separator < 1) {
    throw new UsageError(
      `--context takes key=value, such as aws:PrincipalOrgID=o-a1b2c3d4e5, not '${text}'.`,
    );
  }
  return [text.slice(0, separator), text.slice(separator + 1)];
}

function text(explanation: Explanation | ReplicationExplanation): string {
  return explanation.operation === 'replicate' ? replicationText(explanation) : explanationText(explanation);
}

function json(explanation: Explanation | ReplicationExplanation): string {
  return `${JSON.stringify(explanationJson(explanation), null, 2)}\n`;
}
