/** Code to copy. */
export function CodeBlock({ code }: { readonly code: string }) {
  return (
    <pre class="code" tabIndex={0}>
      <code>{code}</code>
    </pre>
  );
}
