/**
 * What is asked at public addresses: http, https, ssh and git. Everything else is somebody's private business.
 *
 * Source: IANA service name and port number registry
 */
const usual: ReadonlySet<number> = new Set([80, 443, 22, 9418])

/** Whether a port may be asked at any public address; another one only where `[outbound] allow` names the host. */
export function isUsualPort(port: number): boolean {
  return usual.has(port)
}

/** The port that a URL of http or https leads to. */
export function portOf({ protocol, port }: Pick<URL, 'protocol' | 'port'>): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}
