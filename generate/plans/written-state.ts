import { z } from 'zod';

/** Maps `<type>.<name>` in the root module to the attributes that the provider would read. */
const resourcesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Returns the text of a `terraform.tfstate` with these resources, for plans without a refresh. */
export function stateFileText(resources: unknown): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '00000000-0000-4000-8000-000000000000',
    outputs: {},
    resources: Object.entries(resourcesSchema.parse(resources)).map(([address, attributes]) => {
      const [type, name] = address.split('.');
      return {
        mode: 'managed',
        type,
        name,
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ schema_version: 0, attributes }],
      };
    }),
  });
}
