interface Props {
  readonly code: string;
  /** Breaks long lines, as for a message. */
  readonly isWrapped?: boolean;
}

/** Code to copy. */
export function CodeBlock({ code, isWrapped = false }: Props) {
  return (
    // A wide line scrolls, also by keyboard.
    <pre class={isWrapped ? 'code wrapped' : 'code'} tabIndex={isWrapped ? undefined : 0}>
      <code>{code}</code>
    </pre>
  );
}
