import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Clock ticks of /proc in a second. Source: proc_pid_stat(5); 100 on all architectures that Node runs on. */
const ticksPerSecond = 100

/**
 * A meter for the processes that listen on the port of a URL, threads and workers included. It tells the seconds of
 * CPU that they have used so far, or NaN where that cannot be known: not on Linux, or processes of another user.
 */
export function cpuMeter(url: string): () => number {
  const processes = listenersOn(Number(new URL(url).port))
  if (processes.length === 0) return () => NaN
  return () => processes.reduce((sum, pid) => sum + secondsOf(pid), 0)
}

function secondsOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
  } catch {
    return NaN
  }
}

function listenersOn(port: number): string[] {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => socketsIn(`/proc/net/${table}`, port)))
  return namesIn('/proc').filter(
    (pid) =>
      /^\d+$/.test(pid) &&
      namesIn(`/proc/${pid}/fd`).some((fd) => sockets.has(targetOf(`/proc/${pid}/fd/${fd}`))),
  )
}

/** Listening sockets on a port, as links in /proc name them. Source: proc_pid_net(5). */
function socketsIn(table: string, port: number): string[] {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = contentOf(table).split('\n').slice(1)
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, address = '', , state]) => address.endsWith(local) && state === '0A')
    .map((fields) => `socket:[${fields[9]}]`)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}
