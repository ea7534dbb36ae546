import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The sources and packages of the project. `main.ts` prints what each of its imports exports. */
const FILES: Readonly<Record<string, string>> = {
  'main.ts': [
    "import { one } from './src/one';",
    "import { two } from './src/folder';",
    "import data from './src/data.json';",
    "import plain from 'plain';",
    "import { nested } from '@scope/nested';",
    'console.log(JSON.stringify({ one, two, data, plain, nested }));',
    '',
  ].join('\n'),
  'src/one.ts': "export const one: string = 'one';\n",
  'src/folder/index.ts': "export { two } from './two';\n",
  'src/folder/two.ts': "export const two: string = 'two';\n",
  'src/data.json': '{ "data": 1 }\n',
  'stacks/README.md': '',
  'package.json': '{ "name": "small" }\n',
  'package-lock.json': '{ "lockfileVersion": 3 }\n',
  'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n',
  // Loaded during bundling if there is no cache.
  'node_modules/cdktf/index.js': '',
  'node_modules/yaml/index.js': '',
  'node_modules/zod/index.js': '',
  'node_modules/plain/index.js': "module.exports = 'plain';\n",
  'node_modules/@scope/nested/package.json': '{ "name": "@scope/nested", "main": "lib/main.js" }\n',
  'node_modules/@scope/nested/lib/main.js': "exports.nested = require('inner');\n",
  'node_modules/@scope/nested/lib/other.js': "exports.nested = 'other';\n",
  'node_modules/@scope/nested/node_modules/inner/index.js': "module.exports = 'inner';\n",
};

export const CACHE = 'node_modules/.cache/ecr-topology';

/** A project with the start of this one, in a temporary folder. It writes down when it bundles. */
export class SmallProject {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-start-')));
  readonly #log = join(this.folder, 'esbuild.log');

  public constructor() {
    for (const name of ['run.js', 'bundle.js', 'cache.js']) {
      cpSync(join('bin', name), join(this.folder, 'bin', name));
    }
    for (const [path, content] of Object.entries(FILES)) this.write(path, content);
    // Writes a line when it is loaded, and one for each of its processes that has not ended when this one ends.
    this.write(
      'node_modules/esbuild/index.js',
      `const { appendFileSync } = require('node:fs');
       const log = (text) => appendFileSync(${JSON.stringify(this.#log)}, text + '\\n');
       log('bundled');
       const children = [];
       require('node:diagnostics_channel').subscribe('child_process', ({ process }) => children.push(process));
       process.on('exit', () => {
         for (const child of children) {
           log(child.exitCode === null && child.signalCode === null ? 'left a process' : 'ended its process');
         }
       });
       module.exports = require(${JSON.stringify(resolve('node_modules/esbuild'))});
      `,
    );
  }

  public write(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  public append(path: string, content: string): void {
    appendFileSync(join(this.folder, path), content);
  }

  public read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  public link(target: string, path: string): void {
    symlinkSync(target, join(this.folder, path));
  }

  public remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  public start(env: Readonly<Record<string, string>> = {}, entry = 'main.ts'): Started {
    const { status, stdout, stderr } = spawnSync(process.execPath, this.#arguments(entry), {
      encoding: 'utf8',
      env: { ...environment(), ...env },
    });
    return { status, stdout, stderr, log: this.#takeLog() };
  }

  /** Starts the program several times at once, and returns what each of them printed. */
  public async startTogether(count: number): Promise<readonly string[]> {
    const outputs = Array.from({ length: count }, async () => {
      const child = spawn(process.execPath, this.#arguments(), { env: environment() });
      let output = '';
      child.stdout.on('data', (text: Buffer) => (output += text.toString()));
      child.stderr.on('data', (text: Buffer) => (output += text.toString()));
      await once(child, 'close');
      return output;
    });
    const all = await Promise.all(outputs);
    this.#takeLog();
    return all;
  }

  #arguments(entry = 'main.ts'): readonly string[] {
    return [join(this.folder, 'bin/run.js'), entry];
  }

  #takeLog(): readonly string[] {
    if (!existsSync(this.#log)) return [];
    const lines = readFileSync(this.#log, 'utf8').trimEnd().split('\n');
    rmSync(this.#log);
    return lines;
  }

  public delete(): void {
    rmSync(this.folder, { recursive: true });
  }
}

interface Started {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What esbuild did. Empty if it was not loaded. */
  readonly log: readonly string[];
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, ECR_TOPOLOGY_DEBUG: undefined, NODE_OPTIONS: undefined };
}
