/**
 * Causes of the failure codes of a replication. AWS documents no values, so the causes are chosen by the words of a code.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ReplicationBackfillResult.html
 */
const CAUSES: readonly (readonly [code: RegExp, cause: string])[] = [
  [
    /ACCESS_?DENIED|PERMISSION|UNAUTHORIZED|NOT_?ALLOWED/i,
    "The registry policy of the destination does not allow the replication. Run 'ecr-topology explain replicate'.",
  ],
  [
    /SOURCE.*NOT_?FOUND|IMAGE_?NOT_?FOUND/i,
    'The image or its repository was deleted in the source after the backfill started.',
  ],
  [
    /REPOSITORY.*NOT_?(?:FOUND|EXIST)/i,
    'The destination does not have the repository, and ECR may not create it. Deploy the replica, or set createRepositories.',
  ],
  [
    /TAG|IMMUTABLE/i,
    'The tags of the destination are immutable, and another image has the tag. Delete the tag in the destination, or keep its image.',
  ],
  [/KMS|KEY/i, 'ECR cannot use the KMS key of the repository. Check the key and its policy.'],
  [/LIMIT|QUOTA/i, 'The destination has reached a quota of ECR.'],
  [/REGION|OPT_?IN/i, 'The Region is not enabled for one of the accounts.'],
];

const UNKNOWN_CAUSE =
  'AWS does not document this code. Check the registry policy, the repository and the tag settings of the destination.';

/** Returns the likely cause of a failure code, and what to do. */
export function failureCauseOf(code: string): string {
  return CAUSES.find(([pattern]) => pattern.test(code))?.[1] ?? UNKNOWN_CAUSE;
}
