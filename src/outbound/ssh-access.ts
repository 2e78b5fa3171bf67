/**
 * How a host is asked over ssh. Hosts without such an entry are not asked so. The paths have no quote, `%` or `$`, which
 * mean something in ssh's settings.
 */
export interface SshAccess {
  /** Name or address, in lower case; every port of it is meant. */
  readonly host: string
  /** Absolute path of the private key, which has no passphrase. */
  readonly key: string
  /** Absolute path of a file in the format of OpenSSH's `known_hosts`: only a host that is in it is talked to. */
  readonly knownHosts: string
  /** Whom to be where a URL names nobody. */
  readonly user?: string
}
