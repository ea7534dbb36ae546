import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { unsignedHeader } from './aws-call';
import { programPath } from './requirements';
import type { Sandbox } from './sandbox';

/** An emulated AWS, and the environment variables of the programs that use it. */
export interface Moto {
  readonly environment: Readonly<Record<string, string>>;
  /** Profile → the access key of its session. */
  readonly accessKeys: Readonly<Record<string, string>>;
  /** Deletes all resources in all accounts. */
  readonly reset: () => Promise<void>;
}

/** Profile name → account ID. */
export type Profiles = Readonly<Record<string, string>>;

/** Starts a moto server for a sandbox. Each profile has another account. */
export async function startMoto(sandbox: Sandbox, profiles: Profiles): Promise<Moto> {
  const server = spawn('sh', ['-c', SERVER_SCRIPT, programPath('moto_server')], { stdio: 'pipe' });
  sandbox.onClose(() => stop(server));
  const url = await readUrl(server);
  const environment = { ...sandbox.environment, AWS_ENDPOINT_URL: url };
  let accessKeys = await writeProfiles(environment, profiles);
  return {
    environment,
    get accessKeys() {
      return accessKeys;
    },
    reset: async () => {
      await fetch(`${url}/moto-api/reset`, { method: 'POST' });
      // After a reset, moto no longer knows which session is of which account.
      accessKeys = await writeProfiles(environment, profiles);
    },
  };
}

/**
 * Stops the server when the standard input ends, so that it also stops if the test run is killed. The variable makes
 * moto load the managed policies of AWS, which it does not have by default.
 */
const SERVER_SCRIPT = `
MOTO_IAM_LOAD_MANAGED_POLICIES=true "$0" --port 0 </dev/null &
trap 'kill $!; wait' EXIT
trap 'exit 0' INT TERM
cat >/dev/null
`;

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('close', resolve));
  server.stdin?.end();
  await ended;
}

const START_TIMEOUT_MS = 300_000;

/** Returns the URL that moto prints: with port 0, the operating system selects a free port. */
async function readUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (failure: string) => {
      reject(new Error(`moto_server ${failure}\n${printed}`));
    };
    const timer = setTimeout(() => {
      fail(`did not start in ${START_TIMEOUT_MS} ms`);
    }, START_TIMEOUT_MS);
    // Read all output, because the server blocks if the pipe is full.
    server.stderr?.on('data', (data: Buffer) => {
      printed += data.toString();
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    server.once('close', () => {
      clearTimeout(timer);
      fail('ended');
    });
  });
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Writes the credentials file: one profile for each account, and `default`, with which Terraform assumes roles. moto
 * derives the account from the session of an assumed role.
 */
async function writeProfiles(
  environment: Moto['environment'],
  profiles: Profiles,
): Promise<Readonly<Record<string, string>>> {
  const url = String(environment.AWS_ENDPOINT_URL);
  const sessions = await Promise.all(
    Object.entries(profiles).map(
      async ([profile, accountId]) => [profile, await assumeRole(url, accountId)] as const,
    ),
  );
  const sections = sessions.map(([profile, keys]) =>
    credentialsSection(profile, keys.accessKeyId, keys.secretAccessKey, keys.sessionToken),
  );
  const file = environment.AWS_SHARED_CREDENTIALS_FILE;
  if (file === undefined) throw new Error('AWS_SHARED_CREDENTIALS_FILE is not set');
  writeFileSync(file, [credentialsSection('default', 'anyone', 'anything'), ...sections].join('\n'));
  return Object.fromEntries(sessions.map(([profile, { accessKeyId }]) => [profile, accessKeyId]));
}

/** Calls `AssumeRole` without the AWS CLI, which takes a second of CPU time to start. */
async function assumeRole(url: string, accountId: string): Promise<Keys> {
  const response = await fetch(url, {
    method: 'POST',
    headers: unsignedHeader('anyone', 'us-east-1', 'sts'),
    body: new URLSearchParams({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: `arn:aws:iam::${accountId}:role/deploy`,
      RoleSessionName: 'e2e',
    }),
  });
  const xml = await response.text();
  const element = (name: string): string => {
    const value = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
    if (value === undefined) throw new Error(`AssumeRole has no ${name}: ${xml}`);
    return value;
  };
  return {
    accessKeyId: element('AccessKeyId'),
    secretAccessKey: element('SecretAccessKey'),
    sessionToken: element('SessionToken'),
  };
}

function credentialsSection(profile: string, key: string, secret: string, token?: string): string {
  const lines = [`[${profile}]`, `aws_access_key_id = ${key}`, `aws_secret_access_key = ${secret}`];
  return [...lines, ...(token === undefined ? [] : [`aws_session_token = ${token}`]), ''].join('\n');
}
