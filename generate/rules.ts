import { writeFileSync } from 'node:fs';
import { diagnosticsPage } from './diagnostics-page';
import { rulesPage } from './rules-page';

writeFileSync('docs/reference/rules.md', rulesPage());
writeFileSync('docs/reference/diagnostics.md', diagnosticsPage());
