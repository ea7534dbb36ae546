/**
 * Runs what makes constructs without a stack trace for each of their attributes. cdktf takes one at once for every list or
 * object that a resource has, at any depth, in case resolving it fails, and there is no setting against it: with 30,000
 * resources that is a quarter of the whole synthesis. An error that is thrown meanwhile has its stack as ever.
 */
export function withoutStackTraces<Result>(make: () => Result): Result {
  const property = Object.getOwnPropertyDescriptor(Error, 'captureStackTrace');
  Error.captureStackTrace = () => undefined;
  try {
    return make();
  } finally {
    // As it was, whoever had put it there.
    if (property !== undefined) Object.defineProperty(Error, 'captureStackTrace', property);
  }
}
