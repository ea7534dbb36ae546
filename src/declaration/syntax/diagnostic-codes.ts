/** A diagnostic or a rule, as the documentation describes it. */
export interface DiagnosticText {
  readonly severity: 'error' | 'warning';
  /** What is reported, in one sentence. */
  readonly doc: string;
  /** The consequence, and what to do, in Markdown; a link to AWS documentation comes last. */
  readonly why: string;
  /** Reported once for each position, even if several aliases or registries lead to it. */
  readonly oncePerPosition?: true;
}

/**
 * The errors of the language, which reading, the schema and binding report. The rules of `src/lint/declaration` have codes of the
 * same form. Codes are stable, because users search for them. `docs/reference/diagnostics.md` is generated from these texts.
 */
export const CODES = {
  'file/missing': {
    severity: 'error',
    doc: 'The file does not exist.',
    why: 'Set its path with `--topology FILE` or `ECR_TOPOLOGY`, or run the command in its folder.',
  },
  'file/unreadable': {
    severity: 'error',
    doc: 'The file cannot be read.',
    why: 'Check its permissions, that it is a file, and that it is no larger than 20 MB.',
  },
  'file/empty': {
    severity: 'error',
    doc: 'The file is empty.',
    why: 'Start from the shipped `topology.yaml`.',
  },
  'file/not-utf8': {
    severity: 'error',
    doc: 'The file is not UTF-8.',
    why: "Save it as UTF-8. PowerShell's `>` writes UTF-16.",
  },

  'yaml/syntax': {
    severity: 'error',
    doc: 'The file is not one YAML 1.2 document.',
    why: 'Fix the syntax first: nothing else is checked before.',
  },
  'yaml/duplicate-key': {
    severity: 'error',
    doc: 'A key is repeated in its mapping.',
    why: 'Merge the two, or rename one. YAML would use one of them without a message.',
  },
  'yaml/aliases': {
    severity: 'error',
    doc: 'Aliases repeat an unreasonable amount of the file, or an alias contains itself.',
    why: 'Write the value out.',
  },
  'yaml/depth': {
    severity: 'error',
    doc: 'A value is nested deeper than any key of the language.',
    why: 'Look for a bracket that is not closed.',
  },

  'shape/unknown-key': {
    severity: 'error',
    doc: 'A key is not a key of the language.',
    why: 'Use one of the keys that the message lists.',
    oncePerPosition: true,
  },
  'shape/missing-key': {
    severity: 'error',
    doc: 'A required key is missing.',
    why: 'Add it.',
  },
  'shape/wrong-type': {
    severity: 'error',
    doc: 'A value does not have the type of its key.',
    why: 'Quotes make text, brackets make a list; `true` and `false` are the only booleans.',
    oncePerPosition: true,
  },
  'shape/wrong-value': {
    severity: 'error',
    doc: 'A value is not one that its key allows.',
    why: 'Use one that the message lists.',
    oncePerPosition: true,
  },

  'environment/not-set': {
    severity: 'error',
    doc: 'An environment variable is not set and has no default.',
    why: 'Set it, or write `${NAME:-default}`.',
  },
  'environment/malformed': {
    severity: 'error',
    doc: 'A reference to a variable is not `${NAME}` or `${NAME:-default}`.',
    why: 'Close the brace. Names contain letters, digits and `_`.',
  },
  'environment/credential': {
    severity: 'error',
    doc: 'A credential is read from the environment.',
    why: 'Set `profile` or `assumeRole`: Terraform finds credentials itself.',
  },

  'account/id': {
    severity: 'error',
    doc: 'An account ID is not 12 digits.',
    why: 'Look it up: `aws sts get-caller-identity`.',
  },
  'account/id-unquoted': {
    severity: 'error',
    doc: 'An account ID is not in quotes.',
    why: 'Quote it: YAML reads a number and drops leading zeros.',
  },
  'cache/prefix': {
    severity: 'error',
    doc: 'The prefix of a pull-through cache does not match the pattern of ECR and the AWS provider.',
    why:
      'Use lowercase letters and digits, separated by single `.`, `_` or `-`, 2 to 30 characters, with `/` ' +
      'between namespaces; or `ROOT`.',
  },
  'template/prefix': {
    severity: 'error',
    doc: 'The prefix of a creation template does not match the pattern of ECR.',
    why: 'Use a namespace as in repository names, of at least two characters; or `ROOT`.',
  },
  'template/applied-for': {
    severity: 'error',
    doc: 'A creation template repeats a use.',
    why: 'Remove one.',
  },
  'scanning/filter': {
    severity: 'error',
    doc: 'A scanning filter does not match the pattern of ECR.',
    why:
      'Use lowercase letters, digits and `*`, with single `.`, `_`, `-` or `/` between them: `team/*`, not ' +
      '`team/`.',
  },
  'scanning/duplicate-filter': {
    severity: 'error',
    doc: 'The scanning configuration of a registry repeats a filter.',
    why: 'Remove one. If two rules match a repository, `CONTINUOUS_SCAN` applies.',
  },
  'repository/which-registry': {
    severity: 'error',
    doc: 'A repository sets neither its registry nor its registries, sets both, or repeats one.',
    why: 'Write `registry` for one, `registries` for several.',
  },
  'replication/filter': {
    severity: 'error',
    doc: 'A prefix does not match the pattern of a repository filter.',
    why: 'Write the literal start of the name, without `*`, of at least two characters.',
  },
  'replication/duplicate-filter': {
    severity: 'error',
    doc: 'A replication rule repeats a prefix.',
    why: 'Remove one.',
  },
  'replication/duplicate-registry': {
    severity: 'error',
    doc: 'A replication rule repeats a registry.',
    why: 'Remove one.',
  },

  'registry/unknown-account': {
    severity: 'error',
    doc: 'The account of a registry is not declared.',
    why: 'Declare it under `accounts`, or fix the name.',
  },
  'registry/unknown-region': {
    severity: 'error',
    doc: 'The Region of a registry does not exist.',
    why: 'Fix the name. For a Region newer than this version, update.',
  },
  'repository/unknown-registry': {
    severity: 'error',
    doc: 'The registry of a repository is not declared.',
    why: 'Declare it under `registries`, or fix the name.',
  },
  'replication/unknown-registry': {
    severity: 'error',
    doc: 'A registry of a replication rule is not declared.',
    why: 'Declare it under `registries`, or fix the name.',
  },
  'access/unknown-registry': {
    severity: 'error',
    doc: 'A registry of a grant is not declared.',
    why: 'Declare it under `registries`, or fix the name.',
  },
  'access/unknown-account': {
    severity: 'error',
    doc: 'A principal that is a name is not the name of an account.',
    why: 'Fix the name, declare the account, or write its 12 digits in quotes.',
  },
  'access/principal': {
    severity: 'error',
    doc: 'A principal is not one that IAM accepts in a policy.',
    why: 'Write the ARN of a role or user, an account, or one of the [mappings](topology.md#principals).',
  },
  'import/unknown-registry': {
    severity: 'error',
    doc: 'A registry under `import` is not declared.',
    why: 'Declare it under `registries`, or fix the name.',
  },

  'check/unknown-rule': {
    severity: 'error',
    doc: 'A rule that is configured or suppressed does not exist.',
    why: 'Use one of the IDs that the message lists.',
  },
  'check/not-configurable': {
    severity: 'error',
    doc: 'A rule is configured or suppressed that is always an error, or that checks the declaration in a file for plans.',
    why:
      'AWS or Terraform would refuse the topology, or it would not do what the file declares. Fix what the rule reports. Rules of this ' +
      'page that are a warning by default can be configured, under `checks` in the declaration.',
  },
  'check/suppression-target': {
    severity: 'error',
    doc: 'A suppression has an address for a rule of this page, or a path for a rule for plans.',
    why: 'A rule of this page reports a path in the declaration: write `path`. A [rule for plans](rules.md) reports an address.',
  },
  'check/reason': {
    severity: 'error',
    doc: 'A suppression does not give a reason.',
    why: 'Write a sentence or a ticket, 500 characters at most.',
  },
  'check/expires': {
    severity: 'error',
    doc: 'The day on which a suppression expires does not exist.',
    why: 'Write `YYYY-MM-DD`, the last day on which the suppression applies.',
  },
  'check/duplicate-suppression': {
    severity: 'warning',
    doc: 'A suppression repeats another one.',
    why: 'Keep the one with the better reason.',
  },
} as const satisfies Readonly<Record<string, DiagnosticText>>;

export type LanguageCode = keyof typeof CODES;
