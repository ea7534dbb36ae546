import type { Explanation } from '../../access/explain/explain';
import type { LiveComparison } from '../../access/explain/explain-live';
import type { ReplicationExplanation } from '../../access/explain/explain-replication';
import { explanationJson } from './explanation-json';
import { differenceText } from './live-differences';
import { ALL_READ, notReadJson, type NotRead } from './not-read';

/** An answer of the declaration, or with `--live` one of the policies in AWS. */
export interface LiveAnswer {
  readonly live?: Partial<LiveComparison>;
  readonly notRead?: NotRead;
}

/** Returns an explanation as JSON, with what `--live` adds. */
export function liveExplanationJson(
  explanation: LiveAnswer & (Explanation | ReplicationExplanation),
): object {
  return { ...explanationJson(explanation), ...liveJson(explanation) };
}

function liveJson({ live, notRead = ALL_READ }: LiveAnswer): object {
  if (live === undefined) return {};
  const { differences = [], ...verdicts } = live;
  return {
    live: {
      ...verdicts,
      differences: differences.map((each) => ({ ...each, text: differenceText(each) })),
      notRead: notReadJson(notRead),
    },
  };
}
