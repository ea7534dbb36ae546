import { isList } from '../../../src/base/collections';
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
    case 'iam':
    case 'sts':
      return queryError(service, error);
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

/** STS and IAM have other names for the errors that all services have. */
const QUERY_NAMES: ReadonlyMap<string, readonly [name: string, status: number]> = new Map([
  ['AccessDeniedException', ['AccessDenied', 403]],
  ['ExpiredTokenException', ['ExpiredToken', 403]],
  ['ServerException', ['InternalFailure', 500]],
  ['ThrottlingException', ['Throttling', 400]],
  ['UnknownOperationException', ['InvalidAction', 400]],
  ['UnrecognizedClientException', ['InvalidClientTokenId', 403]],
]);

function queryError(service: QueryService, error: AwsError): HttpResponse {
  const name = error.name.split('#').at(-1) ?? '';
  const [code, status] = QUERY_NAMES.get(name) ?? [name, error.status];
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="${NAMESPACES[service]}"><Error>${xml({ Type: type, Code: code, Message: error.message })}</Error>${xml({ RequestId: 'fake' })}</ErrorResponse>`,
  };
}

/** A REST service has a status for each error. */
function restStatus({ name, status }: AwsError): number {
  if (name === 'AccessDeniedException' || /Token|Unrecognized/.test(name)) return 403;
  return name === 'ThrottlingException' ? 429 : status;
}

type QueryService = 'iam' | 'sts';

const NAMESPACES: Readonly<Record<QueryService, string>> = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

export interface XmlElements {
  readonly [name: string]: XmlElements | number | string | readonly (XmlElements | string)[];
}

export function queryResponse(service: QueryService, operation: string, result: XmlElements): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response xmlns="${NAMESPACES[service]}">${xml({ [`${operation}Result`]: result, ResponseMetadata: { RequestId: 'fake' } })}</${operation}Response>`,
  };
}

function xml(elements: XmlElements): string {
  return Object.entries(elements)
    .map(([name, value]) => `<${name}>${xmlValue(value)}</${name}>`)
    .join('');
}

function xmlValue(value: XmlElements[string]): string {
  if (isList(value)) return value.map((member) => `<member>${xmlValue(member)}</member>`).join('');
  return typeof value === 'object' ? xml(value) : escaped(String(value));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
