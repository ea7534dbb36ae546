import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRunning } from './command';
import { missingReason, PROVIDER_HOSTS, providerMirror } from './requirements';

type CleanUp = () => void | Promise<void>;

/** A temporary folder, and the environment variables of the programs that run in it. */
export class Sandbox {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-e2e-')));
  public readonly environment = environmentIn(this.folder);

  private readonly cleanUps: CleanUp[] = [];

  /** Adds a function that `close` calls. `close` calls the last one first. */
  public onClose(cleanUp: CleanUp): void {
    this.cleanUps.push(cleanUp);
  }

  public async close(): Promise<void> {
    killRunning();
    try {
      for (const cleanUp of this.cleanUps.reverse()) await cleanUp();
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

/** Variables of a developer's shell that select real AWS accounts or another configuration. */
const NOT_INHERITED = /^(AWS_|TF_|CDKTF_|ECR_TOPOLOGY|npm_|NODE_OPTIONS$|FORCE_COLOR$)/;

function environmentIn(folder: string): Readonly<Record<string, string>> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || NOT_INHERITED.test(name) ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(inherited),
    AWS_CONFIG_FILE: writeText(join(folder, 'aws-config'), ''),
    AWS_EC2_METADATA_DISABLED: 'true',
    // With the default of the provider, 25, a call that moto does not support fails after minutes.
    AWS_MAX_ATTEMPTS: '3',
    AWS_SHARED_CREDENTIALS_FILE: writeText(join(folder, 'aws-credentials'), ''),
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    CHECKPOINT_DISABLE: '1',
    CI: '1',
    // Without this, Terraform and the AWS provider spend a fifth of their CPU time on garbage collection.
    GOGC: 'off',
    GOMEMLIMIT: '1GiB',
    NO_COLOR: '1',
    NO_PROXY: '127.0.0.1,localhost',
    TF_CLI_CONFIG_FILE: writeText(join(folder, 'terraform.rc'), terraformConfiguration()),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
  };
}

function terraformConfiguration(): string {
  if (missingReason('AWS provider') !== undefined) return '';
  const { folder, unpacked } = providerMirror();
  // Without the override, each command computes the checksum of the provider (700 MB).
  // https://developer.hashicorp.com/terraform/cli/config/config-file#development-overrides-for-provider-developers
  const overrides =
    unpacked === undefined ? '' : `  dev_overrides { "hashicorp/aws" = ${JSON.stringify(unpacked)} }\n`;
  return `provider_installation {
${overrides}  filesystem_mirror {
    path    = ${JSON.stringify(folder)}
    include = ${JSON.stringify(PROVIDER_HOSTS.map((host) => `${host}/*/*`))}
  }
}
`;
}

function writeText(file: string, text: string): string {
  writeFileSync(file, text);
  return file;
}
