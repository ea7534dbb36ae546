import { Option } from 'commander';

/** Which declaration a command is about. */
export function topologyOption(): Option {
  return new Option('--topology <file>', 'the declaration').env('ECR_TOPOLOGY').default('topology.yaml');
}

export type Format = 'text' | 'json';

export function formatOption(): Option {
  return new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text');
}
