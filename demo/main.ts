import { synthesize } from 'ecr-topology';

// Writes the Terraform stacks of topology.yaml to cdktf.out.
// To add your own stacks, see node_modules/ecr-topology/docs/guides/library.md:
//
//   process.exitCode = synthesize({
//     extend: (app, topology) => new Services(app, 'services', topology),
//   });
process.exitCode = synthesize();
