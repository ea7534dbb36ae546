import { version } from '../../package.json';
import type { LoadedTopology } from '../lint/declaration/load';
import type { About } from '../report/page/page-data';
import { UsageError } from './exit';
import { findCommit } from './git-revision';

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns where a page of a declaration comes from. */
export function pageAbout({ source }: LoadedTopology, environment: Environment): About {
  return {
    version,
    file: source.file,
    commit: findCommit(source),
    createdAt: `${creationTime(environment).toISOString().slice(0, 19)}Z`,
    isRedacted: false,
  };
}

/** The last second of the year 9999. */
const MAX_SECONDS = 253_402_300_799;

/**
 * Returns the time of `SOURCE_DATE_EPOCH` if it is set, so that equal inputs have equal pages.
 * https://reproducible-builds.org/specs/source-date-epoch/
 */
function creationTime({ SOURCE_DATE_EPOCH: epoch = '' }: Environment): Date {
  if (epoch === '') return new Date();
  const seconds = Number(epoch);
  if (/^\d+$/.test(epoch) && seconds <= MAX_SECONDS) return new Date(seconds * 1_000);
  throw new UsageError(
    `SOURCE_DATE_EPOCH is '${epoch}', which is not a number of seconds. Set it to the seconds since 1970, such as 1767225600, or unset it.`,
  );
}
