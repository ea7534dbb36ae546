import { z } from 'zod';
import { run, tryRun, type CommandResult } from './command';
import { programPath } from './requirements';

const resourceChangeSchema = z.object({
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

const resourceSchema = z.object({ address: z.string(), mode: z.string(), provider_config_key: z.string() });

/** A provider in `required_providers` without a `provider` block has no expressions. */
const providerSchema = z.object({ expressions: z.record(z.string(), z.unknown()).default({}) });

/** An empty stack has no resources. */
const planSchema = z.object({
  resource_changes: z.array(resourceChangeSchema).default([]),
  configuration: z.object({
    provider_config: z.record(z.string(), providerSchema),
    root_module: z.object({ resources: z.array(resourceSchema).default([]) }),
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

/** The output of `terraform show -json` for a state. */
export type State = z.infer<typeof stateSchema>;

/** Runs Terraform in a folder. */
export class Terraform {
  public constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  public async init(...args: readonly string[]): Promise<void> {
    await this.run('init', '-input=false', ...args);
  }

  /** Throws if the configuration is not valid. */
  public async validate(): Promise<void> {
    await this.run('validate');
  }

  /** Creates a plan, and saves it for `apply`. */
  public async plan(): Promise<Plan> {
    const text = await this.run('plan', '-no-color', '-out=plan');
    return { text, ...planSchema.parse(JSON.parse(await this.run('show', '-json', 'plan'))) };
  }

  /** Applies the saved plan. */
  public async apply(): Promise<void> {
    await this.run('apply', 'plan');
  }

  /** Plans and applies in one run, which takes less than half the time of `plan` and `apply`. */
  public async deploy(): Promise<void> {
    await this.run('apply', '-auto-approve');
  }

  public async destroy(): Promise<void> {
    await this.run('destroy', '-auto-approve');
  }

  public async state(): Promise<State> {
    return stateSchema.parse(JSON.parse(await this.run('show', '-json')));
  }

  /** Returns the addresses in the state. Unlike `state`, does not start the provider. */
  public async addresses(): Promise<readonly string[]> {
    const { code, stdout, stderr } = await tryRun(this.command('state', 'list'));
    if (code === 0) return stdout.split('\n').filter((line) => line !== '');
    if (stderr.includes('No state file was found')) return [];
    throw new Error(`terraform state list exited with ${code}\n${stderr}`);
  }

  /** Imports an existing resource into the state. */
  public async import(address: string, id: string): Promise<void> {
    await this.run('import', address, id);
  }

  /** Changes the address of a resource in the state. */
  public async move(from: string, to: string): Promise<void> {
    await this.run('state', 'mv', from, to);
  }

  public async tryValidate(): Promise<CommandResult> {
    return tryRun(this.command('validate', '-no-color'));
  }

  public async tryPlan(...args: readonly string[]): Promise<CommandResult> {
    return tryRun(this.command('plan', '-no-color', ...args));
  }

  private async run(...args: readonly string[]): Promise<string> {
    return run(this.command(...args));
  }

  private command(...args: readonly string[]) {
    return { file: programPath('terraform'), args, folder: this.folder, environment: this.environment };
  }
}
