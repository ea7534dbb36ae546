import { Option } from 'commander';

/** An option that may be repeated on the command line, with one value each time. */
export class RepeatableOption extends Option {}
