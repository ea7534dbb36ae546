import * as z from 'zod';
import { nameRule, type NameRule } from '../../aws/names';
import { isList } from '../../base/collections';
import {
  describedEnum,
  exactlyOneKey,
  flag,
  section,
  validatedString,
} from '../../declaration/schema/field-types';
import type { Field } from '../../declaration/schema/located';
import type { DiagnosticText } from '../../declaration/syntax/diagnostic-codes';
import type { Rule, RuleOption, RuleOptions, RuleSetting, Severity } from '../rule';
import { SUPPRESSION_RULES } from '../suppressions';
import { RULES } from './rules';

/** The IDs of the rules whose findings can be suppressed. */
export const RULE_IDS: readonly string[] = RULES.map(({ id }) => id);
/** The IDs of the rules that can be configured, including the rules about suppressions. */
export const SETTING_IDS: readonly string[] = [...RULES, ...SUPPRESSION_RULES].map(({ id }) => id);

const ADDRESS = withMaxLength(
  1000,
  nameRule(/^(?=[^.*]*[.*])\S(.*\S)?$/u, "be the address of a resource, with '*' for any text"),
);
const PATH = withMaxLength(
  1000,
  nameRule(/^[a-z*](.*\S)?$/u, "be a path, with '*' for any text: replication[0]"),
);
const REASON = withMaxLength(
  500,
  nameRule(
    /^[^\p{L}\p{N}]*([\p{L}\p{N}][^\p{L}\p{N}]*){3}/u,
    'be a reason with at least 3 letters or digits',
  ),
);

/** Adds a maximum length to a rule for texts of variable length. */
function withMaxLength(max: number, rule: NameRule): NameRule {
  return {
    ...rule,
    length: { min: 1, max },
    fault: (text) => (text.length > max ? `it must have at most ${max} characters` : rule.fault(text)),
  };
}

const DATE: NameRule = {
  pattern: /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/,
  requirement: 'be a date in the format YYYY-MM-DD',
  fault(text) {
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return `it must ${DATE.requirement}`;
    // JavaScript parses 30 February as 2 March.
    const time = Date.parse(text);
    const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
    return isDay ? undefined : 'this day does not exist';
  },
};

function optionSchema(option: RuleOption) {
  const { doc } = option;
  switch (option.kind) {
    case 'flag':
      return flag(doc, option.default).optional();
    case 'number':
      return z.number().min(option.min).optional().meta({ description: doc, default: option.default });
    case 'texts':
      return z
        .array(z.string())
        .optional()
        .meta({ description: `${doc} Default: ${option.default.join(', ') || 'none'}.` });
  }
}

/** Each rule defines its options and their types. */
export interface DeclaredRule {
  readonly severity?: Severity | 'off' | undefined;
  readonly options?: Readonly<Record<string, RuleSetting['options'][string] | undefined>> | undefined;
}

type RuleDescription = Pick<Rule, 'id' | 'doc' | 'severity'> & { readonly options?: RuleOptions };

const OFF = 'The rule is disabled.';

const findingSeverity = describedEnum(
  {
    error: 'The exit code of `check` is 1.',
    warning: 'The exit code of `check` is 1 with `--fail-on warning`.',
    note: 'The exit code of `check` is 1 with `--fail-on note`.',
    off: OFF,
  },
  'The severity of the findings.',
  { id: 'findingSeverity' },
);

const warningSeverity = describedEnum(
  { error: 'An error: no stacks are written.', warning: 'A warning.', off: OFF },
  'The severity of the warning.',
  { id: 'warningSeverity' },
);

/** Returns the schema for the settings of one rule. */
export function ruleSchema({
  id,
  doc,
  severity,
  options = {},
}: RuleDescription): z.ZodType<DeclaredRule, DeclaredRule> {
  const settings = {
    severity: findingSeverity
      .optional()
      .meta({ description: 'The severity of the findings.', default: severity }),
  };
  const named = Object.entries(options);
  const reference = `reference/rules.md#${id}`;
  if (named.length === 0) return section(settings, doc, { reference });
  const shape = Object.fromEntries(named.map(([name, option]) => [name, optionSchema(option)]));
  return section({ ...settings, options: section(shape, 'Options of the rule.').optional() }, doc, {
    reference,
  });
}

/** Returns the schema for the settings of one rule that checks declarations. */
function warningSchema({ doc }: DiagnosticText): z.ZodType<DeclaredRule, DeclaredRule> {
  const severity = warningSeverity
    .optional()
    .meta({ description: 'The severity of the warning.', default: 'warning' });
  return section({ severity }, doc, { reference: 'reference/diagnostics.md' });
}

function rulesSchema(warnings: Warnings) {
  const schemas = [
    ...[...RULES, ...SUPPRESSION_RULES].map((rule) => [rule.id, ruleSchema(rule)] as const),
    ...Object.entries(warnings).map(([id, text]) => [id, warningSchema(text)] as const),
  ];
  return (
    z
      .looseObject(Object.fromEntries(schemas.map(([id, schema]) => [id, schema.optional()])))
      // `checkRuleSettings` reports unknown rules with the list of rules. Editors mark them by `additionalProperties`.
      .meta({ description: 'Settings of rules, by the ID of the rule.', additionalProperties: false })
  );
}

/** The warnings of declarations that can be configured, by rule ID. */
export type Warnings = Readonly<Record<string, DiagnosticText>>;

/** Returns whether a rule checks a declaration, also if it is misspelled: only these IDs contain a slash. */
export function isOfDeclaration(id: string): boolean {
  return id.includes('/');
}

function suppressionSchema(warnings: Warnings) {
  return section(
    {
      rule: z.string().meta({
        description: 'The ID of the rule whose finding or warning you accept.',
        enum: [...RULE_IDS, ...Object.keys(warnings)],
        enumDescriptions: [...RULES, ...Object.values(warnings)].map(({ doc }) => doc),
        // The message of editors would list all rules.
        errorMessage:
          'Expected the ID of a rule of docs/reference/rules.md or of a warning of docs/reference/diagnostics.md.',
      }),
      address: validatedString(
        ADDRESS,
        'shape/wrong-value',
        'The Terraform address of the resource, for a rule that checks plans. `*` matches any text.',
        { examples: ['aws_ecr_repository.this["app"]'] },
      ).optional(),
      path: validatedString(
        PATH,
        'shape/wrong-value',
        'The path of the value in this file, for a rule that checks this file. `*` matches any text.',
        { examples: ['replication[0]'] },
      ).optional(),
      reason: validatedString(REASON, 'check/reason', 'Why you accept the finding. At most 500 characters.'),
      expires: validatedString(
        DATE,
        'check/expires',
        'The last day in UTC on which the finding is accepted: YYYY-MM-DD. Default: no end.',
        { examples: ['2027-12-31'] },
      ).optional(),
    },
    'A finding or warning that you accept.',
    {
      title: 'suppression',
      ...exactlyOneKey(
        ['address', 'path'],
        "Set 'address' for a rule that checks plans, or 'path' for a rule that checks this file.",
      ),
    },
  ).superRefine(
    (suppression: unknown, context) => {
      // This also runs if a value was rejected; a suppression that is not a mapping is already reported.
      if (typeof suppression !== 'object' || suppression === null || isList(suppression)) return;
      if ('address' in suppression || 'path' in suppression) return;
      const key = 'rule' in suppression && isOfDeclaration(String(suppression.rule)) ? 'path' : 'address';
      context.addIssue({ code: 'invalid_type', expected: 'string', input: undefined, path: [key] });
    },
    { when: () => true },
  );
}

/**
 * Returns the schema of the section `checks` of a declaration, and of the contents of a file of check settings.
 *
 * @param warnings none for a file, because it has no declaration
 */
export function checksSchema(warnings: Warnings) {
  return section(
    {
      // Created only if a rule is set, because the schemas of a hundred rules would slow down every start.
      rules: z.lazy(() => rulesSchema(warnings)).optional(),
      suppressions: z.array(suppressionSchema(warnings)).optional().meta({
        description:
          'Findings and warnings that you accept. They are shown, but do not change the exit code.',
      }),
    },
    'Settings of the rules that check plans, and of the warnings of this file.',
    { reference: 'reference/topology.md#checks' },
  );
}

/** The settings of the checks: a section of the declaration, or a file. */
export type CheckSettingsSection = Field<z.input<ReturnType<typeof checksSchema>>>;
