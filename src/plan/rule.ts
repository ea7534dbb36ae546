import type { Problem, Reviewed } from './reviewed';

export type Severity = 'error' | 'warning' | 'note';

/** A setting of one rule, under `checks.rules.<id>.options`. */
export type RuleOption =
  | { readonly kind: 'flag'; readonly default: boolean; readonly doc: string }
  | { readonly kind: 'number'; readonly default: number; readonly min: number; readonly doc: string }
  | { readonly kind: 'texts'; readonly default: readonly string[]; readonly doc: string };

export type RuleOptions = Readonly<Record<string, RuleOption>>;

/** What the options are set to. */
export type OptionValues<Options extends RuleOptions = RuleOptions> = {
  readonly [Name in keyof Options]: Options[Name]['default'] extends boolean
    ? boolean
    : Options[Name]['default'] extends number
      ? number
      : readonly string[];
};

/** One thing that plans are checked for. */
export interface Rule<Id extends string = string> {
  readonly id: Id;
  /** Unless the settings say otherwise. */
  readonly severity: Severity | 'off';
  /** What has to be so, in one sentence. */
  readonly doc: string;
  /** Why, and what happens otherwise, in one or two sentences, with the AWS or Terraform page where there is one. */
  readonly why: string;
  readonly options: RuleOptions;
  /** Pure: looks at nothing but what it is given. */
  readonly check: (reviewed: Reviewed, options: OptionValues) => readonly Problem[];
}

/** A rule whose `check` knows the types of its own options. */
export function rule<const Id extends string, const Options extends RuleOptions>(
  definition: Omit<Rule<Id>, 'options' | 'check'> & {
    readonly options: Options;
    readonly check: (reviewed: Reviewed, options: OptionValues<Options>) => readonly Problem[];
  },
): Rule<Id> {
  // The settings are checked against the options that the rule names before they are handed to it.
  return definition as unknown as Rule<Id>;
}
