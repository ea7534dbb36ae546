export { stacksMatrix } from './github-matrix';
export { stacksJson } from './json';
export { migrationScript } from './migration-script';
export { stackRows } from './rows';
export { stacksText } from './text';
