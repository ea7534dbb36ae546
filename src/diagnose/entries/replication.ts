import {
  explainReplicationFailed,
  explainReplicationToItself,
  type ReplicationFailed,
} from './replication.replication';
import { matchPattern, defineEntry } from '../model/entry';

/**
 * A failed replication in the output of `describe-image-replication-status`. AWS documents `failureCode` as a string
 * without listing its values. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageReplicationStatus.html
 */
export const REPLICATION_FAILED = defineEntry<ReplicationFailed>({
  kind: 'replication-failed',
  match: (text, facts) => {
    const code =
      /"?failureCode"?:\s?"?([A-Z][A-Z_]{2,60})/.exec(text)?.[1] ??
      /(?<![A-Z_])(?:DESTINATION|SOURCE)_RE(?:GISTRY|POSITORY)_[A-Z_]{2,40}/.exec(text)?.[0] ??
      errorCodeInRecord(text);
    return code === undefined ? undefined : { code, facts };
  },
  explain: explainReplicationFailed,
  subject: 'replication',
});

/** A CloudTrail record without an access denied message always contains the error code. */
function errorCodeInRecord(text: string): string | undefined {
  if (!/"eventName":\s?"ReplicateImage"/.test(text)) return undefined;
  return /"errorCode":\s?"([A-Za-z.]{2,60})"/.exec(text)?.[1];
}

export const REPLICATION_TO_ITSELF = defineEntry({
  kind: 'replication-to-itself',
  match: matchPattern(/Replication destination cannot be the same as the source registry/i),
  explain: explainReplicationToItself,
});
