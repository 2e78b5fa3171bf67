/** A longer address is linked to nowhere. Source: the specification of OSC 8 links bounds it at 2083 bytes */
const longest = 2083

/** The address as it may be linked to: http or https, nobody's credentials in it; undefined for any other. */
export function hrefOf(url: string): string | undefined {
  const parsed = URL.parse(url)
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return undefined
  parsed.username = ''
  parsed.password = ''
  const { href } = parsed
  return href.length <= longest && /^[!-~]+$/.test(href) ? href : undefined
}
