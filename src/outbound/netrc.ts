/** What a netrc file has for one machine. */
export interface NetrcLine {
  /** As written; the go command compares it with host and port of a URL. */
  readonly machine: string
  readonly login: string
  readonly password: string
}

/**
 * Reads a netrc file. Entries that lack something, macros, and everything from a `default` on count for nothing.
 *
 * Source: `parseNetrc` of `cmd/go/internal/auth`
 */
export function parseNetrc(text: string): NetrcLine[] {
  const lines: NetrcLine[] = []
  const nobody = { machine: '', login: '', password: '' }
  let entry: NetrcLine = nobody
  let inMacro = false
  for (const line of text.split('\n')) {
    if (inMacro) {
      inMacro = line !== ''
      continue
    }
    const words = line.split(/\s+/).filter((word) => word !== '')
    for (let at = 0; at + 1 < words.length; at += 2) {
      const [word, value = ''] = words.slice(at, at + 2)
      if (word === 'machine') entry = { ...nobody, machine: value }
      if (word === 'login' || word === 'password') entry = { ...entry, [word]: value }
      if (word === 'macdef') inMacro = true
      if (entry.machine !== '' && entry.login !== '' && entry.password !== '') {
        lines.push(entry)
        entry = nobody
      }
    }
    if (words.length % 2 === 1 && words.at(-1) === 'default') break
  }
  return lines
}
