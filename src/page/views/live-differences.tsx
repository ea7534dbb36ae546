import type { LiveGroup, LiveSection } from '../../report/page/live';

/** What AWS contains, compared with the declaration, as `verify` prints it. */
export function LiveDifferences({ live }: { readonly live: LiveSection }) {
  const { summary, advice, differences, unreadable } = live;
  const failures = unreadable.map(({ message, help }) => `${message} ${help}`);
  return (
    <section>
      <h2>AWS, compared with the declaration</h2>
      <p>{summary}</p>
      {advice.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {differences.map((group) => (
        <LineList key={group.title} {...group} />
      ))}
      {failures.length === 0 ? null : <LineList title="Not read" lines={failures} />}
    </section>
  );
}

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
        <LineList key={title} title={title} lines={more === 0 ? lines : [...lines, `… and ${more} more`]} />
      ))}
    </>
  );
}

function LineList({ title, lines }: LiveGroup) {
  return (
    <>
      <h3>{title}</h3>
      <ul class="lines">
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </>
  );
}
