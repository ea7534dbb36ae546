import type { AwsError } from './aws-error';

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = 'application/x-amz-json-1.1';

/** AWS returns a time in JSON as seconds since 1970. */
export function jsonResponse(result: object): HttpResponse {
  const body = JSON.stringify(
    result,
    function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
      // `value` is already a text.
      const original = this[key];
      return original instanceof Date ? original.getTime() / 1000 : value;
    },
  );
  return { status: 200, headers: { 'content-type': JSON_TYPE }, body };
}

/** Returns an error in the protocol of the service. */
export function errorResponse(service: string, error: AwsError): HttpResponse {
  switch (service) {
    case 'sts':
      return stsError(error);
    case 'inspector2':
      return {
        status: restStatus(error),
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.name },
        body: JSON.stringify({ message: error.message }),
      };
    default:
      return {
        status: error.status,
        headers: { 'content-type': JSON_TYPE },
        body: JSON.stringify({
          __type: error.name,
          ...(error.message === '' ? {} : { message: error.message }),
        }),
      };
  }
}

/** STS has other names for the errors that all services have. */
const STS_NAMES: ReadonlyMap<string, readonly [name: string, status: number]> = new Map([
  ['AccessDeniedException', ['AccessDenied', 403]],
  ['ExpiredTokenException', ['ExpiredToken', 403]],
  ['ServerException', ['InternalFailure', 500]],
  ['ThrottlingException', ['Throttling', 400]],
  ['UnknownOperationException', ['InvalidAction', 400]],
  ['UnrecognizedClientException', ['InvalidClientTokenId', 403]],
]);

function stsError(error: AwsError): HttpResponse {
  const [code, status] = STS_NAMES.get(error.name) ?? [error.name, error.status];
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>${xml({ Type: type, Code: code, Message: error.message })}</Error>${xml({ RequestId: 'fake' })}</ErrorResponse>`,
  };
}

/** A REST service has a status for each error. */
function restStatus({ name, status }: AwsError): number {
  if (name === 'AccessDeniedException' || /Token|Unrecognized/.test(name)) return 403;
  return name === 'ThrottlingException' ? 429 : status;
}

export interface XmlElements {
  readonly [name: string]: XmlElements | number | string;
}

export function stsResponse(operation: string, result: XmlElements): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${xml({ [`${operation}Result`]: result, ResponseMetadata: { RequestId: 'fake' } })}</${operation}Response>`,
  };
}

function xml(elements: XmlElements): string {
  return Object.entries(elements)
    .map(
      ([name, value]) =>
        `<${name}>${typeof value === 'object' ? xml(value) : escaped(String(value))}</${name}>`,
    )
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
