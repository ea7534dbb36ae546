import type { CheckResult } from '../../../src/lint/rule';
import { reviewJson } from '../../../src/report/review/json';
import { escapeMarkdown, markdownCode, markdownProse } from '../../../src/report/format/markdown';
import { COMMENT_LIMIT } from '../../../src/report/format/comment';
import { reviewMarkdown } from '../../../src/report/review/markdown';
import { policy } from '../../plan/plans';
import { DESTRUCTIVE, finding, HOSTILE, hostileResult, manyFindings, NAMES, resultOf } from './results';

interface MarkdownOptions {
  readonly limit?: number;
  readonly comment?: string;
  readonly hasHtml?: boolean;
}

const shown = (
  result: CheckResult,
  { limit = COMMENT_LIMIT, comment, hasHtml = true }: MarkdownOptions = {},
) => reviewMarkdown(result, { names: NAMES, failOn: 'error', limit, comment, hasHtml, rulesUrl: undefined });

test('starts with the marker by which the next run finds it, then the verdict and the changes', () => {
  expect(shown(resultOf([finding()], DESTRUCTIVE)).split('\n### Findings')[0])
    .toBe(`<!-- ecr-topology check -->
## ❌ ECR check failed: 1 error

2 repositories destroyed, 1 replaced, 1 created; account build (222222222222) gains pull on app; account 333333333333 loses pull on app. Checked: \`plan.json\`.

### What changes

**Repositories**

- ❗ **develop: repository gone is destroyed with all its images (force_delete is enabled)**
- ❗ **develop: repository other is replaced because name changes: destroyed with all its images (force_delete is enabled) and created again, empty**
- ➖ develop: repository kept is destroyed (fails while it contains images)
- ➕ management: repository fresh is created

**Access**

- ➕ account build (222222222222) gains pull on app (develop), if its account allows it
- ➖ account 333333333333 loses pull on app (develop), which it had if its account allows it
`);
});

test('a finding has its position, its fix, and collapsed code to paste', () => {
  const place = { file: 'topology.yaml', line: 13, column: 5 };
  const text = shown(resultOf([finding({ place, code: 'removed {\n}\n' })]));
  expect(text).toContain(`
### Findings

- ❌ **repository-destroyed** \`aws_ecr_repository.app\`, \`topology.yaml:13:5\`  
  The repository goes.

  *What to do:* Keep it.

  <details>
  <summary>Code to paste</summary>

  \`\`\`hcl
  removed {
  }
  \`\`\`

  </details>
`);
});

test('collapses notes, suppressed findings and statements', () => {
  const suppressedBy = {
    rule: 'x',
    address: '*',
    reason: 'agreed',
    expires: undefined,
    place: { file: 'checks.yaml', line: 1, column: 1 },
  };
  const text = shown(resultOf([finding({ severity: 'note' }), finding({ suppressedBy })], DESTRUCTIVE));
  expect(text).toContain('## ✅ ECR check passed: 1 note, 1 suppressed');
  expect([...text.matchAll(/<summary>(.*)<\/summary>/g)].map(([, title]) => title)).toEqual([
    '1 note',
    '1 suppressed',
    'Registries',
    'Changes of policy statements',
  ]);
  expect(text).not.toContain('### Findings');
});

test('shows a warning that does not fail the check', () => {
  expect(shown(resultOf([finding({ severity: 'warning' })]))).toContain('## ⚠️ ECR check passed: 1 warning');
});

test('another check has another marker, and a host without HTML a marker without HTML', () => {
  expect(shown(resultOf([]), { comment: 'prod' })).toMatch(/^<!-- ecr-topology check prod -->\n/);
  const plain = shown(resultOf([finding({ code: 'a', severity: 'note' })], DESTRUCTIVE), {
    comment: 'prod',
    hasHtml: false,
  });
  expect(plain).toMatch(/^\[\/\/\]: # \(ecr-topology check prod\)\n\n## /);
  expect(plain).not.toMatch(/<[a-z!/]/);
});

/**
 * Decodes characters that are written as numeric entities, like a Markdown renderer. Decoded characters are not
 * markup.
 */
const read = (text: string) => text.replace(/&#(\d+);/g, (_, number) => (number === '8203' ? '\u200B' : '?'));

/** Every open element is closed, and no text of a plan is markup. */
function expectComplete(markdown: string): void {
  const text = read(markdown);
  const outsideBlocks = text.replace(/^ *(`{3,})hcl\n[\s\S]*?^ *\1$/gm, '');
  expect(outsideBlocks).not.toMatch(/^ *`{3,}(hcl)?$/m);
  const outsideCode = outsideBlocks.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
  const tags = [...outsideCode.matchAll(/<[^>\n]*>?/g)].map(([tag]) => tag);
  expect(new Set(tags)).toEqual(
    new Set(tags.filter((tag) => /^<(!-- ecr-topology check -->|\/?details>|\/?summary>)$/.test(tag))),
  );
  const number = (tag: string) => tags.filter((each) => each === tag).length;
  expect([number('</details>'), number('</summary>')]).toEqual([number('<details>'), number('<summary>')]);
  expect(outsideCode).not.toMatch(/@\w|#\d|!\d|https?:\/\/|www\.\w|GH-\d|\*\*bold|\]\(/);
}

test.each([1_000, 1_500, 2_000, 5_000, 10_000, 32_768, COMMENT_LIMIT])(
  'contains at most %i characters, with no item cut',
  (limit) => {
    for (const result of [hostileResult(), manyFindings(5_000), resultOf([], DESTRUCTIVE)]) {
      const text = shown(result, { limit });
      expect(text.length).toBeLessThanOrEqual(limit);
      expectComplete(text);
    }
  },
);

test('leaves out the least severe findings, and counts them', () => {
  const text = shown(manyFindings(5_000), { limit: 10_000 });
  expect(text).toContain('aws_ecr_repository.app["0"]');
  const findings = text.slice(text.indexOf('### Findings'));
  const shownFindings = [...findings.split('<details>')[0]!.matchAll(/, (\d+) times/g)].map(([, times]) =>
    Number(times),
  );
  const more = Number(/^- … and (\d+) more$/m.exec(findings)?.[1]);
  // Errors and warnings. The notes are collapsed and do not fit.
  expect(shownFindings.reduce((sum, each) => sum + each, 0) + more).toBe(3_334);
  expect(findings).toContain('notes</summary>\n\n- … and 1666 more\n');
});

test.each(HOSTILE)('shows %j unchanged, without meaning in Markdown', (text) => {
  for (const rendered of [escapeMarkdown(text), markdownProse(text)]) {
    expect(read(rendered)).not.toMatch(/[\n\r|<>`*[\]~]|@\w|#\d|!\d|:\/\/|www\.\w|GH-\d/);
  }
});

test.each([
  ['plain', '`plain`'],
  ['with `one`', '`` with `one` ``'],
  ['``', '``` `` ```'],
  ['', '`  `'],
  ['new\nline', '`new\uFFFDline`'],
])('%j as code is %j', (text, code) => {
  expect(markdownCode(text)).toBe(code);
});

test('ARNs in prose are code, so that users can copy them', () => {
  expect(markdownProse('may arn:aws:iam::1:role/a_b* do, <b>')).toBe(
    'may `arn:aws:iam::1:role/a_b*` do, &#60;b&#62;',
  );
});

test.each([
  `terraform state rm 'module.a.aws_ecr_repository.b["x/y z"]'`,
  'aws_ecr_repository_policy.app[0]',
  'data.aws_caller_identity.develop.account_id',
  'lifecycle { ignore_changes = [encryption_configuration] }',
  'arn:aws:ecr:eu-west-1:111111111111:repository/*',
  'ecr:*',
])('commands and addresses are code: %s', (code) => {
  const text = shown(resultOf([finding({ help: `To keep it: ${code}. Then look again.` })]));
  expect(text).toContain(`To keep it: \`${code}\`. Then look again.`);
});

test('removes the quotes of code', () => {
  const help = "Remove 'aws_ecr_repository_policy.app[\"x\"]', not 'app'.";
  expect(shown(resultOf([finding({ help })]))).toContain(
    'Remove `aws_ecr_repository_policy.app["x"]`, not \'app\'.',
  );
});

test('a sensitive change has a line, and the headline does not report that nothing changes', () => {
  const [pull, push] = ['ecr:BatchGetImage', 'ecr:*'].map((action) => ({
    repository: 'app',
    policy: policy({ Effect: 'Allow', Principal: { AWS: '222222222222' }, Action: action }),
  }));
  const result = resultOf(
    [],
    [
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: pull!,
        after: push!,
        change: { beforeSensitive: { policy: true }, afterSensitive: { policy: true } },
      },
    ],
  );
  const text = shown(result);
  // The titles of the groups may change, and these values of the JSON output may not.
  expect(reviewJson(result, NAMES, 'error')).toContain('"about": "also"');
  expect(text).toContain('Some changes are known only after apply.');
  expect(text).toContain(
    '🔄 `aws_ecr_repository_policy.app` is changed; its sensitive values are not visible',
  );
  expect(text).not.toContain('222222222222');
});

test('a suppressed finding contains its message', () => {
  const suppressedBy = {
    rule: 'x',
    address: '*',
    reason: 'agreed',
    expires: undefined,
    place: { file: 'checks.yaml', line: 1, column: 1 },
  };
  expect(shown(resultOf([finding({ suppressedBy, message: 'The repository goes.' })]))).toMatch(
    /agreed.*\n {2}The repository goes\./,
  );
});
