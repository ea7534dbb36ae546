/** An error that AWS returns to a client. */
export class AwsError extends Error {
  public constructor(
    /** For example `RepositoryNotFoundException`. */
    public override readonly name: string,
    message: string,
    public readonly status = 400,
  ) {
    super(message);
  }
}

/** The error of ECR for a value that its API model does not allow. */
export function invalidParameter(parameter: string, constraint: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${parameter}' failed to satisfy constraint: '${constraint}'`,
  );
}
