import type { Problem } from '../reviewed';

/** A problem of one resource, before its address is added. */
export type Words = Pick<Problem, 'help' | 'message' | 'subject'>;
