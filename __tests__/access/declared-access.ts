import fc from 'fast-check';
import { declarations, picker, type Declared } from '../declaration/random-declarations';

/** An entry under `access`. */
export interface DeclaredGrant {
  readonly allow: 'pull' | 'push' | 'pull-push';
  readonly repositories: readonly string[];
  readonly registries?: readonly string[];
  readonly principals: readonly DeclaredPrincipal[];
}

export type DeclaredPrincipal =
  | string
  | { readonly arn: string; readonly viaAccountRoot: true }
  | { readonly organization: string }
  | { readonly lambda: string }
  | { readonly service: string; readonly account: string };

export type DeclaredAccess = Omit<Declared, 'access'> & { readonly access: readonly DeclaredGrant[] };

/** Accounts of the random declarations, and one that is never declared. */
export const ACCOUNTS = ['111111111111', '222222222222', '333333333333', '777777777777'] as const;
export const ROLES = ['ci', 'deploy', 'team/reader'] as const;
export const ORGANIZATION = 'o-a1b2c3d4e5';

export const roleArn = (account: string, role: string) => `arn:aws:iam::${account}:role/${role}`;

const GLOBS = ['*', 'prod/*', 'my-*', 'team.x/*', '*e'] as const;

/** Valid declarations with grants to roles, accounts, an organization, Lambda and a service. */
export const declaredAccess: fc.Arbitrary<DeclaredAccess> = fc
  .tuple(declarations, fc.infiniteStream(fc.nat(10_000)))
  .map(([declared, seed]) => {
    const pick = picker(seed);
    const one = <T>(items: readonly T[]): T => items[pick() % items.length]!;
    const grant = (): DeclaredGrant => {
      const allow = one(['pull', 'push', 'pull-push'] as const);
      const names = Object.keys(declared.repositories);
      const matching = GLOBS.filter((glob) => names.some((name) => matchesGlob(glob, name)));
      const repository = pick() % 3 ? one(names) : one([...matching, ...names]);
      const registries = pick() % 3 ? undefined : registriesContaining(declared, repository);
      const principals: readonly DeclaredPrincipal[] = [
        roleArn(one(ACCOUNTS), one(ROLES)),
        one(ACCOUNTS),
        { arn: roleArn(one(ACCOUNTS), one(['ci', 'c*', 'team/*'])), viaAccountRoot: true },
        { organization: ORGANIZATION },
        { service: 'codebuild.amazonaws.com', account: one(ACCOUNTS) },
        ...(allow === 'pull' ? [{ lambda: one(ACCOUNTS) }] : []),
      ];
      const chosen = [one(principals), one(principals)];
      return {
        allow,
        repositories: [repository],
        ...(registries === undefined ? {} : { registries: [one(registries)] }),
        principals: chosen[0] === chosen[1] ? [chosen[0]!] : chosen,
      };
    };
    return { ...declared, access: Array.from({ length: 1 + (pick() % 5) }, grant) };
  });

/** Whether a name matches a glob. Independent of the matcher in the source. */
export function matchesGlob(glob: string, name: string): boolean {
  const parts = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

function registriesContaining(declared: Declared, glob: string): readonly string[] {
  return Object.entries(declared.repositories)
    .filter(([name]) => matchesGlob(glob, name))
    .flatMap(([, { registries }]) => registries);
}

/** Whether a repository in a registry is pushed to or replicated. Undefined if the registry does not contain it. */
export function repositoryOrigin(
  declared: DeclaredAccess,
  registry: string,
  repository: string,
): 'original' | 'replica' | undefined {
  const originals = declared.repositories[repository]!.registries;
  if (originals.includes(registry)) return 'original';
  const isFilled = declared.replication.some(
    (rule) =>
      rule.createRepositories !== true &&
      rule.to.includes(registry) &&
      [rule.from].flat().some((source) => originals.includes(source)) &&
      (rule.repositories === 'all' || rule.repositories.some((prefix) => repository.startsWith(prefix))),
  );
  return isFilled ? 'replica' : undefined;
}

/** Returns the entries that apply to a repository in a registry, with the operations that they allow there. */
export function grantsOn(
  declared: DeclaredAccess,
  registry: string,
  repository: string,
): readonly { readonly grant: DeclaredGrant; readonly operations: readonly ('pull' | 'push')[] }[] {
  const origin = repositoryOrigin(declared, registry, repository);
  if (origin === undefined) return [];
  return declared.access
    .filter(({ repositories }) => repositories.some((glob) => matchesGlob(glob, repository)))
    .filter(({ registries }) => registries?.includes(registry) ?? true)
    .map((grant) => ({
      grant,
      operations: (['pull', 'push'] as const).filter(
        (operation) =>
          grant.allow.includes(operation) &&
          (operation === 'pull' || origin === 'original' || grant.registries !== undefined),
      ),
    }));
}
