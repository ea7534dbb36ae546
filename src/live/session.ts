import { isAccountId, type AccountId } from '../aws/names';
import type { Region } from '../aws/partitions';
import { Limit } from '../base/promises';
import type { Account, Credentials } from '../model/deployment';
import { callOf, type CallName } from './calls';
import { AwsError, failureOf } from './failure';
import type * as sdkFile from './sdk';
import type { ClientSettings, Clients, SENDERS } from './sdk';

type Sdk = typeof sdkFile;

export type CallInput<Name extends CallName> = Parameters<(typeof SENDERS)[Name]>[1];
export type CallOutput<Name extends CallName> = Awaited<ReturnType<(typeof SENDERS)[Name]>>;

/** Calls in flight at a time, for each account and Region. */
const CONCURRENCY = 10;

/** Survives about 10 seconds of throttling. `AWS_MAX_ATTEMPTS` overrides it. */
const MAX_ATTEMPTS = 6;

/** In milliseconds. Without them, a connection that AWS does not answer would stop the command forever. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true } as const;

/** The clients of one Region. */
interface RegionClients {
  readonly readers: Clients;
  /** Undefined before the first write. */
  writers: Clients | undefined;
  readonly limit: Limit;
}

/** Calls AWS with the credentials of one account. */
export class AwsSession {
  private readonly regions = new Map<Region, RegionClients>();

  private constructor(
    private readonly sdk: Sdk,
    private readonly settings: ClientSettings,
    public readonly accountId: AccountId,
  ) {}

  /**
   * Opens a session in the account of the credentials, which the SDK reads.
   * @param region of the first call
   * @throws AwsError if AWS does not accept the credentials
   */
  public static async open(credentials: Credentials, region: Region): Promise<AwsSession> {
    const sdk = loadSdk();
    const settings: ClientSettings = {
      credentials: credentialsProvider(sdk, credentials, region),
      retryMode: 'adaptive',
      requestHandler: TIMEOUTS,
      ...(process.env.AWS_MAX_ATTEMPTS === undefined ? { maxAttempts: MAX_ATTEMPTS } : {}),
    };
    const clients = sdk.createClients({ ...settings, region });
    const { Account: accountId = '' } = await send(sdk, clients, 'sts:GetCallerIdentity', {});
    if (!isAccountId(accountId)) {
      throw new AwsError({
        call: 'sts:GetCallerIdentity',
        kind: 'unavailable',
        code: 'InvalidAccountId',
        message: `The endpoint returned the account ID '${accountId}'. Expected 12 digits.`,
      });
    }
    return new AwsSession(sdk, settings, accountId);
  }

  /**
   * Calls AWS in a Region. IAM and Organizations have one endpoint for all Regions of a partition.
   *
   * A write is sent once: if the connection is cut, AWS may have executed it, and a retry would execute it again.
   * @throws AwsError if the call fails, after the retries of a read
   */
  public async call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    region: Region,
  ): Promise<CallOutput<Name>> {
    const clients = this.inRegion(region);
    return clients.limit.run(() => send(this.sdk, this.clientsFor(name, clients, region), name, input));
  }

  /** Calls AWS until it returns the last page. Returns every page. */
  public async callAll<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    region: Region,
  ): Promise<readonly CallOutput<Name>[]> {
    const pages: CallOutput<Name>[] = [];
    let next: Readonly<Record<string, string>> | undefined = {};
    while (next !== undefined) {
      const page: CallOutput<Name> = await this.call(name, { ...input, ...next }, region);
      pages.push(page);
      next = nextPage(page);
    }
    return pages;
  }

  private inRegion(region: Region): RegionClients {
    const known = this.regions.get(region);
    if (known !== undefined) return known;
    const opened = {
      readers: this.sdk.createClients({ ...this.settings, region }),
      writers: undefined,
      limit: new Limit(CONCURRENCY),
    };
    this.regions.set(region, opened);
    return opened;
  }

  private clientsFor(name: CallName, clients: RegionClients, region: Region): Clients {
    if (callOf(name).access === 'read') return clients.readers;
    clients.writers ??= this.sdk.createClients({ ...this.settings, region, maxAttempts: 1 });
    return clients.writers;
  }
}

/** The credentials belong to another account than the declaration. */
export class WrongAccountError extends AwsError {
  public constructor(
    public readonly account: Account,
    public readonly actual: AccountId,
  ) {
    super({
      call: 'sts:GetCallerIdentity',
      kind: 'wrong-account',
      code: 'WrongAccount',
      message: `The credentials of account '${account.name}' belong to ${actual}, not to ${account.id}.`,
    });
  }
}

/**
 * Opens a session in a declared account.
 * @throws AwsError if AWS does not accept the credentials
 * @throws WrongAccountError, an AwsError, if they belong to another account. Nothing was read then
 */
export async function openAccount(account: Account, region: Region): Promise<AwsSession> {
  const session = await AwsSession.open(account.credentials, region);
  if (session.accountId !== account.id) throw new WrongAccountError(account, session.accountId);
  return session;
}

/**
 * Opens a session in the first Region that accepts the credentials. AWS rejects all credentials in a Region that the
 * account has not enabled.
 * @throws AwsError of the last Region, or the first one for another reason
 */
export async function openInAnyRegion(
  [first, ...others]: readonly Region[],
  open: (region: Region) => Promise<AwsSession>,
): Promise<AwsSession> {
  if (first === undefined) throw new Error('The account has no Region.');
  try {
    return await open(first);
  } catch (error) {
    const isRejected = error instanceof AwsError && error.failure.kind === 'credentials';
    if (!isRejected || others.length === 0) throw error;
    return openInAnyRegion(others, open);
  }
}

/** Loads the SDK only if a command calls AWS, because it starts slowly. */
function loadSdk(): Sdk {
  // Users cannot act on its warning about versions of Node.js: this package contains the SDK.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // `import()` of a file requires its extension, which the tests do not resolve.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./sdk') as Sdk; // the type of this file
}

function credentialsProvider(
  sdk: Sdk,
  credentials: Credentials,
  region: Region,
): NonNullable<ClientSettings['credentials']> {
  const clientConfig = { region };
  switch (credentials.kind) {
    case 'ambient':
      return sdk.fromNodeProviderChain({ clientConfig });
    case 'profile':
      return sdk.fromNodeProviderChain({ profile: credentials.profile, clientConfig });
    case 'assumeRole':
      return sdk.fromTemporaryCredentials({
        params: {
          RoleArn: credentials.arn,
          RoleSessionName: credentials.sessionName ?? 'ecr-topology',
          ...(credentials.externalId === undefined ? {} : { ExternalId: credentials.externalId }),
        },
        clientConfig,
      });
  }
}

async function send<Name extends CallName>(
  sdk: Sdk,
  clients: Clients,
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  // TypeScript does not relate the parameter of a function in a table to the key of the function.
  const sender = sdk.SENDERS[name] as (clients: Clients, input: CallInput<Name>) => Promise<CallOutput<Name>>;
  try {
    return await sender(clients, input);
  } catch (error) {
    const failure = failureOf(name, error);
    throw failure === undefined ? error : new AwsError(failure);
  }
}

/** The token of a page, which has the same name in the request: of ECR and Amazon Inspector, Organizations, IAM. */
const TOKENS = ['nextToken', 'NextToken', 'Marker'] as const;

/** Returns the input that requests the next page, or undefined after the last page. */
function nextPage(page: object): Readonly<Record<string, string>> | undefined {
  const values: Readonly<Record<string, unknown>> = { ...page };
  const name = TOKENS.find((each) => typeof values[each] === 'string' && values[each] !== '');
  return name === undefined ? undefined : { [name]: String(values[name]) };
}
