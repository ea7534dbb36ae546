import type { PageModel } from './model/page-model';
import { useRoute } from './model/use-route';
import type { View } from './model/view';
import { VIEWS } from './views';

/** The page: a header with the navigation, and the view that the URL names. */
export function App({ model }: { readonly model: PageModel }) {
  const [{ view: name, parameters }, setParameters] = useRoute();
  const views: readonly View[] = VIEWS.filter(({ isShown }: View) => isShown?.(model) ?? true);
  const current = views.find((view) => view.name === name) ?? VIEWS[0];
  const { Content } = current;
  return (
    <>
      <Header model={model} views={views} current={current} />
      <main id="content">
        <h1>{current.title}</h1>
        <Content model={model} parameters={parameters} setParameters={setParameters} />
      </main>
    </>
  );
}

interface HeaderProps {
  readonly model: PageModel;
  readonly views: readonly View[];
  readonly current: View;
}

function Header({ model, views, current }: HeaderProps) {
  const { about } = model.data;
  return (
    <header>
      <p class="source">
        <strong>ECR topology</strong> {about.file}
      </p>
      <nav aria-label="Views">
        {views.map((view) => (
          <a key={view.name} href={`#/${view.name}`} aria-current={view === current ? 'page' : undefined}>
            {view.title}
          </a>
        ))}
      </nav>
    </header>
  );
}
