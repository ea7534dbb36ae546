/** A value of an expression in a GitHub workflow. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** The contexts and functions that an expression can use: `github`, `inputs`, `steps`, `success()`, … */
export interface Scope {
  readonly contexts: Readonly<Record<string, Value>>;
  readonly functions: Readonly<Record<string, (...args: readonly Value[]) => Value>>;
}

/**
 * Evaluates an expression.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
export function evaluate(source: string, scope: Scope): Value {
  return new Parser(source, scope).parse();
}

/** Replaces each `${{ … }}` of a text. A text that is only an expression keeps the type of its value. */
export function interpolate(text: string, scope: Scope): Value {
  const [whole, only] = /^\$\{\{((?:(?!\}\})[^])*)\}\}$/.exec(text.trim()) ?? [];
  if (whole !== undefined && only !== undefined) return evaluate(only, scope);
  return text.replace(/\$\{\{([^]*?)\}\}/g, (_, expression: string) => textOf(evaluate(expression, scope)));
}

/** Evaluates an `if`, which runs only after success unless it calls a status function. */
export function evaluateCondition(condition: string, scope: Scope): boolean {
  const [, inner = condition] = /^\$\{\{([^]*)\}\}$/.exec(condition.trim()) ?? [];
  const checksStatus = /\b(always|cancelled|failure|success)\(\)/.test(inner);
  return isTrue(evaluate(checksStatus ? inner : `success() && (${inner})`, scope));
}

/** Evaluates the expressions in a value of YAML. */
export function valueOf(value: unknown, scope: Scope): Value {
  if (typeof value === 'string') return interpolate(value, scope);
  if (Array.isArray(value)) return value.map((each) => valueOf(each, scope));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, valueOf(each, scope)]));
  }
  return (value ?? null) as Value;
}

export function statusFunctions(isSuccess: boolean): Scope['functions'] {
  return {
    always: () => true,
    cancelled: () => false,
    failure: () => !isSuccess,
    success: () => isSuccess,
  };
}

export function textOf(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const isTrue = (value: Value) => value !== null && value !== false && value !== 0 && value !== '';

const TOKEN = /\s*(?:('(?:[^']|'')*')|(\d+)|([A-Za-z_][\w-]*)|(==|!=|&&|\|\||[!()[\].,]))/y;

class Parser {
  private readonly tokens: readonly string[];
  private position = 0;

  public constructor(
    private readonly source: string,
    private readonly scope: Scope,
  ) {
    const tokens: string[] = [];
    const pattern = new RegExp(TOKEN);
    const text = source.trimEnd();
    while (pattern.lastIndex < text.length) {
      const at = pattern.lastIndex;
      const match = pattern.exec(text);
      if (match === null) throw new Error(`cannot read the expression at ${at}: ${source}`);
      tokens.push(match[0].trim());
    }
    this.tokens = tokens;
  }

  public parse(): Value {
    const value = this.or();
    if (this.position < this.tokens.length) throw new Error(`cannot read the expression: ${this.source}`);
    return value;
  }

  private accept(...tokens: readonly string[]): string | undefined {
    const token = this.tokens[this.position];
    if (token === undefined || !tokens.includes(token)) return undefined;
    this.position++;
    return token;
  }

  private require(token: string): void {
    if (this.accept(token) === undefined) throw new Error(`expected ${token}: ${this.source}`);
  }

  private or(): Value {
    let value = this.and();
    while (this.accept('||') !== undefined) {
      const right = this.and();
      value = isTrue(value) ? value : right;
    }
    return value;
  }

  private and(): Value {
    let value = this.equality();
    while (this.accept('&&') !== undefined) {
      const right = this.equality();
      value = isTrue(value) ? right : value;
    }
    return value;
  }

  private equality(): Value {
    const left = this.unary();
    const operator = this.accept('==', '!=');
    if (operator === undefined) return left;
    return areEqual(left, this.unary()) === (operator === '==');
  }

  private unary(): Value {
    if (this.accept('!') !== undefined) return !isTrue(this.unary());
    let value = this.primary();
    for (;;) {
      if (this.accept('.') !== undefined) {
        value = memberOf(value, this.next());
      } else if (this.accept('[') !== undefined) {
        value = memberOf(value, textOf(this.or()));
        this.require(']');
      } else {
        return value;
      }
    }
  }

  private next(): string {
    const token = this.tokens[this.position++];
    if (token === undefined) throw new Error(`the expression ends early: ${this.source}`);
    return token;
  }

  private primary(): Value {
    if (this.accept('(') !== undefined) {
      const value = this.or();
      this.require(')');
      return value;
    }
    const token = this.next();
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    return this.accept('(') === undefined ? this.context(token) : this.call(token);
  }

  private context(name: string): Value {
    // A context that is not available is an error of the workflow.
    if (!(name in this.scope.contexts)) throw new Error(`no context '${name}': ${this.source}`);
    return this.scope.contexts[name]!;
  }

  private call(name: string): Value {
    const args: Value[] = [];
    if (this.accept(')') === undefined) {
      do args.push(this.or());
      while (this.accept(',') !== undefined);
      this.require(')');
    }
    const implementation = this.scope.functions[name] ?? FUNCTIONS[name];
    if (implementation === undefined) throw new Error(`no function '${name}': ${this.source}`);
    return implementation(...args);
  }
}

const FUNCTIONS: Scope['functions'] = {
  contains: (list = null, item = null) =>
    Array.isArray(list) && list.some((each: Value) => areEqual(each, item)),
  format: (text = null, ...args) =>
    textOf(text).replace(/\{(\d+)\}/g, (_, index: string) => textOf(args[Number(index)] ?? null)),
  fromJSON: (text = null) => JSON.parse(textOf(text)) as Value,
};

function areEqual(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    return left.toLowerCase() === right.toLowerCase();
  }
  if (typeof left === typeof right) return left === right;
  return numberOf(left) === numberOf(right);
}

function numberOf(value: Value): number {
  if (value === null) return 0;
  return typeof value === 'object' ? NaN : Number(value);
}

function memberOf(value: Value, key: string): Value {
  if (value === null || typeof value !== 'object') return null;
  return (value as Readonly<Record<string, Value>>)[key] ?? null;
}
