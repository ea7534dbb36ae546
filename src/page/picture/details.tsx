import type { DrawnItem } from './elements';

interface DetailsProps {
  readonly shown: DrawnItem | undefined;
  readonly onClose: () => void;
}

/** What the picture shows only as a tooltip, and links to the other views. */
export function Details({ shown, onClose }: DetailsProps) {
  const [title = '', ...lines] = shown?.lines ?? [];
  return (
    <section class="picture-details" aria-label="Details" aria-live="polite">
      {shown === undefined ? (
        <p class="picture-hint">Select a box or an arrow to show its details and what it is connected to.</p>
      ) : (
        <>
          <h2>{title}</h2>
          <ul>
            {lines.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
          <p class="picture-links">
            {shown.item.links.map(({ text, href }) => (
              <a key={href} href={href}>
                {text}
              </a>
            ))}
            <button type="button" onClick={onClose}>
              Show everything
            </button>
          </p>
        </>
      )}
    </section>
  );
}
