import { useRef, useState } from 'preact/hooks';

interface Props {
  readonly code: string;
  /** What the code is: the title, and the name for screen readers. */
  readonly label: string;
}

/** Code with a button that copies it. */
export function CodeBlock({ code, label }: Props) {
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
  return (
    <figure class="code-block">
      <figcaption>
        <span>{label}</span>
        <span class="copy-status" role="status">
          {status}
        </span>
        <button type="button" aria-label={`Copy: ${label}`} onClick={() => void copy()}>
          Copy
        </button>
      </figcaption>
      <pre ref={element} tabIndex={0} role="region" aria-label={label}>
        {code}
      </pre>
    </figure>
  );
}
