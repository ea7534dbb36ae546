interface Reason {
  /** The rest of a sentence after "because". */
  readonly one: string;
  readonly several?: string;
  /** How to avoid the action. */
  readonly help?: string;
}

/** https://developer.hashicorp.com/terraform/internals/json-format, `action_reason` */
const REASONS: ReadonlyMap<string, Reason> = new Map([
  [
    'replace_because_tainted',
    {
      one: 'it is marked as tainted',
      several: 'they are marked as tainted',
      help: 'A resource is tainted if its creation failed halfway, or by terraform taint. If the repository is as it should be, remove the mark with terraform untaint, and plan again.',
    },
  ],
  ['replace_by_request', { one: 'the plan was made with -replace', help: 'Plan again without -replace.' }],
  [
    'replace_by_triggers',
    {
      one: 'of replace_triggered_by',
      help: 'Remove the reference from replace_triggered_by, or copy the images to another repository first.',
    },
  ],
  [
    'delete_because_no_resource_config',
    { one: 'its resource block was removed', several: 'their resource blocks were removed' },
  ],
  ['delete_because_no_module', { one: 'its module was removed', several: 'their modules were removed' }],
  [
    'delete_because_wrong_repetition',
    {
      one: 'its resource block got or lost count or for_each',
      several: 'their resource blocks got or lost count or for_each',
    },
  ],
  [
    'delete_because_count_index',
    { one: 'count no longer includes its index', several: 'count no longer includes their indexes' },
  ],
  [
    'delete_because_each_key',
    { one: 'for_each no longer includes its key', several: 'for_each no longer includes their keys' },
  ],
  [
    'delete_because_no_move_target',
    {
      one: 'a moved block moves it to an address that the configuration does not have',
      several: 'moved blocks move them to addresses that the configuration does not have',
    },
  ],
]);

/** ` because the plan was made with -replace`; empty if Terraform gives no reason. */
export function actionReasonText(reason: string | undefined, number = 1): string {
  if (reason === undefined) return '';
  const known = REASONS.get(reason);
  if (known === undefined) return ` because of '${reason}'`;
  return ` because ${number === 1 ? known.one : (known.several ?? known.one)}`;
}

/** Returns how to avoid the action, or undefined if that depends on the configuration. */
export function helpForReason(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : REASONS.get(reason)?.help;
}
