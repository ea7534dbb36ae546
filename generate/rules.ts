import { writeFileSync } from 'node:fs';
import { diagnosticsPage } from './diagnostics-page';
import { rulesPage } from './rules-page';

writeFileSync('docs/rules.md', rulesPage());
writeFileSync('docs/diagnostics.md', diagnosticsPage());
