/**
 * What clients set beside GOPROXY to have all checked by our log. Private modules are in it, too: who has GOPRIVATE set
 * must say that they are to be checked all the same.
 *
 * Source: https://go.dev/ref/mod#private-module-proxy-private
 */
export function clientSettings(key: string, hasPrivate: boolean): string {
  return `GOSUMDB=${key}${hasPrivate ? ' GONOSUMDB=none GONOPROXY=none' : ''}`
}
