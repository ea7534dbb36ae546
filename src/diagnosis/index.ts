export { diagnose } from './diagnose';
export type * from './diagnosis';
export { LONGEST_PASTE } from './paste';
export type { Declared } from './place';
export { RECOGNISED, recognise } from './recognise';
