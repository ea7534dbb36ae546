import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeStates, STATES } from './states/make';

void makeStates()
  .then((states) => {
    for (const [name, text] of Object.entries(states)) writeFileSync(join(STATES, name), text);
  })
  .catch((error: unknown) => {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
