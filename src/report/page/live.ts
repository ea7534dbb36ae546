import type { RegistryName } from '../../aws/names';
import { isComplete, isDifferent, nameIn, type Verification } from '../../verify/verification';
import { unreadableParagraphs } from '../live/unreadable';
import { adviceFor, summaryOf } from '../verify/advice';
import { DIFFERENCE_SECTIONS, differenceLines } from '../verify/difference-lines';
import { routeLines, type RouteLines } from '../verify/image-lines';

/** What AWS contains, compared with the declaration. */
export interface LiveSection {
  readonly isDifferent: boolean;
  /** Whether everything could be read. */
  readonly isComplete: boolean;
  /** One sentence, with the numbers. */
  readonly summary: string;
  /** What to do. */
  readonly advice: readonly string[];
  /** One line for each difference. Only titles with lines. */
  readonly differences: readonly LiveGroup[];
  /** One line for each reason why values could not be read. */
  readonly unreadable: readonly LiveFailure[];
  /** Undefined if images were not compared. */
  readonly images: readonly LiveRoute[] | undefined;
}

interface LiveGroup {
  readonly title: string;
  readonly lines: readonly string[];
}

interface LiveFailure {
  readonly message: string;
  readonly help: string;
}

/** The images of one repository and one destination that differ. */
export interface LiveRoute {
  readonly from: RegistryName;
  readonly to: RegistryName;
  /** How many images the destination does not have. */
  readonly missing: number;
  /** `develop to management, repository app: 2 of 10 images are missing`. */
  readonly title: string;
  /** The first images, and what their failure codes mean. */
  readonly lines: readonly string[];
  /** How many images are not listed. */
  readonly more: number;
}

/** How many images of a route are listed. */
const MAX_IMAGES = 10;

/** Returns what the page shows of the result of `verify`, with the same texts. */
export function liveSection(verification: Verification): LiveSection {
  const { differences, unreadable, images } = verification;
  return {
    isDifferent: isDifferent(verification),
    isComplete: isComplete(verification),
    summary: summaryOf(verification),
    advice: adviceFor(verification),
    differences: DIFFERENCE_SECTIONS.map(([kind, title]) => ({
      title,
      lines: differenceLines(differences, kind).map(({ text }) => text),
    })).filter(({ lines }) => lines.length > 0),
    unreadable: unreadableParagraphs([...unreadable, ...(images?.unreadable ?? [])], (registry) =>
      nameIn(verification, registry),
    ).map(({ owner, message, help }) => ({ message: `${owner}${message}`, help })),
    images: images && routeLines(images, MAX_IMAGES).map(liveRoute),
  };
}

function liveRoute({ comparison, title, images, causes, more }: RouteLines): LiveRoute {
  const { from, to, missing } = comparison;
  return { from, to, missing: missing.count, title, lines: [...images, ...causes], more };
}
