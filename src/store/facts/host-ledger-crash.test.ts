import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { endPatience, openDatabase } from './database.ts'
import { hostLedgerIn } from './host-ledger.ts'
import type { HostLedger } from './host-ledger.ts'
import { request } from './requests.test-data.ts'

const start = Date.UTC(2026, 10, 30, 23, 59, 59)
const url = 'https://a.example/x'
const reasons = ['foreground', 'background', 'floor', 'push'] as const

if (process.argv[2] === 'child') {
  await child(process.argv[3] ?? '', process.argv[4] ?? '', process.argv[5])
} else {
  test('a ledger loses at most its last second to kill -9', async () => {
    await using folder = await temporaryFolder('ledger')
    const file = join(folder.path, 'headwater.db')
    openDatabase(file).close()
    const told = await runAndKill(file, 'a.example')
    assert.equal(told.get('second'), 1)
    using database = openDatabase(file)
    const { ledger } = hostLedgerIn(database, () => 0)
    assert.equal(ledger.requestsOf('a.example', { limit: 9 }).length, 1)
    assert.equal(ledger.hosts.read('a.example')?.savedRequests, 1)
    assert.equal(ledger.hosts.read('a.example')?.troubles, 7)
    assert.equal(ledger.repository(url)?.wantedAt, 1)
  })

  test('what is summed up equals what is recorded after kill -9, and nothing spent is lost', async () => {
    await using folder = await temporaryFolder('ledger')
    const file = join(folder.path, 'headwater.db')
    openDatabase(file).close()
    let before = 0
    for (let round = 0; round < 3; round++) {
      const delay = 50 + Math.random() * 800
      const both = ['a.example', 'b.example'].map((host) => runAndKill(file, host, delay))
      const told = await Promise.all(both)
      const rows = check(file)
      assert.ok(rows >= before, 'requests that were recorded are gone')
      before = rows
      for (const [index, host] of ['a.example', 'b.example'].entries()) {
        using database = openDatabase(file)
        const state = hostLedgerIn(database, () => 0).ledger.hosts.read(host)
        const { savedRequests = 0, spentRequests = 0 } = state ?? {}
        assert.ok(spentRequests >= (told[index]?.get('spent') ?? 0), 'what was spent is lost')
        assert.ok(savedRequests >= spentRequests, 'more is spent than was saved')
      }
    }
    assert.ok(before > 0)
  })
}

/** Notes things until it is killed, and tells what must not be lost from then on. */
async function child(file: string, host: string, how?: string): Promise<void> {
  const database = openDatabase(file)
  endPatience(database)
  const { ledger } = hostLedgerIn(database, Date.now)
  if (how === 'once') noteOnce(ledger, host)
  else await noteOn(ledger, host)
}

function noteOnce(ledger: HostLedger, host: string): void {
  ledger.recordRequest({ ...request, host })
  ledger.hosts.addSaved(host, 1, 1)
  ledger.hosts.save(host, { pausedUntil: 0, pausedFor: '', pausedAt: 0, troubles: 7 })
  ledger.noteWanted(url, 'git', 1)
  setTimeout(() => {
    tell('second', 1)
    process.kill(process.pid, 'SIGKILL')
  }, 1000)
}

async function noteOn(ledger: HostLedger, host: string): Promise<void> {
  const tellSpent = () => tell('spent', ledger.hosts.read(host)?.spentRequests ?? 0)
  tellSpent()
  for (let turn = 1; ; turn++) {
    const at = start + turn * 10
    const reason = reasons[turn % reasons.length] ?? 'push'
    const purpose = turn % 7 === 0 ? 'rules' : 'refs'
    const status = [200, 0, 429, 503, 404][turn % 5] ?? 200
    ledger.recordRequest({ ...request, host, at, reason, purpose, status, received: turn })
    ledger.hosts.addSaved(host, 1, 10)
    if (turn % 40 === 0 && spends(() => ledger.hosts.addSpent(host, 1, 10))) tellSpent()
    await sleep(1)
  }
}

function tell(what: string, count: number): void {
  writeSync(1, `${what} ${count}\n`)
}

function spends(spend: () => void): boolean {
  try {
    spend()
    return true
  } catch {
    return false // the other child has the database locked
  }
}

/** Runs a child until it kills itself, or kills it `delay` ms after its first words. Returns its last words on each. */
async function runAndKill(
  file: string,
  host: string,
  delay?: number,
): Promise<Map<string, number>> {
  const script = fileURLToPath(import.meta.url)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const rest = delay === undefined ? ['once'] : []
  const started = spawn(process.execPath, [script, 'child', file, host, ...rest], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let words = ''
  started.stdout.setEncoding('utf8').on('data', (text: string) => (words += text))
  const end = once(started, 'close')
  if (delay !== undefined) {
    await once(started.stdout, 'data')
    await sleep(delay)
    started.kill('SIGKILL')
  }
  assert.deepEqual(await end, [null, 'SIGKILL'])
  const lines = words.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]))
}

/** Compares sums and rows; returns how many requests there are. */
function check(file: string): number {
  using database = openDatabase(file)
  const sums = database.prepare(
    `select day, host, account, rules, requests, bytes, errors from host_days
     where account <> 'saved' order by 1, 2, 3, 4`,
  )
  const rows = database.prepare(
    `select date(at / 1000, 'unixepoch') as day, host, reason as account, purpose = 'rules' as rules,
       count(*) as requests, sum(sent + received) as bytes,
       sum(status is null or status = 429 or status between 500 and 599) as errors
     from requests group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
  const all = rows.all()
  assert.deepEqual(sums.all(), all)
  const saved = database.prepare(
    `select host, sum(requests) as requests, sum(bytes) as bytes from host_days
     where account = 'saved' group by host order by host`,
  )
  const totals = database.prepare(
    'select host, saved_requests as requests, saved_bytes as bytes from hosts order by host',
  )
  assert.deepEqual(saved.all(), totals.all())
  const check = database.prepare('pragma integrity_check').get()
  assert.equal(check?.['integrity_check'], 'ok')
  return all.reduce((sum, row) => sum + Number(row['requests']), 0)
}
