import { Command, Option } from 'commander';
import { findRegistry } from '../access/explain/declared-names';
import { count } from '../base/text';
import type { LoadedTopology } from '../lint/declaration/load';
import { verdictOf, type RouteOutcome, type SourceProblem } from '../live/backfill/outcome';
import { routesOf, type Route } from '../live/backfill/plan';
import { declaredTargets, type ReadTarget } from '../live/registry/targets';
import type { Registry } from '../model/topology';
import { backfillJson } from '../report/backfill/json';
import { planText } from '../report/backfill/plan-text';
import { problemsText, resultText } from '../report/backfill/result-text';
import { followBackfills } from './backfill-follow';
import { planBackfills, type BackfillPlan } from './backfill-plan';
import { readStatus, type StatusSource } from './backfill-status';
import { stopBackfill } from './backfill-stop';
import { confirm } from './confirm';
import { EXIT, UsageError } from './exit';
import { withHelpText } from './help';
import { formatOption, loadAndReport, RepeatableOption, topologyOption, type Format } from './options';
import { outputOf, outputOption, type Output } from './output';
import { Progress } from './progress';

interface Options {
  readonly topology?: string;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly yes?: true;
  readonly retry?: true;
  readonly dryRun?: true;
  readonly status?: true;
  readonly stop?: string;
  readonly format: Format;
}

export function backfillCommand(): Command {
  const command = new Command('backfill')
    .description('Replicate the images that were pushed before a replication rule existed')
    .addOption(repeatable('--from <registry>', 'replicate only from this source registry'))
    .addOption(repeatable('--to <registry>', 'replicate only to this destination registry'))
    .option('-y, --yes', 'start without a question')
    .addOption(
      new Option(
        '--retry',
        'start another backfill where the last one failed, was stopped or left images out',
      ),
    )
    .addOption(new Option('--dry-run', 'print what would be started').conflicts(['status', 'stop', 'yes']))
    .addOption(
      new Option('--status', 'print the last backfill of each destination').conflicts([
        'stop',
        'yes',
        'retry',
      ]),
    )
    .addOption(new Option('--stop <id>', 'stop a running backfill').conflicts(['yes', 'retry', 'to']))
    .addOption(topologyOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .action(async (options: Options, self: Command) => {
      const output = outputOf(self);
      const loaded = loadAndReport(options.topology, output);
      process.exitCode =
        loaded.kind === 'topology' ? await runBackfill(options, loaded, output) : EXIT.couldNotRun;
    });
  return withHelpText(command, {
    about: [
      'Compares the images of each source registry with those of its destinations, and starts a replication backfill of Amazon ECR for each destination that lacks images. Waits until the backfills end, and prints the images that were not replicated. This is the only command that changes something in AWS.',
      'On a terminal, the command shows what it starts and prompts for confirmation. Without a terminal, it requires --yes.',
      'You can end the command at any time: the backfills continue in AWS. Run it again to follow them. A backfill that is running is never started again.',
    ],
    examples: [
      'ecr-topology backfill --dry-run',
      'ecr-topology backfill --from develop --to management',
      'ecr-topology backfill --status',
      'ecr-topology backfill --stop 01234567-89ab-cdef-0123-456789abcdef',
    ],
    exitCodes: [
      [EXIT.ok, 'every image is replicated; --status: no last backfill failed'],
      [EXIT.failed, 'an image was not replicated, or a backfill failed or was stopped'],
      [
        EXIT.couldNotRun,
        'nothing was started without --yes, AWS rejected a call, or the declaration has errors',
      ],
    ],
  });
}

function repeatable(flags: string, description: string): Option {
  return new RepeatableOption(flags, `${description}. Repeatable`).argParser(
    (value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value],
  );
}

/** @returns the exit code */
async function runBackfill(options: Options, loaded: LoadedTopology, output: Output): Promise<number> {
  const routes = selectRoutes(options, loaded.topology.registries);
  const targets = declaredTargets(loaded.topology.registries, loaded.deployment.accounts);
  const progress = new Progress(process.stderr, process.env);
  try {
    if (options.stop !== undefined || options.status === true) {
      return await showBackfills(options, { routes, targets, loaded, output, progress });
    }
    const plan = await planBackfills({
      loaded,
      routes,
      targets,
      isRetry: options.retry === true,
      onProgress: (step) => {
        progress.step(step);
      },
    });
    progress.end();
    if (options.dryRun === true) return printPlan(plan, options, output);
    await confirmStart(plan, options, output);
    return print(await followBackfills(plan.sources, progress), plan.problems, options, output);
  } finally {
    progress.end();
  }
}

/** @throws UsageError if no declared rule has the route */
function selectRoutes({ from, to }: Options, registries: readonly Registry[]): readonly Route[] {
  const sources = from?.map((name) => findRegistry({ registries, identities: [] }, name));
  const destinations = to?.map((name) => findRegistry({ registries, identities: [] }, name));
  const routes = routesOf(registries).filter(
    (route) => (sources?.includes(route.from) ?? true) && (destinations?.includes(route.to) ?? true),
  );
  if (routes.length > 0) return routes;
  const isLimited = from !== undefined || to !== undefined;
  throw new UsageError(
    isLimited
      ? 'No replication rule of the topology has this source and this destination. Check --from and --to.'
      : "The topology has no replication rule. Add one to 'replication'.",
  );
}

interface ShowInput {
  readonly routes: readonly Route[];
  readonly targets: readonly ReadTarget[];
  readonly loaded: LoadedTopology;
  readonly output: Output;
  readonly progress: Progress;
}

async function showBackfills(
  options: Options,
  { routes, targets, loaded, output, progress }: ShowInput,
): Promise<number> {
  const { registries } = loaded.topology;
  progress.step('Reading backfills …');
  const sources = statusSources(routes, targets);
  const { outcomes, problems } =
    options.stop === undefined
      ? await readStatus(sources, registries, options.to !== undefined)
      : await stopBackfill(options.stop, sources, registries);
  progress.end();
  process.stderr.write(problemsText(problems, output.messages));
  return print(outcomes, problems, options, output);
}

function statusSources(routes: readonly Route[], targets: readonly ReadTarget[]): readonly StatusSource[] {
  const registries = [...new Set(routes.map(({ from }) => from))];
  return targets.flatMap((target) => {
    const registry = registries.find(({ name }) => name === target.name);
    if (registry === undefined) return [];
    const destinations = routes.filter(({ from }) => from === registry).map(({ to }) => to);
    return [{ registry, target, destinations }];
  });
}

function printPlan({ sources, problems }: BackfillPlan, options: Options, output: Output): number {
  const plans = sources.flatMap((source) => source.plans);
  if (options.format === 'text') {
    process.stderr.write(problemsText(problems, output.messages));
    output.print(planText(plans, output.terminal));
  } else {
    output.print(
      backfillJson(
        plans.map((plan) => ({ from: plan.from, to: plan.to, plan, result: undefined })),
        problems,
      ),
    );
  }
  const isOpen = plans.some(
    ({ decision, withoutLiveRule }) => decision === 'not-deployed' || withoutLiveRule.length > 0,
  );
  return isOpen || problems.length > 0 ? EXIT.couldNotRun : EXIT.ok;
}

/** @throws UsageError if there is something to start, and the user does not confirm it */
async function confirmStart(
  { sources, problems }: BackfillPlan,
  options: Options,
  output: Output,
): Promise<void> {
  const plans = sources.flatMap((source) => source.plans);
  process.stderr.write(problemsText(problems, output.messages));
  const starts = plans.filter(({ decision }) => decision === 'start').length;
  // Otherwise the result shows the same.
  if (starts > 0) process.stderr.write(planText(plans, output.messages));
  if (starts === 0 || options.yes === true) return;
  const backfills = count(starts, 'backfill', 'backfills');
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(
      `Nothing was started, because this is not a terminal. To start ${backfills}, add --yes.`,
    );
  }
  if (!(await confirm(`Start ${backfills}?`, process.stdin, process.stderr))) {
    throw new UsageError('Canceled. Nothing was started.');
  }
}

/** @returns the exit code */
function print(
  outcomes: readonly RouteOutcome[],
  problems: readonly SourceProblem[],
  options: Options,
  output: Output,
): number {
  if (options.format === 'text') {
    output.print(resultText(outcomes, output.terminal));
  } else {
    output.print(backfillJson(outcomes, problems));
  }
  const verdicts = outcomes.map(verdictOf);
  if (verdicts.includes('no')) return EXIT.failed;
  return problems.length > 0 || verdicts.includes('unknown') ? EXIT.couldNotRun : EXIT.ok;
}
