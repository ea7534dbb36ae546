import { z } from 'zod';
import { finish, run, type Finished } from './command';
import { programOf } from './machine';

const changed = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  change: z.object({
    actions: z.array(z.string()),
    after: z.unknown(),
    after_unknown: z.unknown(),
    importing: z.unknown().optional(),
  }),
});

const configured = z.object({ address: z.string(), mode: z.string(), provider_config_key: z.string() });

/** Arguments are expressions, blocks are lists; a provider that is only required has neither. */
const provider = z.object({ expressions: z.record(z.string(), z.unknown()).default({}) });

/** A stack may be empty. */
const planSchema = z.object({
  resource_changes: z.array(changed).default([]),
  configuration: z.object({
    provider_config: z.record(z.string(), provider),
    root_module: z.object({ resources: z.array(configured).default([]) }),
  }),
});

const stateSchema = z.object({
  values: z.object({
    root_module: z.object({
      resources: z.array(
        z.object({
          address: z.string(),
          mode: z.string(),
          type: z.string(),
          values: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  }),
});

/**
 * The output of `terraform show -json` for a plan, and the text that `terraform plan` prints.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export type Plan = z.infer<typeof planSchema> & { readonly text: string };

/** What `terraform show -json` says of a state. */
export type State = z.infer<typeof stateSchema>;

/** Terraform in one folder. */
export class Terraform {
  public constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  public async init(...args: readonly string[]): Promise<void> {
    await this.run('init', '-input=false', ...args);
  }

  /** Throws what Terraform finds wrong. */
  public async validate(): Promise<void> {
    await this.run('validate');
  }

  /** Plans, and keeps the plan for `apply`. */
  public async plan(): Promise<Plan> {
    const text = await this.run('plan', '-no-color', '-out=plan');
    return { text, ...planSchema.parse(JSON.parse(await this.run('show', '-json', 'plan'))) };
  }

  /** Applies what `plan` kept. */
  public async apply(): Promise<void> {
    await this.run('apply', 'plan');
  }

  /** Plans and applies in one run, which takes less than half of what `plan` and `apply` take. */
  public async deploy(): Promise<void> {
    await this.run('apply', '-auto-approve');
  }

  public async destroy(): Promise<void> {
    await this.run('destroy', '-auto-approve');
  }

  public async state(): Promise<State> {
    return stateSchema.parse(JSON.parse(await this.run('show', '-json')));
  }

  /** The addresses in the state; unlike `state`, this starts no provider. */
  public async addresses(): Promise<readonly string[]> {
    const { code, stdout, stderr } = await finish(this.command('state', 'list'));
    if (code === 0) return stdout.split('\n').filter((line) => line !== '');
    if (stderr.includes('No state file was found')) return [];
    throw new Error(`terraform state list ended with ${code}\n${stderr}`);
  }

  /** Takes something that exists into the state. */
  public async import(address: string, id: string): Promise<void> {
    await this.run('import', address, id);
  }

  /** Gives something in the state another address. */
  public async move(from: string, to: string): Promise<void> {
    await this.run('state', 'mv', from, to);
  }

  public async tryValidate(): Promise<Finished> {
    return finish(this.command('validate', '-no-color'));
  }

  public async tryPlan(...args: readonly string[]): Promise<Finished> {
    return finish(this.command('plan', '-no-color', ...args));
  }

  private async run(...args: readonly string[]): Promise<string> {
    return run(this.command(...args));
  }

  private command(...args: readonly string[]) {
    return { file: programOf('terraform'), args, folder: this.folder, environment: this.environment };
  }
}
