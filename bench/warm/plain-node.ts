import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { FileServer } from './file-server.ts'

/** Runs plain-node-server.ts: what Node itself can do with a folder's files in memory. */
export async function startPlainNode(folder: string): Promise<FileServer> {
  const program = join(import.meta.dirname, 'plain-node-server.ts')
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
