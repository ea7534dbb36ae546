import { failureHelp, failureOf, isRejectedWith, AwsError } from '../../src/live/failure';

function sdkError(name: string, properties: object = {}, message = 'It failed.'): Error {
  return Object.assign(new Error(message), { name, ...properties });
}

const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

test.each([
  ['AccessDeniedException', status(400), 'denied'],
  ['UnauthorizedOperation', status(403), 'denied'],
  ['ExpiredTokenException', status(400), 'credentials'],
  ['UnrecognizedClientException', status(400), 'credentials'],
  ['CredentialsProviderError', {}, 'credentials'],
  ['ThrottlingException', status(400), 'throttled'],
  ['UnknownOperationException', status(400), 'not-supported'],
  ['SyntaxError', status(500), 'not-supported'],
  ['TimeoutError', {}, 'network'],
  ['Error', { code: 'ECONNREFUSED' }, 'network'],
  ['Error', { code: 'UND_ERR_SOCKET' }, 'network'],
  ['Error', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'network'],
  ['Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'network'],
  ['TypeError', { code: 'ERR_INVALID_URL' }, 'network'],
  ['Error', { code: 'ENOENT' }, 'credentials'],
  ['Error', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'network'],
  ['ServerException', status(500), 'unavailable'],
  ['RepositoryPolicyNotFoundException', status(400), 'rejected'],
])('%s %j is %s', (name, properties, kind) => {
  expect(failureOf('ecr:DescribeRegistry', sdkError(name, properties))?.kind).toBe(kind);
});

test('a cut response is a failure of the network, also without its code', () => {
  const message = 'AWS SDK error wrapper for Error: aborted\n  Deserialization error';

  expect(failureOf('ecr:DescribeRegistry', sdkError('Error', status(200), message))).toEqual({
    call: 'ecr:DescribeRegistry',
    kind: 'network',
    code: 'Error',
    message: 'AWS SDK error wrapper for Error: aborted Deserialization error',
  });
});

test('an error of this program is not a failure of AWS', () => {
  expect(failureOf('ecr:DescribeRegistry', new TypeError('x is undefined'))).toBeUndefined();
  expect(failureOf('ecr:DescribeRegistry', new SyntaxError('Unexpected token'))).toBeUndefined();
  const invalid = sdkError('TypeError', { code: 'ERR_INVALID_ARG_TYPE' });
  expect(failureOf('ecr:DescribeRegistry', invalid)).toBeUndefined();
  expect(failureOf('ecr:DescribeRegistry', 'text')).toBeUndefined();
});

test('help names the missing permission', () => {
  const failure = {
    call: 'ecr:GetRegistryPolicy',
    kind: 'denied',
    code: 'AccessDenied',
    message: 'no',
  } as const;

  expect(failureHelp(failure)).toBe('Allow ecr:GetRegistryPolicy in a policy of the principal that you use.');
});

test('isRejectedWith compares the code', () => {
  const error = new AwsError({
    call: 'ecr:GetRegistryPolicy',
    kind: 'rejected',
    code: 'RegistryPolicyNotFoundException',
    message: 'Registry policy does not exist',
  });

  expect(isRejectedWith(error, 'RegistryPolicyNotFoundException')).toBe(true);
  expect(isRejectedWith(error, 'RepositoryNotFoundException')).toBe(false);
  expect(isRejectedWith(new Error('RegistryPolicyNotFoundException'), 'Error')).toBe(false);
});
