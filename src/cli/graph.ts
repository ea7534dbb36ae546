import { Command, Option } from 'commander';
import { accountNames } from '../access/evaluate/grantees';
import { GRAPH_FORMATS, graphText, type GraphFormat } from '../report/graph/graph';
import { exitCodeFor } from './exit';
import { withHelpText } from './help';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption } from './output';
import { Progress } from './progress';

interface Options {
  readonly topology?: string;
  readonly format: GraphFormat;
}

export function graphCommand(): Command {
  const command = new Command('graph')
    .description('Draw the accounts, registries, replication and access')
    .addOption(topologyOption())
    .addOption(
      new Option('--format <format>', 'output format: Mermaid is for Markdown on GitHub, dot is for Graphviz')
        .choices(GRAPH_FORMATS)
        .default('mermaid'),
    )
    .addOption(outputOption())
    .action(async ({ topology, format }: Options, self: Command) => {
      const output = outputOf(self);
      const loaded = loadAndReport(topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const names = accountNames(loaded.deployment.accounts);
      const progress = new Progress(process.stderr, process.env);
      if (format === 'svg') progress.show('Drawing the diagram …');
      const text = await graphText(loaded.topology, names, format);
      progress.end();
      output.print(text);
    });
  return withHelpText(command, {
    about: ['The diagram of a large topology is simplified. A note in the diagram describes how.'],
    examples: [
      'ecr-topology graph --format svg -o topology.svg',
      "(echo '```mermaid'; ecr-topology graph; echo '```') > topology.md",
      'ecr-topology graph --format dot | dot -Tpdf > topology.pdf',
    ],
  });
}
