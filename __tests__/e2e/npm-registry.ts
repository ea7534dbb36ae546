import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { PROJECT } from './package';
import type { Sandbox } from './sandbox';

/**
 * An npm registry on this machine (Verdaccio). It holds what is published to it, and gets all other packages from the
 * registry that npm is configured to use.
 */
export class NpmRegistry {
  private constructor(
    public readonly url: string,
    /** The environment of programs whose npm uses this registry. The cache of npm is empty. */
    public readonly environment: Sandbox['environment'],
  ) {}

  public static async start(sandbox: Sandbox): Promise<NpmRegistry> {
    const folder = join(sandbox.folder, 'npm-registry');
    mkdirSync(folder);
    const { environment } = sandbox;
    const npm = await run({ file: 'npm', args: ['config', 'get', 'registry'], folder, environment });
    const configuration = join(folder, 'config.yaml');
    // JSON is YAML.
    writeFileSync(configuration, JSON.stringify(configurationIn(folder, npm.trim())));

    const server = spawn(process.execPath, ['-e', SERVER, configuration], {
      cwd: PROJECT,
      env: environment,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    sandbox.onClose(() => stop(server));
    const url = await readUrl(server);

    const npmrc = join(folder, 'npmrc');
    // npm refuses to publish without a token. This registry accepts any token.
    writeFileSync(npmrc, `registry=${url}/\n${url.replace('http:', '')}/:_authToken=any\n`);
    return new NpmRegistry(url, {
      ...environment,
      npm_config_userconfig: npmrc,
      npm_config_cache: join(folder, 'cache'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    });
  }

  /** Publishes the package in a folder. */
  public async publish(folder: string): Promise<void> {
    // Only the release workflow can publish with provenance.
    const args = ['publish', '--provenance=false'];
    await run({ file: 'npm', args, folder, environment: this.environment });
  }
}

/** Stops when the standard input ends, so that it also stops if the test run is killed. */
const SERVER = `
process.stdin.resume().on('end', () => process.exit());
require('verdaccio')
  .runServer(process.argv[1])
  .then((app) => {
    const server = app.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));
  });
`;

function configurationIn(folder: string, uplink: string) {
  const anyone = { access: '$all', publish: '$all', unpublish: '$all' };
  return {
    storage: join(folder, 'storage'),
    self_path: folder,
    // A package whose metadata takes longer than this is reported as missing.
    uplinks: { npm: { url: uplink, timeout: '120s', maxage: '60m' } },
    packages: { 'ecr-topology': anyone, '**': { ...anyone, proxy: 'npm' } },
    // The package is 5 MB.
    max_body_size: '100mb',
    log: { type: 'file', path: join(folder, 'log'), level: 'warn' },
    web: { enable: false },
  };
}

async function readUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    server.once('close', (code) => {
      reject(new Error(`The npm registry exited with ${String(code)}\n${printed}`));
    });
    server.stdout?.on('data', (data: Buffer) => {
      printed += data.toString();
      const [url] = /http:\S+/.exec(printed) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, 'close');
  server.stdin?.end();
  await ended;
}
