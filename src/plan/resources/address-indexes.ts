/** `module.a["x.y"].b[0]` → `module.a.b`. */
export function withoutIndexes(address: string): string {
  return pieces(address)
    .map(({ outside }) => outside)
    .join('');
}

/** `module.a["x.y"].b[0]` → `["x.y"][0]`: which of its instances a resource is. */
export function indexesOf(address: string): string {
  return indexesIn(address).join('');
}

/** `module.a["x.y"].b[0]` → `["x.y"]`, `[0]`. */
export function indexesIn(address: string): readonly string[] {
  return pieces(address).flatMap(({ index }) => (index === '' ? [] : index));
}

/** An address as what stands outside of brackets, each with the index that follows it. Keys may hold brackets. */
function pieces(address: string): readonly { readonly outside: string; readonly index: string }[] {
  const found = address.matchAll(/([^[]*)(\[(?:"(?:[^"\\]|\\.)*"|[^"\]]*)\])?/gs);
  return [...found].map(([, outside = '', index = '']) => ({ outside, index }));
}
