import { extname } from 'node:path';
import { Command, Option } from 'commander';
import { accountNames } from '../access/evaluate/grantees';
import { findRegistry } from '../access/explain/declared-names';
import type { LoadedTopology } from '../lint/declaration/load';
import { DETAILS, type Detail } from '../report/graph/diagram';
import { GRAPH_FORMATS, graphText, MERMAID_NEEDS_SUBJECT, type GraphFormat } from '../report/graph/graph';
import { SUBJECTS, type Subject } from '../report/graph/picture';
import { THEMES, type Theme } from '../report/graph/picture-css';
import { UsageError, exitCodeFor } from './exit';
import { findCommit } from './git-revision';
import { withHelpText } from './help';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption } from './output';
import { Progress } from './progress';

interface Options {
  readonly topology?: string;
  readonly only?: Subject;
  readonly registry?: readonly string[];
  readonly detail?: Detail;
  readonly theme?: Theme;
  readonly footer: boolean;
  readonly format?: GraphFormat;
  readonly output?: string;
}

export function graphCommand(): Command {
  const command = new Command('graph')
    .description('Draw the accounts, registries, replication and access')
    .addOption(new Option('--only <subject>', 'draw only replication, or only access').choices(SUBJECTS))
    .option('--registry <name...>', 'draw only these registries and what is connected with them')
    .addOption(
      new Option('--detail <level>', 'level of detail (default: the highest that is readable)').choices(
        DETAILS,
      ),
    )
    .addOption(new Option('--theme <theme>', 'colors of an SVG file (default: auto)').choices(THEMES))
    .option('--no-footer', 'leave out the file name and the commit below an SVG picture')
    .addOption(topologyOption())
    .addOption(
      new Option(
        '--format <format>',
        `output format: markdown has Mermaid diagrams, which GitHub displays; dot is for Graphviz (default: the extension of --output, or ${DEFAULT_FORMAT})`,
      ).choices(GRAPH_FORMATS),
    )
    .addOption(outputOption())
    .action(async (options: Options, self: Command) => {
      const output = outputOf(self);
      const format = formatOf(options);
      const loaded = loadAndReport(options.topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const progress = new Progress(process.stderr, process.env);
      if (format === 'svg') progress.show('Drawing the diagram …');
      const text = await draw(loaded, format, options);
      progress.end();
      output.print(text);
    });
  return withHelpText(command, {
    about: [
      'A large topology is summarized. Notes below the picture describe what is not drawn. More than 40 arrows in SVG, or 20 in Markdown, become tables.',
      '--only replication includes pull-through caches. With --theme auto, an SVG file follows the light or dark theme of the reader. Use light or dark for programs that do not support themes.',
    ],
    examples: [
      'ecr-topology graph -o topology.svg',
      'ecr-topology graph --only access --registry hub --theme light -o access.svg',
      'ecr-topology graph -o topology.md',
      'ecr-topology graph --format mermaid --only replication -o replication.mmd',
      'ecr-topology graph --format dot | dot -Tpdf > topology.pdf',
    ],
  });
}

const DEFAULT_FORMAT: GraphFormat = 'markdown';

const FORMAT_BY_EXTENSION: ReadonlyMap<string, GraphFormat> = new Map([
  ['.svg', 'svg'],
  ['.dot', 'dot'],
  ['.gv', 'dot'],
  ['.md', 'markdown'],
  ['.mmd', 'mermaid'],
]);

/** @throws UsageError if an option does not apply to the format */
function formatOf({ format, output = '', only, theme }: Options): GraphFormat {
  const extension = extname(output).toLowerCase();
  const found = format ?? FORMAT_BY_EXTENSION.get(extension) ?? DEFAULT_FORMAT;
  if (theme !== undefined && found !== 'svg') {
    throw new UsageError(`--theme applies to SVG, and the format is ${found}. Add --format svg.`);
  }
  if (found === 'mermaid' && only === undefined) throw new UsageError(MERMAID_NEEDS_SUBJECT);
  return found;
}

/** @throws UsageError if a registry is not declared */
async function draw(
  { topology, deployment, source }: LoadedTopology,
  format: GraphFormat,
  { only, registry, detail, theme, footer }: Options,
): Promise<string> {
  const registries = registry?.map((name) => findRegistry(topology, name).name);
  return graphText(topology, accountNames(deployment.accounts), format, {
    ...(only === undefined ? {} : { only }),
    ...(registries === undefined ? {} : { registries }),
    ...(detail === undefined ? {} : { detail }),
    ...(theme === undefined ? {} : { theme }),
    ...(footer && format === 'svg' ? { footer: footerText(source) } : {}),
  });
}

/** The time is not in the picture, so that equal topologies have equal pictures. */
function footerText(source: LoadedTopology['source']): string {
  const commit = findCommit(source);
  if (commit === undefined) return source.file;
  return `${source.file}, commit ${commit.id}${commit.isModified ? ' with changes that are not committed' : ''}`;
}
