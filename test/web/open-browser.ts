import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { isolated } from '../forge/isolation.ts'

/**
 * Starts the chromium of this machine, without a window. It is steered through a pipe, and knows no name but this
 * machine's own, so that it cannot leave loopback.
 *
 * @param home a folder it may write to
 */
export async function openBrowser(home: string): Promise<Browser> {
  return chromium.launch({
    executablePath: whereIs('chromium'),
    env: isolated(home),
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--no-proxy-server',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      // It refuses to start its sandbox as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
}

function whereIs(program: string): string {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((place) => join(place, program))
  const found = places.find((place) => {
    try {
      accessSync(place, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  if (found === undefined) throw new Error(`There is no ${program} on PATH`)
  return found
}
