import type { ComponentChildren } from 'preact';

/** Says that there is nothing to show, and why. */
export function EmptyState({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty-state">{children}</p>;
}
