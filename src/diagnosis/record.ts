type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Returns the JSON of the failed ECR record in a text, or undefined if the text is no such JSON. A record is a
 * CloudTrail record (alone, in a log file, in the result of `lookup-events`, or as an EventBridge event) or the failed
 * destination of a replication status.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function recordText(pasted: string): string | undefined {
  const value = parse(pasted);
  if (value === undefined) return undefined;
  const objects = objectsOf(value, 0);
  const record = objects.find(isFailedRecord) ?? first(objects, failedReplication);
  return record === undefined ? undefined : JSON.stringify(record);
}

function first<T>(items: readonly T[], find: (item: T) => T | undefined): T | undefined {
  for (const item of items) {
    const result = find(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

function parse(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Depth of a wrapped record. Limits the recursion, because the JSON is untrusted. */
const DEEPEST = 6;

function objectsOf(value: unknown, depth: number): readonly JsonObject[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => objectsOf(each, depth + 1));
  if (!isObject(value)) return [];
  // `lookup-events` returns the record as a string.
  const { CloudTrailEvent: inner } = value;
  const parsed = typeof inner === 'string' ? parse(inner) : undefined;
  const nested = [...Object.values(value), parsed].flatMap((each) => objectsOf(each, depth + 1));
  return [value, ...nested];
}

function isFailedRecord({ eventSource, errorCode, errorMessage }: JsonObject): boolean {
  return eventSource === 'ecr.amazonaws.com' && (errorCode !== undefined || errorMessage !== undefined);
}

/** Returns the failed destination together with the repository, which is a property of the whole status. */
function failedReplication({
  replicationStatuses: statuses,
  repositoryName,
}: JsonObject): JsonObject | undefined {
  if (!Array.isArray(statuses)) return undefined;
  const failed = statuses.filter(isObject).find(({ status }) => status === 'FAILED');
  return failed === undefined ? undefined : { ...failed, repositoryName };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
