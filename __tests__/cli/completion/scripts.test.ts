import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { completionScript, SHELLS, type Shell } from '../../../src/cli/completion/scripts';

interface PseudoTerminals {
  readonly spawn: (
    program: string,
    args: readonly string[],
    options: { readonly cols: number; readonly cwd: string; readonly env: object },
  ) => {
    readonly onData: (listener: (data: string) => void) => void;
    readonly onExit: (listener: () => void) => void;
    readonly write: (data: string) => void;
  };
}

// The type declaration of the package has another name than the package.
const terminals = createRequire(__filename)('@cdktf/node-pty-prebuilt-multiarch') as PseudoTerminals;

/** A folder with files, and with the program in `bin`: it completes, and otherwise prints its arguments. */
const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-shells-'));
const environment = {
  ...process.env,
  HOME: folder,
  TERM: 'dumb',
  PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
};

beforeAll(() => {
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'out dir'));
  const program = `#!/bin/sh
case $1 in completion) exec '${process.execPath}' '${resolve('bin/ecr-topology.js')}' "$@" ;; esac
printf 'RAN'; printf ' [%s]' "$@"; echo
`;
  writeFileSync(join(folder, 'bin', 'ecr-topology'), program, { mode: 0o755 });
  copyFileSync('examples/everything.yaml', join(folder, 'topology.yaml'));
  copyFileSync('examples/everything.yaml', join(folder, 'my topology.yaml'));
  for (const shell of SHELLS) writeFileSync(join(folder, `script.${shell}`), completionScript(shell));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The shells that are installed. Tests of the others are skipped, and their name has the reason. */
const isInstalled = (shell: Shell) => spawnSync(shell, ['-c', 'exit 0']).status === 0;
const describeShell = (shell: Shell) =>
  isInstalled(shell)
    ? describe
    : (name: string, tests: () => void) => {
        describe.skip(`${name} (skipped: ${shell} is not installed)`, tests);
      };

const ROLE = 'arn:aws:iam::222222222222:role/ci';

/** `↹` is the Tab key. */
const LINES: readonly (readonly [line: string, run: string])[] = [
  [`ecr-topology explain pull --as arn:aws:iam::2↹`, `RAN [explain] [pull] [--as] [${ROLE}]`],
  [`ecr-topology access --as "${ROLE.slice(0, -1)}↹`, `RAN [access] [--as] [${ROLE}]`],
  ['~/bin/ecr-topology access --registry=pro↹', 'RAN [access] [--registry=production]'],
  [
    'ecr-topology validate --topology my↹--form↹js↹',
    'RAN [validate] [--topology] [my topology.yaml] [--format] [json]',
  ],
  ['ecr-topology validate --topology=my↹', 'RAN [validate] [--topology=my topology.yaml]'],
  [
    `ecr-topology access --topology 'my topology.yaml' --as "$(echo x >> ran)" --repository app/↹`,
    'RAN [access] [--topology] [my topology.yaml] [--as] [] [--repository] [app/checkout]',
  ],
];

const START = {
  bash: { args: ['--norc', '--noprofile', '-i'], load: 'source script.bash; source script.bash' },
  zsh: { args: ['-f', '-i'], load: 'autoload -Uz compinit && compinit -u -D; source script.zsh' },
};

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  describeShell(shell)('in a terminal', () => {
    test('inserts candidates that the shell divides or quotes, and passes them to the program', async () => {
      const lines = [...LINES.map(([line]) => line), 'ecr-topology policies --out ou↹'];
      rmSync(join(folder, 'ran'), { force: true });
      const printed = await typeInto(shell, lines);
      // Only bash ends the name of a folder with '/'.
      const out = shell === 'bash' ? 'out dir/' : 'out dir';
      expect(printed).toEqual([...LINES.map(([, run]) => run), `RAN [policies] [--out] [${out}]`]);
      // Enter ran the command of the line once; Tab must not run it.
      expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('x\n');
    });
  });
});

const FISH = 'fish';

describeShell(FISH)('fish', () => {
  test.each<readonly [line: string, candidates: readonly string[]]>([
    ['ecr-topology expl', ['explain']],
    ['ecr-topology explain pull --as arn:aws:iam::2', [ROLE]],
    ['~/bin/ecr-topology access --registry=pro', ['--registry=production']],
    ['ecr-topology validate --topology my', ['my topology.yaml']],
    ['ecr-topology validate --topology=my', ['--topology=my topology.yaml']],
    ["ecr-topology access --topology 'my topology.yaml' --as '' --repository app/", ['app/checkout']],
    ['ecr-topology policies --out ou', ['out dir/']],
    ['missing/ecr-topology expl', []],
  ])('completes %s|', (line, candidates) => {
    const { stdout, stderr } = spawnSync(
      FISH,
      ['-N', '-c', 'source script.fish; complete -C $argv[1]', line],
      {
        cwd: folder,
        encoding: 'utf8',
        env: environment,
      },
    );
    expect(
      stdout
        .split('\n')
        .filter((each) => each !== '')
        .map((each) => each.split('\t')[0]),
    ).toEqual(candidates);
    expect(stderr).toBe('');
  });
});

/** Types lines into a shell, and returns what the program prints. */
async function typeInto(shell: 'bash' | 'zsh', lines: readonly string[]): Promise<readonly string[]> {
  const { args, load } = START[shell];
  const terminal = terminals.spawn(shell, args, { cols: 200, cwd: folder, env: environment });
  let screen = '';
  terminal.onData((data) => {
    screen += data;
  });
  const end = new Promise<void>((done) => {
    terminal.onExit(done);
  });
  for (const line of [load, ...lines, 'exit']) terminal.write(`${line.replaceAll('↹', '\t')}\r`);
  await end;
  return screen.match(/RAN[^\r\n]*/g) ?? [];
}
