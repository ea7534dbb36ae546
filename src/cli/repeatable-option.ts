import { Option } from 'commander';

/** An option that may stand on the command line several times, with one value each time. */
export class RepeatableOption extends Option {}
