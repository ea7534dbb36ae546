import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fake } from '../__tests__/live/fake/fake';

/**
 * Measures `ecr-topology adopt` of 1,000 repositories in 10 registries, from a fake of ECR that answers each call after 20 ms:
 * time and peak memory of the whole command, compared with the time of its calls alone, if 10 run at a time in each registry.
 * `LIMIT` are the promises.
 *
 *   npm run bench:adopt [-- REPOSITORIES]
 */
const LIMIT = { seconds: 60, megabytes: 300 };
const LATENCY_MS = 20;
const CALLS_AT_A_TIME = 10;
const ACCOUNTS = 5;
const REGIONS = ['ap-northeast-1', 'us-west-1'] as const;
const REPOSITORIES = Number(process.argv[2] ?? 1000);

const accountIds = Array.from({ length: ACCOUNTS }, (_, index) => String(index + 1).repeat(12));

function seed(fake: Fake): void {
  const perRegistry = REPOSITORIES / ACCOUNTS / REGIONS.length;
  for (const accountId of accountIds) {
    for (const region of REGIONS) {
      const registry = fake.registry(accountId, region);
      for (let index = 0; index < perRegistry; index += 1) {
        registry.addRepository({
          name: `team-${index % 20}/service-${accountId.charAt(0)}-${index}`,
          imageTagMutability: 'IMMUTABLE',
          imageScanningConfiguration: { scanOnPush: true },
          tags: { team: `team-${index % 20}` },
          policy: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'Pull',
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${accountIds[index % ACCOUNTS] ?? ''}:root` },
                Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
              },
            ],
          },
        });
      }
    }
  }
}

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

async function measureAdopt(
  environment: Readonly<Record<string, string>>,
  peakFile: string,
): Promise<Measured> {
  const sources = accountIds.flatMap((id) => [
    '--profile',
    `account-${id}`,
    ...REGIONS.flatMap((region) => ['--region', region]),
  ]);
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', PEAK, 'bin/ecr-topology.js', 'adopt', ...sources], {
    env: { ...process.env, ...environment, ECR_TOPOLOGY_BENCH_PEAK: peakFile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`adopt ended with ${String(code)}:\n${errors}`);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, megabytes: Number(readFileSync(peakFile, 'utf8')) / 1024 };
}

const PEAK = join(__dirname, 'scale', 'peak.js');

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-bench-'));
  const fake = await Fake.start({ latencyMs: LATENCY_MS });
  try {
    seed(fake);
    const profiles = Object.fromEntries(accountIds.map((id) => [`account-${id}`, id]));
    const { seconds, megabytes } = await measureAdopt(
      fake.environment(folder, profiles),
      join(folder, 'peak'),
    );
    const calls = fake.calls.length;
    const baseline = (calls * LATENCY_MS) / CALLS_AT_A_TIME / (ACCOUNTS * REGIONS.length) / 1000;
    console.log(`${REPOSITORIES} repositories, ${calls} calls, ${fake.maxInFlight} at a time`);
    console.log(`calls alone (baseline)  ${baseline.toFixed(1)} s`);
    console.log(
      `ecr-topology adopt      ${seconds.toFixed(1)} s  ${megabytes.toFixed(0)} MB  ×${(seconds / baseline).toFixed(1)}`,
    );
    if (seconds > LIMIT.seconds || megabytes > LIMIT.megabytes) {
      console.log(`limit                   ${LIMIT.seconds} s  ${LIMIT.megabytes} MB`);
      process.exitCode = 1;
    }
  } finally {
    await fake.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
