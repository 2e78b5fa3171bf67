import type { Server } from 'node:http'

/** How often connections are looked for whose last request was answered meanwhile. */
const sweepMs = 50

/**
 * Accepts no more connections, closes those that become idle, and after `graceMs` milliseconds all others.
 * Resolves when none is left.
 */
export async function stop(server: Server, graceMs: number): Promise<void> {
  const sweeper = setInterval(() => server.closeIdleConnections(), sweepMs)
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs)
  try {
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)))
    })
  } finally {
    clearInterval(sweeper)
    clearTimeout(deadline)
  }
}
