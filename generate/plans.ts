import { casesIn } from './plans/case-folders';
import { makePlans } from './plans/make';

void makePlans(casesIn(process.argv.slice(2))).catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
