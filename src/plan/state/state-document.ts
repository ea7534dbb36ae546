import type { Json, JsonObject } from '../model/document';

/** A Terraform state as `readState` returns it. */
export interface StateDocument {
  /** The path as the user gave it. */
  readonly file: string;
  /** The existing objects of managed resources of all types, in the order of the state, without deposed objects. */
  readonly instances: readonly StateInstance[];
}

/** An instance of a managed resource in a state. */
export interface StateInstance {
  readonly type: string;
  /** `module.ecr["app"].aws_ecr_repository.this[0]` */
  readonly address: string;
  /** `module.ecr["app"]`; empty in the root module. */
  readonly moduleAddress: string;
  readonly name: string;
  /** The provider in a state file, with its alias. `terraform show` does not print it. */
  readonly provider: string | undefined;
  readonly values: JsonObject;
  /** The shape of `values`, with `true` for each sensitive value. */
  readonly sensitive: Json;
  /** Addresses, without instance keys, of the resources that this one depends on. */
  readonly dependencies: readonly string[];
}

/** Why a file is not a state that can be read. The texts are whole sentences. */
export interface StateFault {
  readonly file: string;
  readonly message: string;
  /** How to fix it, with the command if there is one. */
  readonly help: string;
}

export type ReadStateResult =
  | { readonly kind: 'state'; readonly state: StateDocument }
  | { readonly kind: 'faulty'; readonly fault: StateFault };
