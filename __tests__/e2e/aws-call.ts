import type { Moto } from './moto';

/** A profile and a Region, like a session of an AWS SDK. */
export interface Session {
  readonly profile: string;
  readonly region: string;
}

/** The response of AWS, with the name of the error if the call failed. */
export type EcrResponse =
  { readonly error: undefined; readonly body: unknown } | { readonly error: string; readonly body: unknown };

/**
 * Calls the API of ECR without the AWS CLI, which takes a second of CPU time to start.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/Welcome.html
 */
export async function callEcr(
  { environment, accessKeys }: Moto,
  { profile, region }: Session,
  operation: string,
  input: object = {},
): Promise<EcrResponse> {
  const response = await fetch(String(environment.AWS_ENDPOINT_URL), {
    method: 'POST',
    headers: {
      ...unsignedHeader(accessKeys[profile] ?? '', region, 'ecr'),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as { readonly __type?: string }; // each error has a type
  if (response.ok) return { error: undefined, body };
  return { error: body.__type ?? `HTTP ${response.status}`, body };
}

/** Calls the API of IAM. Returns the XML of the response. Throws if the call fails. */
export async function callIam(
  { environment, accessKeys }: Moto,
  profile: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(String(environment.AWS_ENDPOINT_URL), {
    method: 'POST',
    headers: unsignedHeader(accessKeys[profile] ?? '', 'us-east-1', 'iam'),
    body: new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }),
  });
  const xml = await response.text();
  if (!response.ok) throw new Error(`${action}: ${xml}`);
  return xml;
}

/** Calls the API of ECR. Returns the body of the response. Throws if the call fails. */
export async function readEcr(...call: Parameters<typeof callEcr>): Promise<unknown> {
  const { error, body } = await callEcr(...call);
  if (error !== undefined) throw new Error(`${call[2]}: ${JSON.stringify(body)}`);
  return body;
}

/** Returns an authorization header for moto, which reads account, Region and service from it and checks no signature. */
export function unsignedHeader(
  accessKey: string,
  region: string,
  service: string,
): Readonly<Record<'authorization', string>> {
  const scope = `${accessKey}/20260101/${region}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
}
