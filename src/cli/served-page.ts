import { version } from '../../package.json';
import { loadTopology, type Loaded } from '../lint/declaration/load';
import { diagnosticsText } from '../report/diagnostics';
import { failureText, printable } from '../report/format/text';
import { buildPageData } from '../report/page/build-page-data';
import { pageHtml, type PageAssets } from '../report/page/html';
import { withPicture } from '../report/page/picture-section';
import { TONED, splitTones } from '../serve/toned-text';
import type { Build } from '../serve/serving';
import type { Console } from './output';
import { shownDiagnostics, summaryText, validationText } from './report-diagnostics';

interface Served {
  readonly file: string;
  readonly assets: PageAssets;
  readonly output: Pick<Console, 'messages' | 'isQuiet'>;
}

/** Builds the page of `report` from the files as they are now, and prints the result to standard error. Never rejects. */
export async function buildServedPage(served: Served): Promise<Build> {
  try {
    return await build(served);
  } catch (error) {
    const text = failureText(error, process.env);
    process.stderr.write(text);
    return {
      kind: 'problems',
      problems: {
        title: `${printable(served.file)}: could not build the page`,
        text: [{ tone: 'danger', text }],
      },
    };
  }
}

async function build({ file, assets, output }: Served): Promise<Build> {
  const loaded = loadTopology(file, process.env);
  process.stderr.write(validationText(loaded, output, output.messages));
  if (loaded.kind !== 'topology') return declarationProblems(loaded, output);
  const about = {
    version,
    file: loaded.source.file,
    commit: undefined,
    createdAt: `${new Date().toISOString().slice(0, 19)}Z`,
    isRedacted: false,
  };
  const data = await withPicture(
    buildPageData({ about, loaded, review: undefined, live: undefined }),
    loaded,
  );
  return { kind: 'page', html: (servedVersion) => pageHtml(data, assets, { servedVersion }) };
}

function declarationProblems(loaded: Loaded, output: Pick<Console, 'isQuiet'>): Build {
  const text = diagnosticsText(shownDiagnostics(loaded, output), loaded.source, TONED);
  return { kind: 'problems', problems: { title: summaryText(loaded), text: splitTones(text) } };
}
