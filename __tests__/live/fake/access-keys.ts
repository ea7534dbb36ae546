/** The access key of an account, for the configuration of a client. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Who a request is from. */
export interface Principal {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

/** The access keys that the fake accepts. */
export class AccessKeys {
  private readonly principals = new Map<string, Principal>();
  private sessions = 0;

  /** Returns the access key of a user. The same account and user name have the same key. */
  public ofUser(accountId: string, user: string): AccessKey {
    const accessKeyId = `AKIA${accountId}${user.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
    this.principals.set(accessKeyId, {
      accountId,
      arn: `arn:aws:iam::${accountId}:user/${user}`,
      userId: `AIDA${accountId}`,
    });
    return { accessKeyId, secretAccessKey: 'secret' };
  }

  /** Returns the access key of a new session of a role. */
  public ofSession(
    roleArn: string,
    sessionName: string,
  ): { readonly key: Required<AccessKey>; readonly principal: Principal } {
    const [, partition = 'aws', , , accountId = '', resource = ''] = roleArn.split(':');
    this.sessions += 1;
    const accessKeyId = `ASIA${accountId}${String(this.sessions).padStart(4, '0')}`;
    const principal = {
      accountId,
      arn: `arn:${partition}:sts::${accountId}:assumed-role/${resource.split('/').at(-1) ?? ''}/${sessionName}`,
      userId: `AROA${accountId}:${sessionName}`,
    };
    this.principals.set(accessKeyId, principal);
    const key = { accessKeyId, secretAccessKey: 'secret', sessionToken: `token-${accessKeyId}` };
    return { key, principal };
  }

  public principalOf(accessKeyId: string): Principal | undefined {
    return this.principals.get(accessKeyId);
  }
}
