import { constants, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The first line of a `main.tf` that shares files: `# With _base/app.tf, _base/provider.tf.` */
const FIRST_LINE = /^# With (_base\/[a-z-]+\.tf(?:, _base\/[a-z-]+\.tf)*)\.$/;

/** Returns the paths that the first line of a `main.tf` names, or an empty list if it names none. */
export function baseFilesIn(mainHcl: string): readonly string[] {
  const [firstLine = ''] = mainHcl.split('\n', 1);
  return FIRST_LINE.exec(firstLine)?.[1]?.split(', ') ?? [];
}

/**
 * Copies the files that the `main.tf` of a case names into the folder of the case. A Terraform module would change the
 * addresses in the plan. Throws if the case has a file of the same name.
 */
export function copyBaseFiles(plans: string, folder: string): void {
  const main = join(plans, folder, 'main.tf');
  if (!existsSync(main)) return;
  for (const file of baseFilesIn(readFileSync(main, 'utf8'))) {
    copyFileSync(join(plans, file), join(plans, folder, basename(file)), constants.COPYFILE_EXCL);
  }
}
