import { writeFileSync } from 'node:fs';
import { RULE_FOLDERS, rulesFile, rulesModule } from './rules-module';

for (const folder of RULE_FOLDERS) writeFileSync(rulesFile(folder), rulesModule(folder));
