import type { Problem } from './rule';

/** A problem of one resource, before its address is added. */
export type ProblemWithoutAddress = Pick<Problem, 'help' | 'message' | 'subject'>;
