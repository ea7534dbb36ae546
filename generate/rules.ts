import { rulesPage } from './rules-page';

process.stdout.write(rulesPage());
