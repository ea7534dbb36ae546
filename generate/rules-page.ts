import { SUPPRESSION_RULES } from '../src/lint/plan/check';
import { RULES } from '../src/lint/plan/rules';
import type { Rule, RuleOption } from '../src/lint/rule';

/** The documented fields of a rule. The rules about suppressions have no options. */
type Documented = Pick<Rule, 'doc' | 'id' | 'severity' | 'why'> & Partial<Pick<Rule, 'options'>>;

const DOCUMENTED: readonly Documented[] = [...RULES, ...SUPPRESSION_RULES];

/** Returns the content of `docs/rules.md`. */
export function rulesPage(): string {
  return `# Rules

<!-- Written by \`npm run rules\` from src/lint/plan; do not edit. -->

What \`npx ecr-topology check\` looks for in Terraform plans. [plan-checks.md](plan-checks.md) says how to run it; search this
page for the id that it printed.

${table(
  ['rule', 'severity', 'what is required'],
  DOCUMENTED.map(({ id, severity, doc }) => [`[\`${id}\`](#${id})`, severity, doc]),
)}

With \`--fail-on\` left alone, errors fail the check, warnings and notes do not. What is \`off\` is looked for where the
settings turn it on.

## Turning a rule on, off, up or down

In [\`topology.yaml\`](topology.md#checks), or without the first line in a file of its own, for \`--config\`:

\`\`\`yaml fragment
checks:
  rules:
    unencrypted-with-cmk: { severity: warning }
    mutable-tags: { severity: 'off' }
    force-delete-enabled: { options: { onCreate: true } }
\`\`\`

## Accepting a finding

By rule and address, with a reason, and a last day where there is one:

\`\`\`yaml fragment
checks:
  suppressions:
    - rule: repository-destroyed
      address: aws_ecr_repository.develop-old-app
      reason: Retired in March, the images are archived.
      expires: '2027-03-31'
\`\`\`

It is still shown, and does not count. [Accepting what is found](plan-checks.md#accepting-what-is-found) has the details.

${DOCUMENTED.map(section).join('\n\n')}
`;
}

function section({ id, severity, doc, why, options = {} }: Documented): string {
  const settings = Object.entries(options);
  const parts = [`## ${id}`, `**${doc}** Severity: \`${severity}\`.`, why];
  if (settings.length > 0) {
    parts.push(
      table(
        ['option', 'default', ''],
        settings.map(([name, option]) => [`\`${name}\``, defaultText(option), option.doc]),
      ),
    );
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

function defaultText(option: RuleOption): string {
  if (option.kind !== 'texts') return `\`${String(option.default)}\``;
  return option.default.length === 0 ? 'none' : option.default.map((text) => `\`${text}\``).join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`.replaceAll('|  |', '| |');
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
