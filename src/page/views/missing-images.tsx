import type { LiveSection } from '../../report/page/live';

/** The images that destinations of replication do not have. */
export function MissingImages({ live }: { readonly live: LiveSection }) {
  const { images } = live;
  if (images === undefined) {
    return <p>The images were not compared. To compare them, add --live --images to the command.</p>;
  }
  if (images.length === 0) return <p>The destinations have the images of their sources.</p>;
  return (
    <>
      {images.map(({ title, lines, more }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul>
            {[...lines, ...(more === 0 ? [] : [`… and ${more} more`])].map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
