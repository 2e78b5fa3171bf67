import type { ServerResponse } from 'node:http'

/** Writes text to a client and waits until it takes more; false when it is gone. */
export async function handedOn(response: ServerResponse, text: string): Promise<boolean> {
  if (response.destroyed) return false
  if (text === '' || response.write(text)) return true
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go)
      response.off('close', go)
      resolve()
    }
    response.on('drain', go)
    response.on('close', go)
  })
  return !response.destroyed
}
