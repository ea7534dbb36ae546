import type { Problem } from '../reviewed';

/** What cannot be told of one resource. */
export type Words = Pick<Problem, 'help' | 'message' | 'subject'>;
