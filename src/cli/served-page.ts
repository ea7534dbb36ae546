import { loadTopology, type Loaded } from '../lint/declaration/load';
import { diagnosticsText } from '../report/diagnostics';
import type { Terminal } from '../report/format/terminal';
import { failureText, printable } from '../report/format/text';
import { buildPageData } from '../report/page/build-page-data';
import { pageHtml, type PageAssets } from '../report/page/html';
import { withPicture } from '../report/page/picture-section';
import { reviewSection, type ReviewSection } from '../report/page/review';
import { DEFAULT_FAIL_ON } from '../report/review/findings';
import type { Build } from '../serve/serving';
import { splitTones, TONED } from '../serve/toned-text';
import { checkInputs, checkReadPlans, faultText, readPlans } from './check-inputs';
import type { Console } from './output';
import { pageAbout } from './page-about';
import { shownDiagnostics, summaryText, validationText } from './report-diagnostics';

/** What the page is built from. */
export interface PageSource {
  readonly file: string;
  readonly plans: readonly string[];
  /** The settings of the rules for plans; undefined for `checks` of the declaration. */
  readonly config: string | undefined;
  readonly assets: PageAssets;
  readonly output: Pick<Console, 'messages' | 'isQuiet'>;
}

/**
 * Builds the page of `report` from the files as they are now, and prints the problems and the summary of the declaration
 * to standard error. Never rejects.
 */
export async function buildServedPage(source: PageSource): Promise<Build> {
  try {
    return await build(source);
  } catch (error) {
    const title = `${printable(source.file)}: the page cannot be built`;
    return report({ title, text: () => failureText(error, process.env) }, source);
  }
}

async function build(source: PageSource): Promise<Build> {
  const { file, assets, output } = source;
  const loaded = loadTopology(file, process.env);
  process.stderr.write(validationText(loaded, output, output.messages));
  if (loaded.kind !== 'topology') return declarationProblems(loaded, output);
  const review = await reviewPlans(loaded, source);
  if (review !== undefined && 'text' in review) return report(review, source);
  const about = pageAbout(loaded, process.env);
  const data = await withPicture(buildPageData({ about, loaded, review, live: undefined }), loaded);
  return { kind: 'page', html: (servedVersion) => pageHtml(data, assets, { servedVersion }) };
}

/** The command prints them already, with the summary. */
function declarationProblems(loaded: Loaded, output: Pick<Console, 'isQuiet'>): Build {
  const text = diagnosticsText(shownDiagnostics(loaded, output), loaded.source, TONED);
  return { kind: 'problems', problems: { title: summaryText(loaded), text: splitTones(text) } };
}

interface Problems {
  readonly title: string;
  readonly text: (terminal: Terminal) => string;
}

/** Prints problems, and shows them in the page. */
function report({ title, text }: Problems, { output }: PageSource): Build {
  process.stderr.write(text(output.messages));
  return { kind: 'problems', problems: { title, text: splitTones(text(TONED)) } };
}

/** Returns the review that `check` prints, or why a file cannot be read. */
async function reviewPlans(
  loaded: Loaded,
  { plans: files, config, output }: PageSource,
): Promise<ReviewSection | Problems | undefined> {
  if (files.length === 0) return undefined;
  const { context, reports } = checkInputs(loaded, config);
  const { plans, faults } = await readPlans(files, NO_PROGRESS);
  const others = reports.filter(({ source }) => source !== loaded.source);
  if (context === undefined || faults.length > 0) {
    const text = (terminal: Terminal) =>
      [
        ...others.map((each) => diagnosticsText(shownDiagnostics(each, output), each.source, terminal)),
        ...faults.map(faultText),
      ].join('');
    return { title: 'The plans cannot be reviewed', text };
  }
  return reviewSection(checkReadPlans(plans, context).result, context.names, DEFAULT_FAIL_ON);
}

/** The summary of the declaration shows that the page is built. */
const NO_PROGRESS = { step: () => undefined };
