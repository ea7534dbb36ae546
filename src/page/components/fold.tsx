import type { ComponentChildren } from 'preact';

interface Props {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly summary: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Folded content of which the URL contains whether it is open. */
export function Fold({ isOpen, onToggle, summary, children }: Props) {
  return (
    <details class="fold" open={isOpen}>
      <summary
        onClick={(event) => {
          // The browser would fold it again after the state has changed.
          event.preventDefault();
          onToggle();
        }}
      >
        {summary}
      </summary>
      <div class="fold-content">{children}</div>
    </details>
  );
}
