import { replicationFailed, replicationToItself, type ReplicationFailed } from '../causes/replication';
import { containing, entry } from '../entry';

/**
 * A failed replication in the output of `describe-image-replication-status`. AWS documents `failureCode` as a string
 * without listing its values. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageReplicationStatus.html
 */
export const REPLICATION_FAILED = entry<ReplicationFailed>({
  kind: 'replication-failed',
  match: (text, facts) => {
    const code =
      /"?failureCode"?:\s?"?([A-Z][A-Z_]{2,60})/.exec(text)?.[1] ??
      /(?<![A-Z_])(?:DESTINATION|SOURCE)_RE(?:GISTRY|POSITORY)_[A-Z_]{2,40}/.exec(text)?.[0] ??
      recordCode(text);
    return code === undefined ? undefined : { code, facts };
  },
  explain: replicationFailed,
  subject: 'replication',
});

/** A CloudTrail record without an access denied message always contains the error code. */
function recordCode(text: string): string | undefined {
  if (!/"eventName":\s?"ReplicateImage"/.test(text)) return undefined;
  return /"errorCode":\s?"([A-Za-z.]{2,60})"/.exec(text)?.[1];
}

export const REPLICATION_TO_ITSELF = entry({
  kind: 'replication-to-itself',
  match: containing(/Replication destination cannot be the same as the source registry/i),
  explain: replicationToItself,
});
