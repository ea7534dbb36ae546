import { ecrActionsSource } from './ecr-actions-source';

void ecrActionsSource().then((source) => process.stdout.write(source));
