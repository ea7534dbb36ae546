import type { BoundDeclaration } from '../declaration/bind/bound-declaration';
import type { Placement } from '../declaration/lower/access';
import type { Declaration } from '../declaration/schema/declaration';
import type { DiagnosticText } from '../declaration/syntax/diagnostic-codes';
import type { Reporter } from '../declaration/syntax/diagnostics';
import type { Deployment } from '../model/deployment';
import type { Topology } from '../model/topology';
import type { Address } from '../plan/model/planned-resource';
import type { PlanReview, Subject } from '../plan/review/review';

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

/** What every rule documents, of declarations or of plans. */
type RuleText = Pick<DiagnosticText, 'doc' | 'why'> & {
  /** The default; the settings can override it. */
  readonly severity: Severity | 'off';
};

/** A rule that checks plans. */
export interface Rule<Id extends string = string> extends RuleText {
  readonly id: Id;
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

/** A declaration whose names are resolved. Rejected parts are missing. */
interface BoundContext {
  readonly declaration: Declaration;
  readonly bound: BoundDeclaration;
  readonly placements: readonly Placement[];
}

/** A declaration, and the topology that it declares. */
interface LoweredContext extends BoundContext {
  readonly topology: Topology;
  readonly deployment: Deployment;
}

/**
 * Rules that check a declaration, with one check for each phase in which they find problems. A check can report several rules,
 * because one walk over the declaration finds the problems of all of them.
 */
export interface DeclarationRules<Id extends string = string> {
  readonly rules: Readonly<Record<Id, DiagnosticText>>;
  readonly bound?: (context: BoundContext, reporter: Reporter<Id>) => void;
  readonly lowered?: (context: LoweredContext, reporter: Reporter<Id>) => void;
  /** Runs only without errors, because a rejected part may be the one that the check looks for. */
  readonly complete?: (context: LoweredContext, reporter: Reporter<Id>) => void;
}

/** Returns rules whose checks can report only their own IDs, and the codes of the language. */
export function defineDeclarationRules<const Id extends string>(
  definition: DeclarationRules<Id>,
): DeclarationRules<Id> {
  return definition;
}

/** The IDs that the checks of a file can report. */
export type IdOf<Rules> = Rules extends DeclarationRules<infer Id> ? Id : never;

export type ReporterOf<Rules> = Reporter<IdOf<Rules>>;

/** A problem of one resource, before its address is added. */
export type ProblemWithoutAddress = Pick<Problem, 'help' | 'message' | 'subject'>;

/** A problem found in a plan. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Undefined if the finding reports a suppression. */
  readonly at: Address | undefined;
  readonly subject: Subject | undefined;
  readonly message: string;
  readonly help: string;
  /** HCL to paste, several lines, printed after `help`. */
  readonly code?: string | undefined;
  /** The line that declares the subject or the suppression; undefined without a declaration, or if it does not declare the subject. */
  readonly place: SourcePosition | undefined;
  /** The suppression that accepts the finding, if any. */
  readonly suppressedBy: Suppression | undefined;
}

/** The result of `checkPlans`: the changes, and the problems found in them. */
export interface CheckResult {
  readonly reviewed: PlanReview;
  /** Sorted by severity, plan, address and rule. Includes suppressed findings. */
  readonly findings: readonly Finding[];
}

/** The settings of plan checks: the section `checks` of the declaration, or a separate file. */
export interface CheckSettings {
  /** By rule ID. A rule without an entry uses its defaults. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** In the order of the file. */
  readonly suppressions: readonly Suppression[];
}

export interface RuleSetting {
  readonly severity: Severity | 'off' | undefined;
  /** Only the options that are set. The schema has validated their types. */
  readonly options: Readonly<Record<string, boolean | number | readonly string[]>>;
}

/** An entry of `suppressions`: accepts the findings of one rule at matching addresses. */
export interface Suppression {
  readonly rule: string;
  /** A Terraform address; `*` matches any text. */
  readonly address: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which the suppression applies, in UTC; undefined if it does not expire. */
  readonly expires: string | undefined;
  /** The position of the entry, for findings about the suppression. */
  readonly place: SourcePosition;
}

/** A position in a file of the user. Line and column are 1-based. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const DEFAULT_CHECKS: CheckSettings = { rules: {}, suppressions: [] };
