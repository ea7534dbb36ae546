/**
 * Runs a function without capturing stack traces. cdktf captures one for every list or object of a resource, at
 * any depth, in case resolving it fails, and has no setting to disable it. With 30,000 resources this is a
 * quarter of the synthesis time. An error that is thrown during the call has its stack as usual.
 */
export function withoutStackTraces<Result>(build: () => Result): Result {
  const property = Object.getOwnPropertyDescriptor(Error, 'captureStackTrace');
  Error.captureStackTrace = () => undefined;
  try {
    return build();
  } finally {
    // Restores the property, also if another module had replaced it.
    if (property !== undefined) Object.defineProperty(Error, 'captureStackTrace', property);
  }
}
