import { createDiagnostic, type Diagnostic, type DiagnosticInput } from './diagnostics';
import type { Span } from './span';
import type { MapTree, ScalarTree, Tree } from './tree';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Replaces environment variables in every string under `accounts`, so that account IDs need not be committed.
 * `${NAME:-default}` is the default if the variable is unset or empty, as in a shell.
 *
 * A declaration may come from a pull request. So variables that look like credentials are rejected, and messages show
 * the text of the file, never the value of a variable.
 */
export function substituteEnvironment(
  file: string,
  tree: Tree,
  environment: Environment,
): { readonly tree: Tree; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const accounts = tree.kind === 'map' ? tree.entries.get('accounts') : undefined;
  if (tree.kind !== 'map' || accounts === undefined) return { tree, diagnostics };
  const report = (problem: Fault, span: Span) =>
    diagnostics.push(createDiagnostic({ file, span, ...problem }));
  const value = mapScalars(accounts.value, (scalar) => substitute(scalar, environment, report));
  const entries = new Map([...tree.entries, ['accounts', { ...accounts, value }] as const]);
  return { tree: { ...tree, entries } satisfies MapTree, diagnostics };
}

type Fault = Pick<DiagnosticInput, 'code' | 'message'> & Pick<Diagnostic, 'help'>;

function mapScalars(tree: Tree, transform: (scalar: ScalarTree) => ScalarTree): Tree {
  switch (tree.kind) {
    case 'scalar':
      return transform(tree);
    case 'list':
      return { ...tree, items: tree.items.map((item) => mapScalars(item, transform)) };
    case 'map':
      return {
        ...tree,
        entries: new Map(
          [...tree.entries].map(([key, entry]) => [
            key,
            { ...entry, value: mapScalars(entry.value, transform) },
          ]),
        ),
      };
  }
}

function substitute(
  scalar: ScalarTree,
  environment: Environment,
  report: (fault: Fault, span: Span) => void,
): ScalarTree {
  if (typeof scalar.value !== 'string' || !scalar.value.includes('${')) return scalar;
  let isInvalid: true | undefined;
  const value = scalar.value.replace(
    /\$\{([^}]*)(\}?)/g,
    (placeholder, expression: string, closingBrace: string) => {
      const result = lookUpVariable(expression, closingBrace === '}', environment);
      if (typeof result === 'string') return result;
      isInvalid = true;
      report(result, scalar.span);
      return placeholder;
    },
  );
  return isInvalid ? { ...scalar, value: null, isInvalid } : { ...scalar, value };
}

/** Names of variables that contain secrets by convention, those of AWS first. */
const CREDENTIAL_NAME =
  /(SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIAL)S?(_|$)|(^|_)(PASS|PASSPHRASE|PWD|PRIVATE|AUTH|KEY|APIKEY|DSN|URL|URI|PAT)(_|$)/i;
/** Names with this ending are not secrets, even if they also match CREDENTIAL_NAME. */
const NOT_CREDENTIAL_NAME = /(^|_)(ACCOUNT(_ID)?|PROFILE|ROLE(_ARN)?|EXTERNAL_ID)$/i;

function lookUpVariable(expression: string, isClosed: boolean, environment: Environment): string | Fault {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(expression);
  const name = match?.[1];
  if (!isClosed || name === undefined) {
    return {
      code: 'environment/malformed',
      message: `'\${${expression}${isClosed ? '}' : ''}' is not a valid reference to an environment variable.`,
      help: 'Use ${NAME} or ${NAME:-default}.',
    };
  }
  if (CREDENTIAL_NAME.test(name) && !NOT_CREDENTIAL_NAME.test(name)) {
    return {
      code: 'environment/credential',
      message: `Environment variable ${name} looks like a credential. Its value would be written to the generated Terraform files.`,
      help: "Set 'profile' or 'assumeRole' instead. Terraform finds the credentials itself.",
    };
  }
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (value !== undefined && value !== '') return value;
  if (match?.[2] !== undefined) return match[2];
  return {
    code: 'environment/not-set',
    message: `Environment variable ${name} is ${value === undefined ? 'not set' : 'empty'}.`,
    help: `Set it, or add a default: \${${name}:-default}.`,
  };
}
