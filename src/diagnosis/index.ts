export { diagnose } from './diagnose';
export type * from './diagnosis';
export { LONGEST_PASTE } from './paste';
export type { Declared } from './place';
export { otherServiceIn } from './other-service';
export { KINDS, RECOGNISED, recognise } from './recognise';
