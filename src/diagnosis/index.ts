export { diagnose } from './diagnose';
export type * from './diagnosis';
export type { Facts, Kind, Message, PolicyType } from './message';
export { LONGEST_PASTE } from './paste';
export type { Declared } from './place';
export { RECOGNISED, recognise } from './recognise';
