import { TerraformElement, type TerraformStack } from 'cdktf';
import type { PlacedResource } from '../src/terraform/layout';
import { resourceAddress } from '../src/terraform/resources';

/** Adds import blocks for existing resources. https://developer.hashicorp.com/terraform/language/import */
export function addImports(stack: TerraformStack, resources: readonly PlacedResource[]): void {
  const imports = resources.flatMap(({ resource, importedAs }) =>
    importedAs === undefined ? [] : [{ to: resourceAddress(resource), id: importedAs }],
  );
  if (imports.length > 0) new ImportBlocks(stack, 'imports', imports);
}

interface Import {
  readonly to: string;
  readonly id: string;
}

/**
 * All import blocks of a stack. cdktf's own `importFrom` runs `terraform version` for each resource at
 * synthesis, unless validations are skipped.
 */
class ImportBlocks extends TerraformElement {
  public constructor(
    scope: TerraformStack,
    id: string,
    private readonly imports: readonly Import[],
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    return { import: this.imports };
  }

  public override toHclTerraform(): object {
    return {
      import: this.imports.map(({ to, id }) => ({
        to: { value: to, type: 'simple', storageClassType: 'reference' },
        id: { value: id, type: 'simple', storageClassType: 'string' },
      })),
    };
  }
}
