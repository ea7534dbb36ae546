import type { Facts, Message } from '../message';

/**
 * A failed replication, from `describe-image-replication-status`. AWS documents `failureCode` as text and lists no
 * values. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageReplicationStatus.html
 */
export function recogniseReplicationFailed(text: string, facts: Facts): Message | undefined {
  const code =
    /"?failureCode"?:\s?"?([A-Z][A-Z_]{2,60})/.exec(text)?.[1] ??
    /(?<![A-Z_])(?:DESTINATION|SOURCE)_RE(?:GISTRY|POSITORY)_[A-Z_]{2,40}/.exec(text)?.[0];
  return code === undefined ? undefined : { kind: 'replication-failed', code, facts };
}

/** A record of CloudTrail without AWS's sentence: only the code is sure to be there. */
export function recogniseReplicationRecord(text: string, facts: Facts): Message | undefined {
  if (!/"eventName":\s?"ReplicateImage"/.test(text)) return undefined;
  const code = /"errorCode":\s?"([A-Za-z.]{2,60})"/.exec(text)?.[1];
  return code === undefined ? undefined : { kind: 'replication-failed', code, facts };
}

export function recogniseReplicationToItself(text: string, facts: Facts): Message | undefined {
  return /Replication destination cannot be the same as the source registry/i.test(text)
    ? { kind: 'replication-to-itself', facts }
    : undefined;
}
