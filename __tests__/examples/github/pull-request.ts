import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { version } from '../../../package.json';
import { run } from '../../e2e/command';
import { NpmRegistry } from '../../e2e/npm-registry';
import { Package } from '../../e2e/package';
import type { Sandbox } from '../../e2e/sandbox';
import type { CodeHost } from '../code-host';
import type { Host } from './runner';

type Files = Readonly<Record<string, string>>;

/** The files of a repository with a project, such as `ecr-topology init` creates. It synthesizes with this clone. */
export const PROJECT_FILES: Files = {
  'package.json': JSON.stringify({
    private: true,
    scripts: { synth: `node '${resolve('bin/run.js')}' '${resolve('main.ts')}'` },
    dependencies: { 'ecr-topology': version },
  }),
  'topology.yaml': readFileSync('topology.yaml', 'utf8'),
};

export interface PullRequestOptions {
  /** The files of the base, and those that the pull request adds or replaces. */
  readonly base: Files;
  readonly head: Files;
  readonly isFork?: boolean;
  /** The plan that Terraform creates in each folder, by the base name of the folder. `undefined`: it fails. */
  readonly plans?: Readonly<Record<string, string | undefined>>;
}

/** GitHub with a real package in its npm registry, for one pull request after another. */
export class GithubMachine {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly registry: NpmRegistry,
    private readonly codeHost: CodeHost,
  ) {}

  public static async start(sandbox: Sandbox, codeHost: CodeHost): Promise<GithubMachine> {
    const [registry, { folder }] = await Promise.all([NpmRegistry.start(sandbox), Package.build(sandbox)]);
    await registry.publish(folder);
    return new GithubMachine(sandbox, registry, codeHost);
  }

  /** Creates the folder of a run, with the repository of the pull request. */
  public async open({
    base,
    head,
    isFork = false,
    plans = {},
  }: PullRequestOptions): Promise<OpenPullRequest> {
    const folder = mkdtempSync(join(this.sandbox.folder, 'github-'));
    const [repository, bin, planned] = ['repository', 'bin', 'planned'].map((name) => join(folder, name));
    for (const each of [repository, bin, planned, join(folder, 'artifacts')]) mkdirSync(each!);
    for (const [name, plan] of Object.entries(plans)) {
      if (plan !== undefined) writeFileSync(join(planned!, `${name}.json`), readFileSync(plan));
    }
    for (const [name, script] of Object.entries(PROGRAMS)) {
      writeFileSync(join(bin!, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin!, name), 0o755);
    }
    const environment = {
      ...this.registry.environment,
      PATH: `${bin!}:${process.env.PATH ?? ''}`,
      TEST_FOLDER: folder,
    };
    await this.createMergeCommit(repository!, base, head, environment);
    const event = join(folder, 'event.json');
    const fork = { repo: { full_name: isFork ? 'mallory/images' : 'acme/images' } };
    const payload = { pull_request: { number: 3, head: fork } };
    writeFileSync(event, JSON.stringify(payload));
    const host = {
      folder,
      repository: repository!,
      environment,
      github: {
        api_url: this.codeHost.url,
        event: payload,
        event_name: 'pull_request',
        event_path: event,
        ref: 'refs/pull/3/merge',
        repository: 'acme/images',
        run_id: '7',
        server_url: 'https://github.example',
        sha: 'abc',
      },
    };
    return { host, record: (name) => readRecord(join(folder, name)) };
  }

  /** Commits the base, then the pull request, and merges it. */
  private async createMergeCommit(
    folder: string,
    base: Files,
    head: Files,
    environment: Sandbox['environment'],
  ) {
    const git = async (...args: readonly string[]) =>
      run({
        file: 'git',
        args: ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args],
        folder,
        environment,
      });
    await git('init', '--quiet', '--initial-branch=main');
    writeFiles(folder, base);
    if ('package.json' in base) {
      await run({ file: 'npm', args: ['install', '--package-lock-only'], folder, environment });
    }
    await git('add', '--all');
    await git('commit', '--quiet', '--message=base');
    await git('checkout', '--quiet', '-b', 'change');
    writeFiles(folder, head);
    await git('add', '--all', '--force');
    await git('commit', '--quiet', '--allow-empty', '--message=head');
    await git('checkout', '--quiet', 'main');
    await git('merge', '--quiet', '--no-ff', 'change');
  }
}

export interface OpenPullRequest {
  readonly host: Host;
  /** The lines that a program recorded: `terraform`, `gh`. */
  readonly record: (name: string) => readonly string[];
}

const readRecord = (file: string) =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];

function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Programs of a runner that need an account of AWS or GitHub. They record what they are called with. */
const TERRAFORM = `folder=\${1#-chdir=}
printf '%s %s\\n' "$2" "$(basename "$folder")" >> "$TEST_FOLDER/terraform"
plan="$TEST_FOLDER/planned/$(basename "$folder").json"
case "$2" in
plan)
  cp "$AWS_CONFIG_FILE" "$TEST_FOLDER/aws-config"
  echo 'the value of a secret'
  if [ ! -f "$plan" ]; then echo 'Error: no credentials'; exit 1; fi ;;
apply) cp "$AWS_CONFIG_FILE" "$TEST_FOLDER/aws-config" ;;
show) cat "$plan" ;;
esac`;

const PROGRAMS = {
  gh: 'printf "%s\\n" "$@" >> "$TEST_FOLDER/gh"\nfor each; do case "$each" in sarif=@*) cp "${each#sarif=@}" "$TEST_FOLDER/sarif";; esac; done',
  terraform: TERRAFORM,
  tofu: `echo tofu >> "$TEST_FOLDER/tofu"\n${TERRAFORM}`,
};
