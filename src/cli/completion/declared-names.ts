import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseCaller } from '../../access/evaluate/caller';
import { declaredNames } from '../../declaration/schema/declared-names';
import type { Environment } from '../../declaration/syntax/environment';
import { DECLARATION_FILE, findDeclaration, readSource } from '../../declaration/syntax/source';
import type { Tree } from '../../declaration/syntax/tree';
import { parseYaml } from '../../declaration/syntax/yaml';
import type { Names } from './answer';

const NO_NAMES: Names = { registries: [], repositories: [], callers: [] };

/** Reading a larger file would take more than two seconds after each Tab. */
const MAX_BYTES = 1_000_000;

/**
 * Reads the names of the declaration that the command would read. The file can have errors, because it is being edited.
 *
 * @param named the value of `--topology`, as typed
 * @returns no names if the file cannot be read or is not YAML
 */
export function readNames(named: string | undefined, environment: Environment): Names {
  const file = expandHome(findDeclaration(named, environment).file);
  const { size, isFile } = describe(file);
  if (!isFile || size > MAX_BYTES) return NO_NAMES;
  const source = readSource(file, DECLARATION_FILE);
  const tree = 'text' in source ? parseYaml(source, DECLARATION_FILE).tree : undefined;
  if (tree === undefined) return NO_NAMES;
  const { registries, repositories } = declaredNames(tree);
  const callers = [...new Set(scalarsIn(tree, false))].filter(isCaller).sort();
  return { registries, repositories, callers };
}

/** The shell expands `~` only when it runs the line. */
function expandHome(file: string): string {
  return file.startsWith('~/') ? join(homedir(), file.slice(2)) : file;
}

/** A pipe or device, such as `/dev/stdin`, would wait for input. */
function describe(file: string): { readonly size: number; readonly isFile: boolean } {
  const stats = statSync(file, { throwIfNoEntry: false });
  return { size: stats?.size ?? 0, isFile: stats?.isFile() === true };
}

/** Returns the texts in every value of a key `principals`. */
function scalarsIn(tree: Tree, isPrincipal: boolean): readonly string[] {
  switch (tree.kind) {
    case 'scalar':
      return isPrincipal && typeof tree.value === 'string' ? [tree.value] : [];
    case 'list':
      return tree.items.flatMap((item) => scalarsIn(item, isPrincipal));
    case 'map':
      return [...tree.entries].flatMap(([key, { value }]) =>
        scalarsIn(value, isPrincipal || key === 'principals'),
      );
  }
}

/** Returns whether `--as` accepts the text. An ARN with `*` stands for several callers. */
function isCaller(text: string): boolean {
  return !text.includes('*') && parseCaller(text) !== undefined;
}
