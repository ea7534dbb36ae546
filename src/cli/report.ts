import { Command } from 'commander';
import { version } from '../../package.json';
import { buildPageData } from '../report/page/build-page-data';
import { pageHtml } from '../report/page/html';
import { exitCodeFor } from './exit';
import { withHelpText } from './help';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption } from './output';
import { loadPageAssets } from './page-assets';

interface Options {
  readonly topology?: string;
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description('Write a page with the topology, its access and the review of plans')
    .addOption(topologyOption())
    .addOption(outputOption())
    .action(async ({ topology }: Options, self: Command) => {
      const output = outputOf(self);
      const loaded = loadAndReport(topology, output);
      process.exitCode = exitCodeFor(loaded);
      if (loaded.kind !== 'topology') return;
      const about = {
        version,
        file: loaded.source.file,
        commit: undefined,
        createdAt: `${new Date().toISOString().slice(0, 19)}Z`,
        isRedacted: false,
      };
      const data = buildPageData({ about, loaded, review: undefined, live: undefined });
      output.print(pageHtml(data, await loadPageAssets()));
    });
  return withHelpText(command, {
    about: ['Writes one HTML file that requests nothing when you open it.'],
    examples: ['ecr-topology report -o report.html'],
  });
}
