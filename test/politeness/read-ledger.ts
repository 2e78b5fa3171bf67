import assert from 'node:assert/strict'
import { ask } from '../serve/ask.ts'
import type { HostJson, HostsJson } from '../../src/web/api/schemas.ts'

type Server = { readonly url: string }

/** `/-/api/v1/hosts`, its first part. */
export async function hostsJson(server: Server): Promise<HostsJson> {
  return readJson<HostsJson>(server, '-/api/v1/hosts')
}

/** `/-/api/v1/hosts/HOST`, with all its requests, the newest first. */
export async function hostJson(server: Server, host: string): Promise<HostJson> {
  const path = `-/api/v1/hosts/${host}`
  const whole = await readJson<HostJson>(server, path)
  const requests = [...whole.requests]
  let { next } = whole
  while (next !== null) {
    const part = await readJson<HostJson>(server, `${path}?before=${next}`)
    requests.push(...part.requests)
    next = part.next
  }
  return { ...whole, requests, next }
}

async function readJson<T>(server: Server, path: string): Promise<T> {
  const { status, text } = await ask(server, path)
  assert.equal(status, 200, text)
  return JSON.parse(text) as T
}
