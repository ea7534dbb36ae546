export { diagnose } from './diagnose';
export type * from './diagnosis';
export { MAX_PASTE_LENGTH } from './paste';
export type { DeclaredTopology } from './place';
export { otherServiceIn } from './other-service';
export { MESSAGE_KINDS, SUPPORTED_MESSAGES, matchMessage } from './recognise';
