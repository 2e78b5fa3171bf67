import { readdirSync, readFileSync } from 'node:fs'

/** What anybody on this machine may see of the processes that a process has started: arguments, and environments. */
export function descendants(pid: number): string[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const [, parent] = /\) \S (\d+) /.exec(readQuietly(`/proc/${name}/stat`)) ?? []
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const found = [...parents.keys()].filter((each) => {
    let above = parents.get(each)
    while (above !== undefined && above !== pid) above = parents.get(above)
    return above === pid
  })
  return found.map((each) =>
    ['cmdline', 'environ']
      .map((name) => readQuietly(`/proc/${each}/${name}`).replaceAll('\0', ' '))
      .join(' '),
  )
}

/** A process may be gone already. */
function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
