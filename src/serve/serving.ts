import { randomBytes } from 'node:crypto';
import type { ServedProblems } from '../report/page/served';
import { startPageServer, type PageServer, type PortChoice, type ServedPage } from './page-server';
import { watchFiles } from './watch-files';

/** The result of building the page from the files. */
export type Build =
  /** `html` returns the page with its version, which the page compares with the version of the server. */
  | { readonly kind: 'page'; readonly html: (version: string) => string }
  | { readonly kind: 'problems'; readonly problems: ServedProblems };

export interface ServingOptions {
  /** The files that the page is built from. */
  readonly files: readonly string[];
  readonly ports: PortChoice;
  readonly contentSecurityPolicy: string;
  /** Returns the page that is served until the first build without problems. */
  readonly emptyHtml: (version: string) => string;
  /** Never rejects. */
  readonly build: () => Promise<Build>;
}

export interface Serving {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Serves the page, and builds it again after each change of a file. */
export async function startServing({ files, ports, build, ...page }: ServingOptions): Promise<Serving> {
  const versions = new Versions(page);
  let server: PageServer | undefined;
  let hasChanged = false;
  let isBuilding = true;
  const rebuild = async () => {
    isBuilding = true;
    while (hasChanged) {
      hasChanged = false;
      const served = versions.next(await build());
      server?.update(served);
    }
    isBuilding = false;
  };
  const stopWatching = watchFiles(files, () => {
    hasChanged = true;
    if (!isBuilding) void rebuild();
  });
  try {
    server = await startPageServer(versions.next(await build()), ports);
  } catch (error) {
    stopWatching();
    throw error;
  }
  void rebuild();
  const { port, close } = server;
  return {
    port,
    close: async () => {
      stopWatching();
      await close();
    },
  };
}

/** Keeps the last page without problems. */
class Versions {
  /** Distinguishes the pages of this process from those of an earlier one. */
  private readonly process = randomBytes(6).toString('hex');
  private number = 0;
  private html: string;

  public constructor(private readonly options: Pick<ServingOptions, 'contentSecurityPolicy' | 'emptyHtml'>) {
    this.html = options.emptyHtml(this.version());
  }

  public next(build: Build): ServedPage {
    if (build.kind === 'page') {
      this.number += 1;
      this.html = build.html(this.version());
    }
    return {
      html: this.html,
      contentSecurityPolicy: this.options.contentSecurityPolicy,
      state: {
        version: this.version(),
        problems: build.kind === 'problems' ? build.problems : undefined,
      },
    };
  }

  private version(): string {
    return `${this.process}-${this.number}`;
  }
}
