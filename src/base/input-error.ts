/** An input of the user that is wrong. The message says how to fix it. Any other error is a bug in this program. */
export class InputError extends Error {}
