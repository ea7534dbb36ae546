export { accessCsv } from './csv';
export { accessJson } from './json';
export { accessMarkdown } from './markdown';
export { accessRows } from './rows';
export { accessText } from './text';
