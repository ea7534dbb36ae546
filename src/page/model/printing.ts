import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Whether the page is being printed: it then contains every view, without limits that a reader could expand. */
export const Printing = createContext(false);

export function useIsPrinting(): boolean {
  return useContext(Printing);
}

/**
 * Calls `render` before and after printing, and unfolds every `<details>` in between.
 * @param render must change the document before it returns, because the browser does not wait
 */
export function followPrinting(render: (isPrinting: boolean) => void): void {
  const root = document.documentElement;
  let unfolded: readonly HTMLDetailsElement[] = [];
  let theme: string | undefined;
  window.addEventListener('beforeprint', () => {
    ({ theme } = root.dataset);
    root.dataset.theme = 'light';
    render(true);
    unfolded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of unfolded) details.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const details of unfolded) details.open = false;
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
    render(false);
  });
}
