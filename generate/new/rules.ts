import { sortedUnique } from '../../src/base/collections';
import { RULE_TEXTS, TEXTS } from '../../src/lint/declaration/settings';
import { RULES } from '../../src/lint/plan/rules';
import { constantOf } from '../rules-module';
import { failingTest, type Addition } from './addition';

const COMMAND = 'npm run rules';

export function addPlanRule(id: string): Addition {
  // One word could be a keyword, and the rule is exported under its ID.
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(id)) {
    throw new Error(
      `'${id}' is not a valid ID of a rule. Use two or more lowercase words, separated by '-', for a rule for plans: ` +
        `'repository-destroyed'. ${declarationForm()}`,
    );
  }
  refuseExisting(id);
  return {
    created: [
      { path: `src/lint/plan/${id}.ts`, text: planRule(id) },
      { path: `__tests__/lint/plan/${id}.test.ts`, text: planRuleTest(id) },
    ],
    section: 'A rule for plans',
    command: COMMAND,
  };
}

export function addDeclarationRule(id: string): Addition {
  const [, section] = /^([a-z]+)\/[a-z0-9]+(?:-[a-z0-9]+)*$/.exec(id) ?? [];
  if (section === undefined || !SECTIONS.includes(section)) {
    throw new Error(`'${id}' is not a valid ID of a rule. ${declarationForm()}`);
  }
  refuseExisting(id);
  const file = id.replace('/', '-');
  return {
    created: [
      { path: `src/lint/declaration/${file}.ts`, text: declarationRule(id, file) },
      { path: `__tests__/lint/declaration/${file}.test.ts`, text: declarationRuleTest(id, file) },
    ],
    section: 'A rule for declarations',
    command: COMMAND,
  };
}

const SECTIONS = sortedUnique(Object.keys(RULE_TEXTS).map((id) => id.split('/', 1).join('')));

function declarationForm(): string {
  return `Use SECTION/SOME-ID for a rule for declarations, with one of the sections ${SECTIONS.join(', ')}.`;
}

function refuseExisting(id: string): void {
  // The texts include the rules about suppressions, which check plans too.
  if (id in TEXTS || RULES.some((rule) => rule.id === id)) throw new Error(`The rule '${id}' exists.`);
}

function planRule(id: string): string {
  return `import { isKnown } from '../../model/unknown';
import type { PlannedResource } from '../../plan/model/planned-resource';
import { repositoryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const ${constantOf(id)} = defineRule({
  id: '${id}',
  severity: 'warning',
  doc: 'TODO: what is reported, in one sentence.',
  why: 'TODO: the consequence, with a link to AWS documentation.',
  options: {},
  check: ({ resources }) => resources.flatMap(problemOf),
});

function problemOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'repository' || resource.after === undefined) return [];
  const { registry, name } = resource.after;
  // TODO: the condition. No repository has this name.
  if (!isKnown(name) || !name.startsWith('TODO')) return [];
  return [
    {
      at: addressOf(resource),
      subject: { registry, repository: name },
      message: \`TODO: what is wrong with the repository \${repositoryMark(registry, name)}.\`,
      help: 'TODO: the fix in HCL.',
    },
  ];
}
`;
}

function planRuleTest(id: string): string {
  const constant = constantOf(id);
  const message = `Write the rule in src/lint/plan/${id}.ts: doc, why, condition, message and fix. Write its cases below: plans with the problem, and the nearest plans without it.`;
  return `import { ${constant} } from '../../../src/lint/plan/${id}';
import { repository } from '../../plan/plans';
import { appRepository } from './app-repository';
import { testRule } from './rule-cases';

${failingTest(message)}

testRule(${constant}, [
  {
    name: 'reports TODO: the problem',
    resources: [appRepository({ after: repository('app') })],
    finds: [['aws_ecr_repository.app', 'TODO: a part of the message', 'TODO: a part of the fix']],
  },
  {
    name: 'does not report TODO: the nearest plan without the problem',
    resources: [appRepository({ after: repository('app') })],
    finds: [],
  },
]);
`;
}

function declarationRule(id: string, file: string): string {
  const constant = constantOf(file);
  return `import type { BoundRegistry } from '../../declaration/bind/bound-declaration';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const ${constant} = defineDeclarationRules({
  rules: {
    '${id}': {
      severity: 'warning',
      doc: 'TODO: what is reported, in one sentence.',
      why: 'TODO: the consequence, and what to do.',
    },
  },
  bound({ bound }, reporter) {
    for (const registry of bound.registries) checkRegistry(registry, reporter);
  },
});

type Reporter = ReporterOf<typeof ${constant}>;

function checkRegistry({ name, path }: BoundRegistry, reporter: Reporter): void {
  // TODO: the condition. No registry has this name.
  if (!name.startsWith('TODO')) return;
  reporter.atKey(path, '${id}', \`TODO: what is wrong with '\${name}'.\`, 'TODO: the fix.');
}
`;
}

function declarationRuleTest(id: string, file: string): string {
  const message = `Write the rule in src/lint/declaration/${file}.ts: severity, doc, why, condition, message and fix. Write its cases below: each wrong value, and the nearest correct one.`;
  return `import { base, BASE } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

${failingTest(message)}

describeDiagnostics('${file}', {
  '${id}': [
    {
      bad: base('develop: { account', '«develop»: { account'),
      message: 'TODO: a part of the message or fix',
      good: BASE,
    },
  ],
});
`;
}
