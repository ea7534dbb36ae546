import { Option } from 'commander';

/** Sets the declaration of a command. `declarationFile` returns the default. */
export function topologyOption(): Option {
  return new Option('--topology <file>', 'the declaration (default: $ECR_TOPOLOGY, then topology.yaml)');
}

export type Format = 'text' | 'json';

export function formatOption(): Option {
  return new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text');
}
