import { Component, type ComponentChildren } from 'preact';

interface Props {
  readonly children: ComponentChildren;
}

interface State {
  readonly message?: string;
}

/** Shows an error of a view, which would otherwise leave the page empty. */
export class ErrorBoundary extends Component<Props, State> {
  public static override getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }

  public override state: State = {};

  public override render({ children }: Props, { message }: State) {
    if (message === undefined) return children;
    return (
      <div class="view-error" role="alert">
        <p>
          <strong>This view cannot be shown.</strong> Report this as a bug of ecr-topology, with the message:
        </p>
        <pre>{message}</pre>
      </div>
    );
  }
}
