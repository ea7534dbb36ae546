import { ECRClient } from '@aws-sdk/client-ecr';
import { Inspector2Client } from '@aws-sdk/client-inspector2';
import { STSClient } from '@aws-sdk/client-sts';
import type { Fake } from './fake';

/** Returns a client of the real SDK that does not retry. */
export function ecrClient(fake: Fake, accountId: string, region: string): ECRClient {
  return new ECRClient(configuration(fake, accountId, region));
}

export function stsClient(fake: Fake, accountId: string): STSClient {
  return new STSClient(configuration(fake, accountId, 'us-east-1'));
}

export function inspectorClient(fake: Fake, accountId: string, region: string): Inspector2Client {
  return new Inspector2Client(configuration(fake, accountId, region));
}

function configuration(fake: Fake, accountId: string, region: string) {
  return { region, endpoint: fake.url, credentials: fake.credentials(accountId), maxAttempts: 1 };
}
