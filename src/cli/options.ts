import { Option } from 'commander';

/** Which declaration a command is about; `declarationFile` says which one it is without. */
export function topologyOption(): Option {
  return new Option('--topology <file>', 'the declaration (default: $ECR_TOPOLOGY, then topology.yaml)');
}

export type Format = 'text' | 'json';

export function formatOption(): Option {
  return new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text');
}
