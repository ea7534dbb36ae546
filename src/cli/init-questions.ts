import { createInterface, type Interface } from 'node:readline/promises';
import { findFault } from '../init/topology-text';
import {
  BACKEND_KINDS,
  EXAMPLE_ACCOUNTS,
  EXAMPLE_REGIONS,
  LOCAL_BACKEND,
  parseAccounts,
  REQUIRED_KEYS,
  type BackendKind,
  type BackendSetting,
  type Parsed,
  type ProjectSettings,
} from '../init/settings';
import { printable } from '../report/format/text';
import { UsageError } from './exit';

/** Settings that the user has not set with an option. */
type MissingSettings = Partial<ProjectSettings>;

/** The accounts and Regions of the shipped `topology.yaml`. */
const [FIRST_REGION = ''] = EXAMPLE_REGIONS;

/**
 * Asks for the settings that are missing, and asks again if an answer is not valid.
 * @throws UsageError if the user ends the input
 */
export async function askForSettings(
  given: MissingSettings,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<ProjectSettings> {
  const dialog = new Dialog(input, output);
  try {
    dialog.print('Press Enter to accept the value in brackets.');
    const accounts = given.accounts ?? (await askForAccounts(dialog, given));
    const regions = given.regions ?? (await askForRegions(dialog, { ...given, accounts }));
    const backend = given.backend ?? (await askForBackend(dialog, { accounts, regions }));
    return { accounts, regions, backend };
  } finally {
    dialog.close();
  }
}

/** Returns settings with the values of the shipped `topology.yaml` for those that are missing. */
export function withDefaults(given: MissingSettings): ProjectSettings {
  const example = parseAccounts(EXAMPLE_ACCOUNTS);
  const accounts = 'value' in example ? example.value : [];
  return { accounts, regions: EXAMPLE_REGIONS, backend: LOCAL_BACKEND, ...given };
}

/** Returns a value if the settings with it have no problem. */
function checked<Key extends keyof ProjectSettings>(
  key: Key,
  value: ProjectSettings[Key],
  others: MissingSettings,
): Parsed<ProjectSettings[Key]> {
  const fault = findFault(withDefaults({ ...others, [key]: value }));
  return fault === undefined ? { value } : { fault };
}

async function askForAccounts(dialog: Dialog, others: MissingSettings) {
  return dialog.askUntilValid(async () => {
    dialog.print(
      '\nAWS accounts, as NAME=ID. Images are pushed to the first account and replicated to the others.',
    );
    const parsed = parseAccounts(splitList(await dialog.ask('Accounts', EXAMPLE_ACCOUNTS.join(' '))));
    return 'fault' in parsed ? parsed : checked('accounts', parsed.value, others);
  });
}

async function askForRegions(dialog: Dialog, others: MissingSettings) {
  return dialog.askUntilValid(async () => {
    dialog.print('\nAWS Regions. Images are pushed to the first Region and replicated to the others.');
    return checked('regions', splitList(await dialog.ask('Regions', EXAMPLE_REGIONS.join(' '))), others);
  });
}

async function askForBackend(dialog: Dialog, others: MissingSettings): Promise<BackendSetting> {
  return dialog.askUntilValid(async (): Promise<Parsed<BackendSetting>> => {
    dialog.print('\nTerraform state: local (a file), s3 (an S3 bucket) or cloud (HCP Terraform).');
    const kind = parseBackendKind(await dialog.ask('Backend', 'local'));
    if ('fault' in kind) return kind;
    const values = new Map<string, string>();
    for (const [key, noun] of REQUIRED_KEYS[kind.value]) {
      const fallback = key === 'region' ? (others.regions?.[0] ?? FIRST_REGION) : undefined;
      values.set(key, await dialog.ask(noun, fallback));
    }
    return checked('backend', { kind: kind.value, values }, others);
  });
}

function parseBackendKind(text: string): Parsed<BackendKind> {
  const value = BACKEND_KINDS.find((kind) => kind === text);
  return value === undefined ? { fault: `'${text}' is not a backend. Write local, s3 or cloud.` } : { value };
}

function splitList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** Questions and answers on a terminal. */
class Dialog {
  private readonly lines: Interface;
  /** Lines that arrived before their question, because several were pasted. */
  private readonly pasted: string[] = [];
  private readonly end: Promise<never>;

  public constructor(
    input: NodeJS.ReadableStream,
    private readonly output: NodeJS.WritableStream,
  ) {
    this.lines = createInterface({ input, output });
    this.lines.on('line', (line) => this.pasted.push(line));
    this.end = new Promise((_resolve, reject) => {
      // Ctrl+C, Ctrl+D, or the end of the input.
      this.lines.once('SIGINT', () => {
        this.lines.close();
      });
      this.lines.once('close', () => {
        output.write('\n');
        reject(new UsageError('Canceled. Nothing was written.'));
      });
    });
    // Closing the dialog after the last answer is not an error.
    this.end.catch(() => undefined);
  }

  public print(line: string): void {
    this.output.write(`${line}\n`);
  }

  /** Asks a question. An empty answer is the default, or is asked again without one. */
  public async ask(question: string, fallback: string | undefined): Promise<string> {
    const prompt = fallback === undefined ? `${question}: ` : `${question} [${fallback}]: `;
    for (;;) {
      const answer = (await this.nextLine(prompt)).trim();
      if (answer !== '') return answer;
      if (fallback !== undefined) return fallback;
    }
  }

  private async nextLine(prompt: string): Promise<string> {
    const pasted = this.pasted.shift();
    if (pasted === undefined) return Promise.race([this.lines.question(prompt), this.end]);
    this.print(`${prompt}${pasted}`);
    return pasted;
  }

  public async askUntilValid<Value>(ask: () => Promise<Parsed<Value>>): Promise<Value> {
    for (;;) {
      const answer = await ask();
      if ('value' in answer) return answer.value;
      this.print(printable(answer.fault));
      // They answer later questions.
      this.pasted.length = 0;
    }
  }

  public close(): void {
    this.lines.removeAllListeners('close');
    this.lines.close();
  }
}
