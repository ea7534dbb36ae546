import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { diagnose } from '../topology/declarations';
import { ecrTopology } from './in-process';
import { questions, type Asked } from './random-questions';
import { runs } from '../random-runs';

const folder = mkdtempSync(join(tmpdir(), 'proposals-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const allow = { Effect: 'Allow', Action: 'ecr:*', Resource: '*' };
const POLICIES = {
  everything: file('everything.json', policy(allow)),
  other: file('other.json', policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })),
  conditional: file(
    'conditional.json',
    policy({ ...allow, Condition: { StringEquals: { 'aws:RequestedRegion': 'sa-east-1' } } }),
  ),
};

interface Explained {
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  readonly actions: unknown;
  readonly conditions?: unknown;
  readonly mends: readonly {
    readonly kind: string;
    readonly text: string;
    readonly origins?: readonly string[];
  }[];
}

/** Undefined if the question was rejected. */
async function explain(
  text: string,
  asked: Asked,
  place: readonly string[],
  policies: readonly string[],
): Promise<Explained | undefined> {
  const { stdout } = await ecrTopology([
    ...['explain', ...asked.args, ...place, '--format', 'json'],
    ...['--topology', file('topology.yaml', text)],
    ...(policies.length === 0 ? [] : ['--identity-policy', ...policies]),
  ]);
  return stdout === '' ? undefined : (JSON.parse(stdout) as Explained);
}

/** Returns each indented block of a text without its indentation, as a user copies it. */
function blocksOf(text: string): readonly string[] {
  return text
    .split(/\n(?! {4}|\n)/)
    .flatMap((part) => /(?:^|\n)((?: {4}.*\n?|\n)+)$/.exec(part)?.[1] ?? [])
    .map((block) => `${block.replaceAll(/^ {4}/gm, '').trim()}\n`);
}

/** Adds an entry below its key, and the key if it is missing. */
function pasted(text: string, entry: string): string {
  const [key = '', ...items] = entry.replaceAll('<account>', '"222222222222"').split('\n');
  const item = items.join('\n');
  const lines = text.replace(`${key} []\n`, `${key}\n`);
  return lines.includes(`\n${key}\n`)
    ? lines.replace(`\n${key}\n`, `\n${key}\n${item}`)
    : `${lines}${key}\n${item}`;
}

/** Diagnostics that report an entry without effect, or one that the user hardly wants. */
const USELESS = new Set(['access/service', 'access/identity-missing', 'access/push-to-replica']);

async function check(asked: Asked): Promise<void> {
  const given = asked.policy === undefined ? [] : [POLICIES[asked.policy]];
  const own = asked.operation === 'replicate' ? [] : ['--registry', asked.registry];
  const first = await explain(asked.text, asked, own, given);
  if (first === undefined || first.verdict === 'allowed') return;
  const blocks = first.mends.flatMap(({ text }) => blocksOf(text));
  const entries = blocks.filter((block) => /^(access|replication):\n/.test(block));
  // A Deny is shown as one line, a policy to attach as a document.
  const attached = first.mends
    .filter(({ kind }) => kind === 'attach' || kind === 'session')
    .flatMap(({ text }) => blocksOf(text).filter((block) => block.startsWith('{\n')));
  const after = entries.reduce(pasted, asked.text);

  if (entries.length > 0) {
    const isRule = entries.some((entry) => entry.startsWith('replication'));
    expect(problemsIn(after, isRule)).toEqual(problemsIn(asked.text, isRule));
  }
  if (entries.length + attached.length === 0) return;

  const place = placeOf(entries, first, asked);
  const isSamePlace = place.args === asked.args && place.at.join(' ') === own.join(' ');
  const before = isSamePlace
    ? first
    : await explain(asked.text, { ...asked, args: place.args }, place.at, given);
  const policies = [...given, ...attached.map((text, index) => file(`attached-${index}.json`, text))];
  const isServed = first.mends.some(({ kind }) => kind === 'serve');
  const [, account = '222222222222'] = /account: "(\d{12})"/.exec(entries.join('')) ?? [];
  const at = isServed ? [...place.at, '--context', `aws:SourceAccount=${account}`] : place.at;
  const again = await explain(after, { ...asked, args: place.args }, at, policies);
  expect(decided(again)).not.toEqual(decided(before));
  if (asked.isBarred) {
    expect(again?.verdict).not.toBe('allowed');
  } else if (first.mends.every(({ kind }) => COMPLETE.has(kind))) {
    // The session of a role that AWS manages does not show its path, which the pattern that names the role matches.
    const isPathOpen = asked.args.some((arg) => arg.includes('AWSReservedSSO_'));
    expect(isPathOpen ? ['allowed', 'unknown'] : ['allowed']).toContain(again?.verdict);
  }
}

/**
 * A rule may replicate a repository that is declared already to a registry where it has no effect, so only errors of
 * the rule are counted.
 */
function problemsIn(text: string, isRule: boolean): readonly string[] {
  return diagnose(text)
    .filter(({ code, severity }) => severity === 'error' || (USELESS.has(code) && !isRule))
    .map(({ code, message }) => `${code}: ${message}`);
}

/** The answer without suggested fixes. */
function decided({ verdict, actions, conditions }: Partial<Explained> = {}): unknown {
  return { verdict, actions, conditions };
}

/** Fixes after which nothing else needs to be changed or known. */
const COMPLETE = new Set(['grant', 'rule', 'attach', 'session', 'push-to', 'region', 'serve']);

/** The registries that the entries apply to: a suggested push elsewhere, or another source of replication. */
function placeOf(
  entries: readonly string[],
  { mends }: Explained,
  asked: Asked,
): { readonly args: readonly string[]; readonly at: readonly string[] } {
  const [entry] = entries.map(
    (text) =>
      parse(text.replaceAll('<account>', '"222222222222"')) as {
        readonly access?: readonly { readonly registries?: readonly string[] }[];
        readonly replication?: readonly { readonly from: string }[];
      },
  );
  if (asked.operation === 'replicate') {
    const from = entry?.replication?.[0]?.from;
    const args =
      from === undefined
        ? asked.args
        : asked.args.map((arg, index) => (asked.args[index - 1] === '--from' ? from : arg));
    return { args, at: [] };
  }
  const origin = mends.find(({ kind }) => kind === 'push-to')?.origins?.[0];
  const named = asked.operation === 'push' ? entry?.access?.[0]?.registries?.[0] : undefined;
  return { args: asked.args, at: ['--registry', named ?? origin ?? asked.registry] };
}

test('every suggested fix validates, changes the answer and bypasses no condition', async () => {
  await fc.assert(fc.asyncProperty(questions, check), runs(60));
});
