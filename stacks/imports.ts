import { TerraformElement, type TerraformStack } from 'cdktf';
import { resourceAddress, type PlacedResource } from '../src/registry';

/** Takes over what exists already. https://developer.hashicorp.com/terraform/language/import */
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
 * The import blocks of a stack, in one element: cdktf's own `importFrom` runs `terraform version` at synthesis, once for
 * each resource, unless validations are skipped.
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
