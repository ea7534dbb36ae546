import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Returns the owner of the GitHub repository that published the running program, or undefined in a clone. Its
 * `package.json` is next to the program.
 * @param program the path that Node runs, which npm links to
 */
export function ownerOf(program: string | undefined): string | undefined {
  try {
    const text = readFileSync(join(dirname(realpathSync(program ?? '')), 'package.json'), 'utf8');
    const { name, repository } = JSON.parse(text) as {
      readonly name?: unknown;
      readonly repository?: { readonly url?: unknown } | null;
    }; // npm's format, with unchecked values
    const [, owner] =
      /^git\+https:\/\/github\.com\/([\w.-]+)\/ecr-topology\.git$/.exec(String(repository?.url)) ?? [];
    return name === 'ecr-topology' ? owner : undefined;
  } catch {
    return undefined;
  }
}
