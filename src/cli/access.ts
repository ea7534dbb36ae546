import { Command, Option } from 'commander';
import { accountNames, type AccountNames } from '../access/evaluate/grantees';
import { findRegistry, findRepository } from '../access/explain/declared-names';
import { filterAccess, type AccessFilter } from '../access/matrix/access-filter';
import { accessMatrix, type AccessCell } from '../access/matrix/access-matrix';
import type { LoadedTopology } from '../lint/declaration/load';
import type { PlannedTopology, Topology } from '../model/topology';
import { accessGroups, accessMarkdown, accessText } from '../report/access/matrix';
import { accessCsv } from '../report/access/matrix-csv';
import { accessJson } from '../report/access/matrix-json';
import { notReadTexts } from '../report/access/not-read';
import { wrapped, type Terminal } from '../report/format/terminal';
import { printable } from '../report/format/text';
import { EXIT, exitCodeFor } from './exit';
import { withHelpText } from './help';
import { loadAndReport, topologyOption } from './options';
import { readLiveAccess } from './live-access';
import { outputOf, outputOption, type Console } from './output';
import { Progress } from './progress';

const FORMATS = ['text', 'markdown', 'json', 'csv'] as const;

const OPERATIONS = ['pull', 'push', 'replicate', 'other'] as const;

interface Options {
  readonly topology?: string;
  readonly as?: string;
  readonly registry?: string;
  readonly repository?: string;
  readonly operation?: (typeof OPERATIONS)[number];
  readonly live?: boolean;
  readonly format: (typeof FORMATS)[number];
}

export function accessCommand(): Command {
  const command = new Command('access')
    .description('List principals and what they can do')
    .option('--as <caller>', 'show only this caller: an ARN, or a part of a name or account ID')
    .option('--registry <name>', 'show only this registry')
    .option('--repository <name>', 'show only this repository')
    .addOption(new Option('--operation <operation>', 'show only this operation').choices(OPERATIONS))
    .option('--live', 'evaluate the policies that are in AWS now')
    .addOption(topologyOption())
    .addOption(new Option('--format <format>', 'output format').choices(FORMATS).default('text'))
    .addOption(outputOption())
    .action(async (options: Options, self: Command) => {
      const output = outputOf(self);
      const loaded = loadAndReport(options.topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const names = accountNames(loaded.deployment.accounts);
      const filter = filterOf(options, loaded.topology);
      const { topology, hasAllPolicies } =
        options.live === true ? await readAccessLive(loaded, output) : declaredAccess(loaded);
      const cells = filterAccess(accessMatrix(topology, { hasAllPolicies }), filter, names);
      if (cells.length === 0 && hasFilter(options)) process.stderr.write(NO_MATCH);
      output.print(accessOutput(cells, topology, names, options.format, output.terminal));
    });
  return withHelpText(command, {
    about: [
      "Lists every principal that a policy or replication rule of the topology names, and the result of all policies together. The answer 'if its account allows it' means that the identity policies of the caller decide, and that they are not in the topology.",
      'With --live, evaluates the policies that are in AWS now: of every repository and registry of the topology, and the identity policies of the roles and users that they name, if their accounts are declared. Permissions boundaries and control policies are not evaluated: use explain --live. A policy that cannot be read is unknown, and its reason is printed. Changes nothing in AWS.',
      "If --as is an ARN, the list includes the access of the caller's account, of organizations and of every AWS account.",
    ],
    examples: [
      'ecr-topology access',
      'ecr-topology access --as arn:aws:iam::111111111111:role/ci --operation push',
      'ecr-topology access --live',
      'ecr-topology access --format markdown >> "$GITHUB_STEP_SUMMARY"',
      'ecr-topology access --format csv -o access.csv',
      `ecr-topology access --format json | jq '.access[] | select(.answer == "no")'`,
    ],
  });
}

interface EvaluatedTopology {
  readonly topology: PlannedTopology;
  /** Whether the topology has every identity policy of its roles and users. */
  readonly hasAllPolicies: boolean;
}

function declaredAccess({ topology }: LoadedTopology): EvaluatedTopology {
  return { topology, hasAllPolicies: false };
}

/** Reads the policies in AWS. Sets the exit code if one of them could not be read. */
async function readAccessLive(loaded: LoadedTopology, { messages }: Console): Promise<EvaluatedTopology> {
  const progress = new Progress(process.stderr, process.env);
  const { topology, notRead } = await readLiveAccess(loaded, ({ read, total }) => {
    progress.step(`Read ${read} of ${total} repositories`);
  });
  progress.end();
  const texts = notReadTexts(notRead);
  for (const text of texts) process.stderr.write(`${wrapped(printable(text), messages)}\n`);
  if (texts.length > 0) process.exitCode = EXIT.couldNotRun;
  return { topology, hasAllPolicies: true };
}

const NO_MATCH = 'No access matches these options. Run the command without them to list all principals.\n';

function hasFilter({ as, registry, repository, operation }: Options): boolean {
  return [as, registry, repository, operation].some((each) => each !== undefined);
}

/** @throws UsageError if the registry or repository is not declared */
function filterOf({ as, registry, repository, operation }: Options, topology: Topology): AccessFilter {
  return {
    ...(as === undefined ? {} : { as }),
    ...(registry === undefined ? {} : { registry: findRegistry(topology, registry).name }),
    ...(repository === undefined ? {} : { repository: findRepository(topology, repository) }),
    ...(operation === undefined ? {} : { operation }),
  };
}

function accessOutput(
  cells: readonly AccessCell[],
  topology: PlannedTopology,
  names: AccountNames,
  format: Options['format'],
  terminal: Terminal,
): string {
  switch (format) {
    case 'text':
      return accessText(accessGroups(cells, topology, names), terminal);
    case 'markdown':
      return accessMarkdown(accessGroups(cells, topology, names));
    case 'json':
      return `${JSON.stringify({ version: 1, access: accessJson(cells, names) }, null, 2)}\n`;
    case 'csv':
      return accessCsv(cells, names);
  }
}
