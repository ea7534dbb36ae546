import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useIsPrinting } from '../model/printing';

interface Props {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly summary: ComponentChildren;
  /** Rendered only if the content is open or printed. */
  readonly children: ComponentChildren;
}

/** Folded content of which the URL contains whether it is open. */
export function Fold({ isOpen, onToggle, summary, children }: Props) {
  const element = useRef<HTMLDetailsElement>(null);
  const isShown = useIsPrinting() || isOpen;
  useEffect(() => {
    if (isOpen) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <details class="fold" ref={element} open={isShown}>
      <summary
        onClick={(event) => {
          // The browser would fold it again after the state has changed.
          event.preventDefault();
          onToggle();
        }}
      >
        {summary}
      </summary>
      {isShown && <div class="fold-content">{children}</div>}
    </details>
  );
}
