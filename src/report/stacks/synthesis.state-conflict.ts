import { parse } from 'node:path';
import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text.listed';
import { shellWord } from '../../base/text.shell-word';
import type { StateConflict } from '../../plan/state-file';
import { printable } from '../format/text';
import { count } from '../format/text.count';

/**
 * Explains why a declaration was not synthesised: its state files belong to another declaration. Lists the ways to
 * resolve it.
 */
export function stateConflictsText(file: string, conflicts: readonly StateConflict[]): string {
  const [first] = conflicts;
  if (first === undefined) return '';
  const lines = [
    ...conflicts.flatMap((conflict) => conflictLines(file, conflict)),
    ...resolutionLines(file, first),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function conflictLines(file: string, { stateFile, undeclared, owner }: StateConflict): readonly string[] {
  const registries = sortedUnique(
    undeclared.flatMap(({ provider, accountId }) =>
      accountId === undefined ? [] : [`${provider ?? 'no alias'} (account ${accountId})`],
    ),
  );
  const ownerText = owner ?? 'another declaration';
  return [
    `error: ${stateFile} is the state of ${ownerText}, not of ${file}. Nothing was written.`,
    `  It has ${count(undeclared.length, 'resource', 'resources')} that ${file} does not declare: ${formatList(registries)}.`,
  ];
}

function resolutionLines(file: string, { owner }: StateConflict): readonly string[] {
  const { name } = parse(file);
  const own = /^[\w.-]+$/.test(name) ? name : 'other';
  return [
    "  Terraform would destroy them, lose track of them, or stop with 'Provider configuration not present'.",
    '',
    `  To keep both deployed, give ${file} its own state and output folder:`,
    `    backend: { local: { path: "terraform.${own}.{stack}.tfstate" } }`,
    `    ECR_TOPOLOGY=${shellWord(file)} npx cdktf deploy --output cdktf.out.${own}`,
    owner === undefined
      ? '  To use the declaration that was deployed, name it: ECR_TOPOLOGY=FILE npx cdktf deploy'
      : `  To use ${owner}, unset ECR_TOPOLOGY and leave out --topology.`,
    `  To replace what is deployed, first run 'npx cdktf destroy' with ${owner ?? 'that declaration'}.`,
    '  If you renamed, moved or removed registries: docs/topology.md#renaming-moving-removing',
  ];
}
