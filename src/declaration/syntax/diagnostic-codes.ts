/** A diagnostic or a rule, as the documentation describes it. */
export interface DiagnosticText {
  readonly severity: 'error' | 'warning';
  /** What is reported, in one sentence. */
  readonly doc: string;
  /** The consequence or AWS's reason, then what to do, in Markdown. A link to AWS documentation comes last. */
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
    why:
      'No declaration can be read. Set the path with `--topology FILE` or `ECR_TOPOLOGY`, or run the ' +
      'command in the folder of the file.',
  },
  'file/unreadable': {
    severity: 'error',
    doc: 'The file cannot be read.',
    why:
      'The path is not a file, the file is larger than 20 MB, or you do not have permission to read it. ' +
      'Fix the cause that the message shows.',
  },
  'file/empty': {
    severity: 'error',
    doc: 'The file is empty.',
    why: 'An empty file declares no registry. Start from the shipped `topology.yaml`.',
  },
  'file/not-utf8': {
    severity: 'error',
    doc: 'The file is not encoded as UTF-8.',
    why: "YAML is read as UTF-8. PowerShell's `>` writes UTF-16. Save the file as UTF-8.",
  },

  'yaml/syntax': {
    severity: 'error',
    doc: 'The file is not one YAML 1.2 document.',
    why: 'Keys and values are checked only in valid YAML. Fix the syntax first.',
  },
  'yaml/duplicate-key': {
    severity: 'error',
    doc: 'A key appears twice in a mapping.',
    why: 'YAML parsers may use one of the two without a message. Merge the two, or rename one.',
  },
  'yaml/aliases': {
    severity: 'error',
    doc: 'Aliases expand the file too much, or an alias contains itself.',
    why: 'Such a file could exhaust the memory. Write the value instead of the alias.',
  },
  'yaml/depth': {
    severity: 'error',
    doc: 'A value is nested deeper than any key of `topology.yaml` allows.',
    why: 'The cause is often a bracket that is not closed. Close it.',
  },

  'shape/unknown-key': {
    severity: 'error',
    doc: 'A key is not a key of `topology.yaml`.',
    why: 'An unknown key would have no effect. Use one of the keys that the message lists.',
    oncePerPosition: true,
  },
  'shape/missing-key': {
    severity: 'error',
    doc: 'A required key is missing.',
    why: 'The entry is not complete without it. Add the key.',
  },
  'shape/wrong-type': {
    severity: 'error',
    doc: 'A value does not have the type that its key requires.',
    why:
      'YAML reads a quoted value as a string, and only `true` and `false` as booleans. Write the type ' +
      'that the message shows: quotes for a string, brackets for a list, braces for a mapping.',
    oncePerPosition: true,
  },
  'shape/wrong-value': {
    severity: 'error',
    doc: 'A value is not allowed for its key.',
    why: 'AWS, Terraform or this project does not support the value. Use a value that the message lists.',
    oncePerPosition: true,
  },

  'environment/not-set': {
    severity: 'error',
    doc: 'An environment variable is not set or empty, and has no default.',
    why: 'The value would be empty. Set the variable, or write `${NAME:-default}`.',
  },
  'environment/malformed': {
    severity: 'error',
    doc: 'A reference to an environment variable is not `${NAME}` or `${NAME:-default}`.',
    why: 'The name can contain letters, digits and `_`. Fix the name, or close the brace.',
  },
  'environment/credential': {
    severity: 'error',
    doc: 'A credential is read from an environment variable.',
    why:
      'The credential would be written to the generated Terraform files. Set `profile` or `assumeRole`: ' +
      'Terraform finds the credentials itself.',
  },

  'account/id': {
    severity: 'error',
    doc: 'An account ID does not have 12 digits.',
    why:
      'AWS account IDs have 12 digits, without hyphens. To look up the ID, run `aws sts ' +
      'get-caller-identity`.',
  },
  'account/id-unquoted': {
    severity: 'error',
    doc: 'An account ID is not in quotes.',
    why: 'YAML reads it as a number, which drops leading zeros. Put the ID in quotes.',
  },
  'cache/prefix': {
    severity: 'error',
    doc: 'The prefix of a pull-through cache is not valid.',
    why:
      'ECR or the AWS provider rejects the prefix. Use lowercase letters and digits, separated by ' +
      'single `.`, `_` or `-`, with `/` between namespaces, and 2 to 30 characters; or `ROOT`.',
  },
  'template/prefix': {
    severity: 'error',
    doc: 'The prefix of a creation template is not valid.',
    why:
      'ECR rejects the prefix. Use a namespace of repository names with at least two characters, or ' +
      '`ROOT`.',
  },
  'template/applied-for': {
    severity: 'error',
    doc: 'A creation template contains a use twice.',
    why: 'The second entry has no effect. Remove it.',
  },
  'scanning/filter': {
    severity: 'error',
    doc: 'A scanning filter is not valid.',
    why:
      'ECR rejects the filter. Use lowercase letters, digits and `*`, separated by single `.`, `_`, `-` ' +
      'or `/`: `team/*`, not `team/`.',
  },
  'scanning/duplicate-filter': {
    severity: 'error',
    doc: 'The scanning configuration of a registry contains a filter twice.',
    why: 'If two rules match a repository, ECR applies `CONTINUOUS_SCAN`. Remove one of the filters.',
  },
  'repository/which-registry': {
    severity: 'error',
    doc: 'A repository has no registry, has both `registry` and `registries`, or contains a registry twice.',
    why:
      'Each repository needs the registries that images are pushed to. Set `registry` for one, or ' +
      '`registries` for several.',
  },
  'replication/filter': {
    severity: 'error',
    doc: 'A replication prefix is not valid.',
    why:
      'ECR matches the start of the repository name as literal text. Write the start of the name ' +
      'without `*`, with at least two characters.',
  },
  'replication/duplicate-filter': {
    severity: 'error',
    doc: 'A replication rule contains a prefix twice.',
    why: 'The second entry has no effect. Remove it.',
  },
  'replication/duplicate-registry': {
    severity: 'error',
    doc: 'A replication rule contains a registry twice.',
    why: 'The second entry has no effect. Remove it.',
  },
  'statement/duplicate-registry': {
    severity: 'error',
    doc: 'A statement contains a registry twice.',
    why: 'The second entry has no effect. Remove it.',
  },

  'registry/unknown-account': {
    severity: 'error',
    doc: 'The account of a registry is not declared.',
    why:
      'The registry has no account ID and credentials without it. Declare the account under `accounts`, ' +
      'or fix the name.',
  },
  'registry/unknown-region': {
    severity: 'error',
    doc: 'The Region of a registry does not exist.',
    why:
      "Terraform could not create the registry's resources. Fix the name. If the Region is newer than " +
      'this version, update.',
  },
  'repository/unknown-registry': {
    severity: 'error',
    doc: 'The registry of a repository is not declared.',
    why: 'The repository cannot be created. Declare the registry under `registries`, or fix the name.',
  },
  'replication/unknown-registry': {
    severity: 'error',
    doc: 'A registry of a replication rule is not declared.',
    why: 'The rule cannot be created. Declare the registry under `registries`, or fix the name.',
  },
  'access/unknown-registry': {
    severity: 'error',
    doc: 'A registry of a grant is not declared.',
    why: 'The grant has no effect there. Declare the registry under `registries`, or fix the name.',
  },
  'statement/unknown-registry': {
    severity: 'error',
    doc: 'A registry of a statement is not declared.',
    why: 'The statement has no effect there. Declare the registry under `registries`, or fix the name.',
  },
  'access/unknown-account': {
    severity: 'error',
    doc: 'A principal is a name, but no account with this name is declared.',
    why:
      'A name is always read as the name of an account. Fix the name, declare the account, or write the ' +
      '12 digits of its ID in quotes.',
  },
  'access/principal': {
    severity: 'error',
    doc: 'A principal is not valid.',
    why:
      'IAM rejects the policy. Write the ARN of a role or user, an account, or one of the ' +
      '[mappings](topology.md#principals).',
  },
  'import/unknown-registry': {
    severity: 'error',
    doc: 'A registry under `import` is not declared.',
    why:
      'Terraform imports only declared resources. Declare the registry under `registries`, or fix the ' +
      'name.',
  },

  'check/unknown-rule': {
    severity: 'error',
    doc: 'A rule that is configured or suppressed does not exist.',
    why: 'The setting would have no effect. Use one of the IDs that the message lists.',
  },
  'check/not-configurable': {
    severity: 'error',
    doc: 'A rule is configured or suppressed that is always an error, or a rule for the declaration is configured in a file for plans.',
    why:
      'A rule that is always an error cannot be disabled, because AWS or Terraform would reject the ' +
      'topology, or it would not do what the file declares. Fix what the rule reports. A code of this ' +
      'page that is a warning by default can be configured under `checks` in the declaration.',
  },
  'check/suppression-target': {
    severity: 'error',
    doc: 'A suppression has an `address` for a code of this page, or a `path` for a rule for plans.',
    why:
      'A code of this page is reported at a path in the declaration, a [rule for plans](rules.md) at a ' +
      'Terraform address. Write `path` for a code of this page, and `address` for a rule for plans.',
  },
  'check/reason': {
    severity: 'error',
    doc: 'A suppression has no reason.',
    why:
      'Reviewers must know why the problem is accepted. Write a sentence or a ticket, at most 500 ' +
      'characters.',
  },
  'check/expires': {
    severity: 'error',
    doc: 'The day on which a suppression expires does not exist.',
    why:
      'It is unclear when the suppression expires. Write the last day on which it applies, as ' +
      '`YYYY-MM-DD`.',
  },
  'check/duplicate-suppression': {
    severity: 'warning',
    doc: 'Two suppressions accept the same problem.',
    why: 'The second one has no effect. Keep the one with the better reason.',
  },
} as const satisfies Readonly<Record<string, DiagnosticText>>;

export type LanguageCode = keyof typeof CODES;
