import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater } from '../oracle/headwater.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/huge'
const small = 'github.com/acme/small'
const mebibyte = 2 ** 20
const size = 300 * mebibyte
const files = 10

/** Random bytes, kept as they are: compressing them on the way to the forge would take most of the test's time. */
async function plant(forge: Forge): Promise<void> {
  const made = await repository(forge, module, [], {
    config: { 'core.compression': '0', 'core.bigFileThreshold': '1m' },
  })
  const noise = Array.from({ length: files }, (_, index) => [
    `noise-${index}`,
    randomBytes(size / files),
  ])
  const commit = { files: Object.fromEntries(noise) as Record<string, Buffer>, tags: ['v1.0.0'] }
  await made.commit([commit])
}

/** A line of `/proc/PID/status`, in MiB. Source: proc_pid_status(5). */
async function memory(pid: number, line: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${line}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
}

/** Bytes of an answer that is read and thrown away. */
async function lengthOf(url: string): Promise<number> {
  const response = await fetch(url)
  assert.equal(response.status, 200)
  let length = 0
  for await (const chunk of response.body ?? []) length += chunk.length
  return length
}

test('headwater serve grows by less than 100 MiB when it cuts, stores and serves a zip of 300 MiB', async (t) => {
  if (process.platform !== 'linux') return t.skip('memory is read from /proc')
  await using forge = await startForge()
  await plant(forge)
  await repository(forge, small, releases(small, 'v1.0.0'))
  await using server = await startHeadwater(forge)
  const fresh = await memory(server.pid, 'VmRSS')
  await lengthOf(`${server.url}/${small}/@v/v1.0.0.zip`)
  const idle = await memory(server.pid, 'VmRSS')
  // Begins the highest value anew: what a small module takes, code above all, is not asked here. Source: proc_pid_clear_refs(5).
  await writeFile(`/proc/${server.pid}/clear_refs`, '5')

  const url = `${server.url}/${module}/@v/v1.0.0.zip`
  assert.ok((await lengthOf(url)) > size)
  const cut = await memory(server.pid, 'VmHWM')
  const lengths = await Promise.all([lengthOf(url), lengthOf(url), lengthOf(url)])
  assert.ok(lengths.every((length) => length > size))
  const served = await memory(server.pid, 'VmHWM')

  const grown = [cut, served].map((highest) => `${(highest - idle).toFixed(1)} MiB`)
  t.diagnostic(
    `just started ${fresh.toFixed(1)} MiB, idle after a small module ${idle.toFixed(1)} MiB`,
  )
  t.diagnostic(`highest above idle: cut ${grown[0]}, served ${grown[1]}`)
  assert.ok(served - idle < 100, `grew by ${grown[1]}`)
})
