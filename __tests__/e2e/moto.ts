import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { unsigned } from './aws-call';
import { programOf } from './machine';
import type { Stage } from './stage';

/** An emulated AWS, and the environment of every program that uses it. */
export interface Moto {
  readonly environment: Readonly<Record<string, string>>;
  /** Profile → the access key of its session. */
  readonly accessKeys: Readonly<Record<string, string>>;
  /** Takes away everything in every account, as if AWS were new. */
  readonly reset: () => Promise<void>;
}

/** Profile name → account id. */
export type Profiles = Readonly<Record<string, string>>;

/** Starts an AWS of its own for a stage, where each profile is another account. */
export async function startMoto(stage: Stage, profiles: Profiles): Promise<Moto> {
  const server = spawn('sh', ['-c', LEASH, programOf('moto_server')], { stdio: 'pipe' });
  stage.atEnd(() => stop(server));
  const url = await addressOf(server);
  const environment = { ...stage.environment, AWS_ENDPOINT_URL: url };
  let accessKeys = await writeProfiles(environment, profiles);
  return {
    environment,
    get accessKeys() {
      return accessKeys;
    },
    reset: async () => {
      await fetch(`${url}/moto-api/reset`, { method: 'POST' });
      // A reset makes moto forget which session belongs to which account.
      accessKeys = await writeProfiles(environment, profiles);
    },
  };
}

/**
 * Ends the server with the standard input: also where the test run is killed, and can stop nothing any more. AWS has
 * its managed policies from the start; moto only where it is asked for them.
 */
const LEASH = `
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

const START_MS = 300_000;

/** With port 0 the system chooses a free one, and moto says which. */
async function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (how: string) => {
      reject(new Error(`moto_server ${how}\n${printed}`));
    };
    const timer = setTimeout(() => {
      fail(`did not start in ${START_MS} ms`);
    }, START_MS);
    // Read to the end, for a full pipe would stop the server.
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
 * One profile for each account, and `default` for Terraform that assumes the roles. moto knows the account by the session of
 * a role in it, so that one is assumed for each.
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
    section(profile, keys.accessKeyId, keys.secretAccessKey, keys.sessionToken),
  );
  const file = environment.AWS_SHARED_CREDENTIALS_FILE;
  if (file === undefined) throw new Error('a stage names a credentials file');
  writeFileSync(file, [section('default', 'anyone', 'anything'), ...sections].join('\n'));
  return Object.fromEntries(sessions.map(([profile, { accessKeyId }]) => [profile, accessKeyId]));
}

/** `aws sts assume-role`, without a start of the AWS CLI. */
async function assumeRole(url: string, accountId: string): Promise<Keys> {
  const response = await fetch(url, {
    method: 'POST',
    headers: unsigned('anyone', 'us-east-1', 'sts'),
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

function section(profile: string, key: string, secret: string, token?: string): string {
  const lines = [`[${profile}]`, `aws_access_key_id = ${key}`, `aws_secret_access_key = ${secret}`];
  return [...lines, ...(token === undefined ? [] : [`aws_session_token = ${token}`]), ''].join('\n');
}
