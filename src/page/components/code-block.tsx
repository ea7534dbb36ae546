import { useRef, useState } from 'preact/hooks';

interface Props {
  readonly code: string;
  /** What the code is: the title, and the name for screen readers. */
  readonly label?: string;
  /** Breaks long lines, as for a message. */
  readonly isWrapped?: boolean;
}

/** Code with a button that copies it. */
export function CodeBlock({ code, label = '', isWrapped = false }: Props) {
  const element = useRef<HTMLPreElement>(null);
  const [status, setStatus] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setStatus('Copied');
    } catch {
      // Some browsers allow no access to the clipboard from a file.
      if (element.current !== null) getSelection()?.selectAllChildren(element.current);
      setStatus('Selected. Press Ctrl+C or ⌘C to copy.');
    }
  };
  const name = label === '' ? 'Code' : label;
  return (
    <figure class="code-block">
      <figcaption>
        <span>{label}</span>
        <span class="copy-status" role="status">
          {status}
        </span>
        <button type="button" aria-label={`Copy: ${name}`} onClick={() => void copy()}>
          Copy
        </button>
      </figcaption>
      {/* A wide line scrolls, also by keyboard. */}
      <pre
        ref={element}
        class={isWrapped ? 'wrapped' : undefined}
        tabIndex={0}
        role="group"
        aria-label={name}
      >
        {code}
      </pre>
    </figure>
  );
}
