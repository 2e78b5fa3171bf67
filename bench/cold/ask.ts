import { escapePath, escapeVersion } from '../../src/gomod/escape.ts'
import type { Subject } from './subject.ts'

/** Asks a module proxy for all versions, so many at a time, and gives the number of those it has. */
export async function askForAll(
  url: string,
  { module, versions }: Subject,
  width: number,
): Promise<number> {
  const base = `${url}/${escapePath(module)}`
  const rest = versions.values()
  let found = 0
  const worker = async (): Promise<void> => {
    for (const version of rest) {
      if ((await askForVersion(base, version)) !== undefined) found++
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return found
}

/** The zip, after the `.info` and `.mod`; undefined when one of them is refused. */
export async function askForVersion(base: string, version: string): Promise<Buffer | undefined> {
  const place = `${base}/@v/${escapeVersion(version)}`
  if ((await ask(`${place}.info`)) === undefined) return undefined
  if ((await ask(`${place}.mod`)) === undefined) return undefined
  return ask(`${place}.zip`)
}

/** The body of an answer; undefined when its status is not 200. */
export async function ask(url: string): Promise<Buffer | undefined> {
  const response = await fetch(url)
  const body = Buffer.from(await response.arrayBuffer())
  return response.status === 200 ? body : undefined
}
