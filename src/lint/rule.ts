import type { Address } from '../plan/model/planned-resource';
import type { PlanReview, Subject } from '../plan/review/review.reviewed';

export type Severity = 'error' | 'warning' | 'note';

/** One option of a rule, set under `checks.rules.<id>.options`. */
export type RuleOption =
  | { readonly kind: 'flag'; readonly default: boolean; readonly doc: string }
  | { readonly kind: 'number'; readonly default: number; readonly min: number; readonly doc: string }
  | { readonly kind: 'texts'; readonly default: readonly string[]; readonly doc: string };

export type RuleOptions = Readonly<Record<string, RuleOption>>;

/** The values of the options, with defaults applied. */
export type OptionValues<Options extends RuleOptions = RuleOptions> = {
  readonly [Name in keyof Options]: Options[Name]['default'] extends boolean
    ? boolean
    : Options[Name]['default'] extends number
      ? number
      : readonly string[];
};

/** A rule that checks plans. */
export interface Rule<Id extends string = string> {
  readonly id: Id;
  /** The default; the settings can override it. */
  readonly severity: Severity | 'off';
  /** What the rule reports, in one sentence. */
  readonly doc: string;
  /** The consequence of the problem, in one or two sentences, with a link to AWS or Terraform documentation. */
  readonly why: string;
  readonly options: RuleOptions;
  /** Must be pure: reads only its arguments. */
  readonly check: (reviewed: PlanReview, options: OptionValues) => readonly Problem[];
}

/** A problem that a rule reports. */
export interface Problem {
  readonly at: Address;
  readonly subject: Subject;
  /** What is wrong, in complete sentences. */
  readonly message: string;
  /** The fix in HCL, or what to check. */
  readonly help: string;
  /** The fix in `topology.yaml`, for a resource that this project generated; undefined if `help` applies as well. */
  readonly helpForDeclaration?: string | undefined;
  /**
   * HCL to paste, several lines, printed after `help`; not shown for a resource that this project generated. Names from
   * plans and declarations are quoted as HCL requires.
   */
  readonly code?: string | undefined;
  /** Overrides the severity of the rule. A severity in the settings takes precedence. */
  readonly severity?: Severity | undefined;
}

/** Returns a rule whose `check` receives options typed by its own `options`. */
export function defineRule<const Id extends string, const Options extends RuleOptions>(
  definition: Omit<Rule<Id>, 'options' | 'check'> & {
    readonly options: Options;
    readonly check: (reviewed: PlanReview, options: OptionValues<Options>) => readonly Problem[];
  },
): Rule<Id> {
  // The schema validates the settings against `options`, so the types hold at run time.
  return definition as unknown as Rule<Id>;
}
