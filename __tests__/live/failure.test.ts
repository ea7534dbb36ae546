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
    message: 'The connection was aborted.',
  });
});

const HIDDEN =
  'Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.';

test.each([
  ['SyntaxError', status(500), `Unexpected token '<', "<!doctype "... is not valid JSON\n  ${HIDDEN}`],
  ['Error', {}, `AWS SDK error wrapper for SyntaxError: Unexpected token '<'\n  ${HIDDEN}`],
  ['Error', status(404), '@aws-sdk XML parse error: mismatched tags <html> and </title>.'],
])(
  'a page instead of a response means that the call is not supported: %s %j %s',
  (name, properties, text) => {
    expect(failureOf('ecr:DescribeRegistry', sdkError(name, properties, text))).toMatchObject({
      kind: 'not-supported',
      message: 'The endpoint does not implement ecr:DescribeRegistry.',
    });
  },
);

test('the page of a load balancer means that the service is unavailable', () => {
  const message = `Unexpected token '<' ${HIDDEN}`;

  expect(failureOf('ecr:DescribeRegistry', sdkError('SyntaxError', status(503), message))).toMatchObject({
    kind: 'unavailable',
    message: 'The response is not from AWS: it is neither JSON nor XML.',
  });
});

test('an error that the SDK wraps without its code is one of the network', () => {
  const wrapped = (text: string) => failureOf('ecr:DescribeRegistry', sdkError('Error', {}, text));

  expect(wrapped(`AWS SDK error wrapper for Error: Parse Error ${HIDDEN}`)).toMatchObject({
    kind: 'network',
    message: 'Parse Error',
  });
  expect(wrapped('AWS SDK error wrapper for TypeError: x is undefined')).toBeUndefined();
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
