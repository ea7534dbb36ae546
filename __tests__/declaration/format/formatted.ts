import { formatDeclaration } from '../../../src/declaration/format/format';
import { keyOrderOf } from '../../../src/declaration/schema/key-order';
import { declarationSchema } from '../../../src/lint/declaration/declaration-schema';

/** Formats a declaration. Throws if it is refused. */
export function formatted(text: string): string {
  const result = formatDeclaration({ file: 'topology.yaml', text }, keyOrderOf(declarationSchema));
  if (result.kind === 'formatted') return result.text;
  throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
}
