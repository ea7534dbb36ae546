import { Command, Option } from 'commander';
import { accountNames } from '../access/evaluate/grantees';
import { GRAPH_FORMATS, graphText, type GraphFormat } from '../report/graph/graph';
import { exitCodeFor } from './exit';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption } from './output';

interface Options {
  readonly topology?: string;
  readonly format: GraphFormat;
}

export function graphCommand(): Command {
  return new Command('graph')
    .description('the picture: accounts, registries, what replicates where, who may pull and push')
    .addOption(topologyOption())
    .addOption(
      new Option('--format <format>', 'for GitHub, for a browser, for Graphviz')
        .choices(GRAPH_FORMATS)
        .default('mermaid'),
    )
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
A large topology is summarised, and the picture says how.

Examples:
  $ ecr-topology graph --format svg > topology.svg
  $ (echo '\`\`\`mermaid'; ecr-topology graph; echo '\`\`\`') > topology.md
  $ ecr-topology graph --format dot | dot -Tpdf > topology.pdf`,
    )
    .action(async ({ topology, format }: Options, command: Command) => {
      const output = outputOf(command);
      const loaded = loadAndReport(topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const names = accountNames(loaded.deployment.accounts);
      output.print(await graphText(loaded.topology, names, format));
    });
}
