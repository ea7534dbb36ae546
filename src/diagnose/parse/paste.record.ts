type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Returns the JSON of the failed ECR record in a text, or undefined if the text is no such JSON. A record is a
 * CloudTrail record (alone, in a log file, in the result of `lookup-events`, or as an EventBridge event) or the failed
 * destination of a replication status.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function readFailedRecord(pasted: string): string | undefined {
  const value = parseJson(pasted);
  if (value === undefined) return undefined;
  const objects = collectObjects(value, 0);
  const record = objects.find(isFailedRecord) ?? firstResult(objects, readFailedReplication);
  return record === undefined ? undefined : JSON.stringify(record);
}

function firstResult<T>(items: readonly T[], read: (item: T) => T | undefined): T | undefined {
  for (const item of items) {
    const result = read(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Depth of a wrapped record. Limits the recursion, because the JSON is untrusted. */
const MAX_DEPTH = 6;

function collectObjects(value: unknown, depth: number): readonly JsonObject[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => collectObjects(each, depth + 1));
  if (!isObject(value)) return [];
  // `lookup-events` returns the record as a string.
  const { CloudTrailEvent: inner } = value;
  const parsed = typeof inner === 'string' ? parseJson(inner) : undefined;
  const nested = [...Object.values(value), parsed].flatMap((each) => collectObjects(each, depth + 1));
  return [value, ...nested];
}

function isFailedRecord({ eventSource, errorCode, errorMessage }: JsonObject): boolean {
  return eventSource === 'ecr.amazonaws.com' && (errorCode !== undefined || errorMessage !== undefined);
}

/** Returns the failed destination together with the repository, which is a property of the whole status. */
function readFailedReplication({
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
