import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { stringify } from 'yaml';
import { diagnose, matchMessage } from '../../src/diagnose/diagnose';
import { parseTopology, type LoadedTopology } from '../../src/lint/declaration/load';
import type { PageFunctions } from '../../src/page/scripting';
import { diagnosisJson, unrecognisedJson } from '../../src/report/diagnosis-parts';
import { declaredAccess } from '../access/declared-access';
import { launchChromium, withPage } from '../browser/chromium';
import { openReport, reportPage } from '../browser/report-page';
import { ecrTopology } from '../cli/in-process';
import { declarationsWithLimitedStatements } from '../declaration/random-declarations';
import { messageNames, MESSAGE_FOLDERS, readMessage } from '../diagnose/diagnose-text';
import { describeWithRequirements } from './describe-with-requirements';
import {
  answerInNode,
  checkedAnswerInNode,
  explainArguments,
  randomQuestions,
  type Answer,
  type PageQuestion,
} from './page-questions';

/** Set another one to search further: `ECR_TOPOLOGY_SEED=1`. */
const SEED = Number(process.env.ECR_TOPOLOGY_SEED ?? 20261201);
const EXAMPLES = [
  'topology.yaml',
  'examples/organization.yaml',
  'examples/cross-account-pull-push.yaml',
  'examples/everything.yaml',
];
const QUESTIONS_EACH = 25;
const RANDOM_DECLARATIONS = 18;

interface Case {
  readonly loaded: LoadedTopology;
  readonly questions: readonly PageQuestion[];
}

function casesOf(seed: number): readonly Case[] {
  const sample = { seed, numRuns: RANDOM_DECLARATIONS };
  const texts = [
    ...EXAMPLES.map((file) => readFileSync(file, 'utf8')),
    ...fc.sample(declaredAccess, sample).map((each) => stringify(each)),
    ...fc.sample(declarationsWithLimitedStatements, sample).map((each) => stringify(each)),
  ];
  const numbers = fc.sample(fc.infiniteStream(fc.nat()), { seed, numRuns: 1 })[0]!;
  const pick = (limit: number): number => Number(numbers.next().value) % limit;
  return texts.map((text) => {
    const loaded = load(text);
    return { loaded, questions: randomQuestions(loaded, QUESTIONS_EACH, pick) };
  });
}

function load(text: string): LoadedTopology {
  const loaded = parseTopology({ file: 'topology.yaml', text }, {});
  if (loaded.kind !== 'topology') throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded;
}

/** The page names fields where the command names options. */
function withFieldNames(answer: Answer): unknown {
  if ('json' in answer) return JSON.parse(JSON.stringify(answer.json));
  return {
    error: answer.error.replaceAll('--registry', "'Registry'").replaceAll('--to', "'To'"),
  };
}

describeWithRequirements('answers of the report page', ['chromium'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-page-answers-'));
  const file = join(folder, 'report.html');
  const cases = casesOf(SEED);
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test(`1,000 questions have the same answer as in Node.js (seed ${SEED})`, async () => {
    const verdicts = new Set<unknown>();
    let answered = 0;
    await withPage(browser, {}, async (page) => {
      for (const { loaded, questions } of cases) {
        await openReport(page, await reportPage(loaded), file);
        const answers = await page.evaluate(explainInPage, questions);
        for (const [index, question] of questions.entries()) {
          const expected = withFieldNames(answerInNode(loaded, question));
          expect({ question, answer: answers[index] }).toEqual({ question, answer: expected });
          verdicts.add((expected as { readonly verdict?: string }).verdict);
          answered += 1;
        }
      }
    });

    expect(answered).toBe(1000);
    expect([...verdicts].sort()).toEqual(['allowed', 'denied', 'unknown', undefined]);
  });

  test('100 questions have the same answer as on the command line, apart from the check of the fixes', async () => {
    const topology = join(folder, 'topology.yaml');
    let compared = 0;
    for (const { loaded, questions } of cases.slice(0, 25)) {
      writeFileSync(topology, loaded.source.text);
      for (const question of questions.slice(0, 4)) {
        const plain = withoutPolicies(question);
        const inNode = answerInNode(loaded, plain);
        const { stdout, stderr } = await ecrTopology(explainArguments(plain, topology));
        compared += 1;
        if ('error' in inNode) {
          expect(stderr).toContain(inNode.error);
          continue;
        }
        const printed = JSON.parse(stdout) as object;
        const expected = JSON.parse(JSON.stringify(inNode.json)) as object;
        expect({ ...printed, fixes: [] }).toEqual({ ...expected, fixes: [] });
        expect(printed).toEqual(JSON.parse(JSON.stringify(checkedAnswerInNode(loaded, plain))));
      }
    }
    expect(compared).toBe(100);
  });

  test('messages have the same diagnosis as in Node.js', async () => {
    const messages = [
      ...MESSAGE_FOLDERS.flatMap((each) => messageNames(each).map((name) => readMessage(name, each))),
      'nothing that ECR prints',
      '</script><img src=x onerror=alert(1)>',
    ];
    expect(messages.length).toBeGreaterThan(300);
    await withPage(browser, {}, async (page) => {
      for (const name of ['topology.yaml', 'examples/organization.yaml']) {
        const loaded = load(readFileSync(name, 'utf8'));
        const declared = { topology: loaded.topology, accounts: loaded.deployment.accounts };
        await openReport(page, await reportPage(loaded), file);
        const diagnoses = await page.evaluate(diagnoseInPage, messages);
        for (const [index, text] of messages.entries()) {
          const message = matchMessage(text);
          const expected =
            message === undefined ? unrecognisedJson(text) : diagnosisJson(diagnose(message, declared));
          expect({ text, diagnosis: diagnoses[index] }).toEqual({
            text,
            diagnosis: JSON.parse(JSON.stringify(expected)) as unknown,
          });
        }
      }
    });
  });

  test('the form gives the same answers, and its URL contains the question', async () => {
    const loaded = load(readFileSync('examples/organization.yaml', 'utf8'));
    const questions = cases[1]!.questions;
    await withPage(browser, {}, async (page) => {
      await openReport(page, await reportPage(loaded), file, '#/ask');
      const form = page.locator('form.question');
      for (const question of [
        ...questions,
        ...cases[1]!.questions.map((each) => ({ ...each, operation: 'pull' as const })),
      ]) {
        if (question.operation === 'pull' && !('as' in question)) continue;
        const { operation, as, repository, registry = '', from, to, context = '' } = question;
        await form.getByLabel(operation, { exact: true }).check();
        await form.getByLabel('Repository', { exact: true }).fill(repository);
        if (operation === 'replicate') {
          await form.getByLabel('From').selectOption(from!);
          await form.getByLabel('To', { exact: true }).selectOption(to!);
        } else {
          await form.getByLabel('Caller').fill(as!);
          await form.getByLabel('Registry', { exact: true }).selectOption(registry);
        }
        const added = {
          'Identity policies': question.identityPolicy,
          'Permissions boundary': question.boundary,
          SCPs: question.scp,
          RCPs: question.rcp,
        };
        const details = form.locator('details');
        if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
        for (const [label, value] of Object.entries(added)) await form.getByLabel(label).fill(value ?? '');
        await form.getByLabel('Condition keys').fill(context);
        await form.getByRole('button', { name: 'Evaluate', exact: true }).click();
        const expected = answerInNode(loaded, question);
        const answer = page.locator('section.answer');
        await answer.waitFor();
        if ('error' in expected) {
          expect(await answer.getByRole('alert').textContent()).toBe(
            (withFieldNames(expected) as { error: string }).error,
          );
        } else {
          const { verdict } = expected.json as { readonly verdict: string };
          expect(await answer.locator('[data-verdict]').getAttribute('data-verdict')).toBe(verdict);
        }
        const url = new URLSearchParams((await page.evaluate<string>('location.hash')).split('?')[1]);
        expect(Object.fromEntries(url)).toEqual(question);
      }
    });
  });

  test('a denied pull in a message becomes a question', async () => {
    const loaded = load(readFileSync('examples/organization.yaml', 'utf8'));
    await withPage(browser, {}, async (page) => {
      await openReport(page, await reportPage(loaded), file, '#/ask');
      const { registries } = loaded.topology;
      const { accountId, region, name, repositories } = registries.find(
        (each) => each.repositories.length > 0,
      )!;
      const message = `denied: User: arn:aws:sts::222222222222:assumed-role/ci/build is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:${region}:${accountId}:repository/${repositories[0]!.name} because no resource-based policy allows the ecr:BatchGetImage action`;
      await page.getByRole('textbox', { name: 'Error message' }).fill(message);
      await page.getByRole('button', { name: 'Diagnose' }).click();
      expect(await page.evaluate('location.hash')).toBe('#/ask');
      await page.getByRole('button', { name: 'Evaluate this request' }).click();
      await page.locator('[data-verdict]').waitFor();
      const url = new URLSearchParams((await page.evaluate<string>('location.hash')).split('?')[1]);
      expect(Object.fromEntries(url)).toEqual({
        operation: 'pull',
        as: 'arn:aws:sts::222222222222:assumed-role/ci/build',
        repository: repositories[0]!.name,
        registry: name,
      });
    });
  });
});

/** Runs in the browser. */
function explainInPage(questions: readonly PageQuestion[]): unknown[] {
  const { ecrTopology: functions } = globalThis as unknown as { readonly ecrTopology: PageFunctions }; // the page sets it
  return questions.map((question) => {
    try {
      return JSON.parse(JSON.stringify(functions.explain(question))) as unknown;
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  });
}

/** Runs in the browser. */
function diagnoseInPage(messages: readonly string[]): unknown[] {
  const { ecrTopology: functions } = globalThis as unknown as { readonly ecrTopology: PageFunctions }; // the page sets it
  return messages.map((message) => JSON.parse(JSON.stringify(functions.diagnose(message))) as unknown);
}

/** Returns the question without the policies of files. The label of such a policy is the name of its file. */
function withoutPolicies(question: PageQuestion): PageQuestion {
  const policies: ReadonlySet<string> = new Set(['identityPolicy', 'boundary', 'scp', 'rcp']);
  // Policies are optional.
  return Object.fromEntries(Object.entries(question).filter(([name]) => !policies.has(name))) as PageQuestion;
}
