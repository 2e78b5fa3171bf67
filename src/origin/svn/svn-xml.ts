/** What `svn log` tells of a revision. */
export interface SvnLogEntry {
  readonly number: number
  /** RFC 3339, to the microsecond. */
  readonly date: string
}

/** A file as `svn list` tells it. */
export interface SvnListEntry {
  /** Below the folder that was listed. */
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** The first entry of `svn log --xml`; undefined when there is none, or it has no date. */
export function parseSvnLog(xml: string): SvnLogEntry | undefined {
  const number = /<logentry\s+revision="(\d+)"/.exec(xml)?.[1]
  const date = /<date>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)<\/date>/.exec(xml)?.[1]
  return number === undefined || date === undefined ? undefined : { number: Number(number), date }
}

/** The files in `svn list --xml`. */
export function parseSvnList(xml: string): SvnListEntry[] {
  const entries: SvnListEntry[] = []
  for (const [, attributes = '', body = ''] of xml.matchAll(/<entry\b([^>]*)>(.*?)<\/entry>/gs)) {
    if (!/\bkind="file"/.test(attributes)) continue
    const name = unescaped(/<name>(.*?)<\/name>/s.exec(body)?.[1] ?? '')
    const size = Number(/<size>(\d+)<\/size>/.exec(body)?.[1] ?? NaN)
    entries.push({ name, size })
  }
  return entries
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(String(hex), 16))
    return named[String(name)] ?? whole
  })
}
