import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { diagnose } from '../declaration/declarations';
import { ecrTopology } from './in-process';
import { questions, type RandomQuestion } from './random-questions';
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

interface ExplainOutput {
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  readonly actions: unknown;
  readonly conditions?: unknown;
  readonly fixes: readonly {
    readonly kind: string;
    readonly text: string;
    readonly origins?: readonly string[];
  }[];
}

/** Undefined if the question was rejected. */
async function explain(
  text: string,
  question: RandomQuestion,
  place: readonly string[],
  policies: readonly string[],
): Promise<ExplainOutput | undefined> {
  const { stdout } = await ecrTopology([
    ...['explain', ...question.args, ...place, '--format', 'json'],
    ...['--topology', file('topology.yaml', text)],
    ...(policies.length === 0 ? [] : ['--identity-policy', ...policies]),
  ]);
  return stdout === '' ? undefined : (JSON.parse(stdout) as ExplainOutput);
}

/** Returns each indented block of a text without its indentation, as a user copies it. */
function codeBlocks(text: string): readonly string[] {
  return text
    .split(/\n(?! {4}|\n)/)
    .flatMap((part) => /(?:^|\n)((?: {4}.*\n?|\n)+)$/.exec(part)?.[1] ?? [])
    .map((block) => `${block.replaceAll(/^ {4}/gm, '').trim()}\n`);
}

/** Adds an entry below its key, and the key if it is missing. */
function withEntry(text: string, entry: string): string {
  const [key = '', ...items] = entry.replaceAll('<account>', '"222222222222"').split('\n');
  const item = items.join('\n');
  const lines = text.replace(`${key} []\n`, `${key}\n`);
  return lines.includes(`\n${key}\n`)
    ? lines.replace(`\n${key}\n`, `\n${key}\n${item}`)
    : `${lines}${key}\n${item}`;
}

/** Diagnostics that report an entry without effect, or one that the user hardly wants. */
const USELESS_CODES = new Set(['access/service', 'access/identity-missing', 'access/push-to-replica']);

async function check(question: RandomQuestion): Promise<void> {
  const policyArgs = question.policy === undefined ? [] : [POLICIES[question.policy]];
  const callersPolicy = question.operation === 'replicate' ? [] : ['--registry', question.registry];
  const first = await explain(question.text, question, callersPolicy, policyArgs);
  if (first === undefined || first.verdict === 'allowed') return;
  const blocks = first.fixes.flatMap(({ text }) => codeBlocks(text));
  const entries = blocks.filter((block) => /^(access|replication):\n/.test(block));
  // A Deny is shown as one line, a policy to attach as a document.
  const attached = first.fixes
    .filter(({ kind }) => kind === 'attach' || kind === 'session')
    .flatMap(({ text }) => codeBlocks(text).filter((block) => block.startsWith('{\n')));
  const after = entries.reduce(withEntry, question.text);

  if (entries.length > 0) {
    const isRule = entries.some((entry) => entry.startsWith('replication'));
    expect(countProblems(after, isRule)).toEqual(countProblems(question.text, isRule));
  }
  if (entries.length + attached.length === 0) return;

  const place = targetsOf(entries, first, question);
  const hasSameTargets = place.args === question.args && place.at.join(' ') === callersPolicy.join(' ');
  const before = hasSameTargets
    ? first
    : await explain(question.text, { ...question, args: place.args }, place.at, policyArgs);
  const policies = [...policyArgs, ...attached.map((text, index) => file(`attached-${index}.json`, text))];
  const isServiceGrant = first.fixes.some(({ kind }) => kind === 'serve');
  const [, account = '222222222222'] = /account: "(\d{12})"/.exec(entries.join('')) ?? [];
  const at = isServiceGrant ? [...place.at, '--context', `aws:SourceAccount=${account}`] : place.at;
  const result = await explain(after, { ...question, args: place.args }, at, policies);
  expect(withoutFixes(result)).not.toEqual(withoutFixes(before));
  if (question.isBarred) {
    expect(result?.verdict).not.toBe('allowed');
  } else if (first.fixes.every(({ kind }) => COMPLETE_FIXES.has(kind))) {
    // The session of a role that AWS manages does not show its path, which the pattern that names the role matches.
    const isPathOpen = question.args.some((arg) => arg.includes('AWSReservedSSO_'));
    expect(isPathOpen ? ['allowed', 'unknown'] : ['allowed']).toContain(result?.verdict);
  }
}

/**
 * A rule may replicate a repository that is declared already to a registry where it has no effect, so only errors of
 * the rule are counted.
 */
function countProblems(text: string, isRule: boolean): readonly string[] {
  return diagnose(text)
    .filter(({ code, severity }) => severity === 'error' || (USELESS_CODES.has(code) && !isRule))
    .map(({ code, message }) => `${code}: ${message}`);
}

/** The answer without suggested fixes. */
function withoutFixes({ verdict, actions, conditions }: Partial<ExplainOutput> = {}): unknown {
  return { verdict, actions, conditions };
}

/** Fixes after which nothing else needs to be changed or known. */
const COMPLETE_FIXES = new Set(['grant', 'rule', 'attach', 'session', 'push-to', 'region', 'serve']);

/** The registries that the entries apply to: a suggested push elsewhere, or another source of replication. */
function targetsOf(
  entries: readonly string[],
  { fixes }: ExplainOutput,
  question: RandomQuestion,
): { readonly args: readonly string[]; readonly at: readonly string[] } {
  const [entry] = entries.map(
    (text) =>
      parse(text.replaceAll('<account>', '"222222222222"')) as {
        readonly access?: readonly { readonly registries?: readonly string[] }[];
        readonly replication?: readonly { readonly from: string }[];
      },
  );
  if (question.operation === 'replicate') {
    const from = entry?.replication?.[0]?.from;
    const args =
      from === undefined
        ? question.args
        : question.args.map((arg, index) => (question.args[index - 1] === '--from' ? from : arg));
    return { args, at: [] };
  }
  const origin = fixes.find(({ kind }) => kind === 'push-to')?.origins?.[0];
  const named = question.operation === 'push' ? entry?.access?.[0]?.registries?.[0] : undefined;
  return { args: question.args, at: ['--registry', named ?? origin ?? question.registry] };
}

test('every suggested fix validates, changes the answer and bypasses no condition', async () => {
  await fc.assert(fc.asyncProperty(questions, check), runs(60));
});
