import { execSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { Addition } from './new/addition';
import { addResource } from './new/resource';
import { addDeclarationRule, addPlanRule } from './new/rules';
import { stepsOf } from './new/steps';

const USAGE = `usage: npm run new -- rule some-id           a rule for plans
       npm run new -- rule section/some-id   a rule for declarations
       npm run new -- resource aws_ecr_x     a resource of which a registry can have several`;

async function main([kind, name, ...rest]: readonly string[]): Promise<void> {
  if (name === undefined || rest.length > 0) throw new Error(USAGE);
  const { created, changed = [], section, command } = additionOf(kind, name);
  const existing = created.find(({ path }) => existsSync(path));
  if (existing !== undefined) throw new Error(`${existing.path} exists.`);
  const steps = stepsOf(section);
  const files = await Promise.all(
    [...created, ...changed].map(async ({ path, text }) => ({
      path,
      text: await format(text, { ...(await resolveConfig(path)), filepath: path }),
    })),
  );

  for (const { path, text } of files) writeFileSync(path, text);
  if (command !== undefined) execSync(command, { stdio: ['ignore', 'ignore', 'inherit'] });
  process.stdout.write(`${files.map(({ path }) => `wrote ${path}\n`).join('')}\n${steps}\n`);
}

function additionOf(kind: string | undefined, name: string): Addition {
  if (kind === 'resource') return addResource(name);
  if (kind !== 'rule') throw new Error(USAGE);
  return name.includes('/') ? addDeclarationRule(name) : addPlanRule(name);
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
