import type { Moto } from './moto';

/** Who calls the API of ECR, and where. */
export interface Caller {
  readonly profile: string;
  readonly region: string;
}

/** The answer of AWS, or the name of its error. */
export type Answer =
  { readonly error: undefined; readonly body: unknown } | { readonly error: string; readonly body: unknown };

/**
 * Calls the API of ECR as the AWS CLI does, without starting it: each start costs a second of CPU time.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/Welcome.html
 */
export async function callEcr(
  { environment, accessKeys }: Moto,
  { profile, region }: Caller,
  operation: string,
  input: object = {},
): Promise<Answer> {
  const response = await fetch(String(environment.AWS_ENDPOINT_URL), {
    method: 'POST',
    headers: {
      ...unsigned(accessKeys[profile] ?? '', region, 'ecr'),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as { readonly __type?: string }; // an error has a type, whatever else it has
  if (response.ok) return { error: undefined, body };
  return { error: body.__type ?? `HTTP ${response.status}`, body };
}

/** Calls the API of IAM, which answers in XML. Throws if IAM refuses the call. */
export async function callIam(
  { environment, accessKeys }: Moto,
  profile: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(String(environment.AWS_ENDPOINT_URL), {
    method: 'POST',
    headers: unsigned(accessKeys[profile] ?? '', 'us-east-1', 'iam'),
    body: new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }),
  });
  const xml = await response.text();
  if (!response.ok) throw new Error(`${action}: ${xml}`);
  return xml;
}

/** The answer of a call that must succeed. */
export async function readEcr(...call: Parameters<typeof callEcr>): Promise<unknown> {
  const { error, body } = await callEcr(...call);
  if (error !== undefined) throw new Error(`${call[2]}: ${JSON.stringify(body)}`);
  return body;
}

/** moto reads the account, the Region and the service from the header, and checks no signature. */
export function unsigned(
  accessKey: string,
  region: string,
  service: string,
): Readonly<Record<'authorization', string>> {
  const scope = `${accessKey}/20260101/${region}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
}
