import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { manyModules, recordOf, sumOf, sumServer } from '../../../test/sumdb/sum-server.ts'
import { openTestRelay, testLog as relayedLog } from '../relay/relay.test-data.ts'
import { openOwnLog } from '../log/own-log.ts'
import { numbered, testLog } from '../log/own-tree.test-data.ts'
import { sumAuditor, type Audit } from './audit-sums.ts'

const never = new AbortController().signal
const nobody = { isPrivate: () => false, now: () => 0 }

/** The go.sum lines of modules, as a database of these tests has them. */
const goSum = (...modules: string[]) => modules.map((module) => recordOf(module)).join('')

/** `LINE STATUS` of each line. */
async function told(audit: Audit, text: string, signal = never): Promise<string[]> {
  return (await audit(Buffer.from(text), signal)).map(({ line, status }) => `${line} ${status}`)
}

suite('sumAuditor()', () => {
  test('says of each line what the database has', async () => {
    await using server = await sumServer(manyModules(3))
    await using opened = openTestRelay([server.url])
    const audit = sumAuditor({ ...nobody, others: [opened.relay] })
    const other = sumOf('other')
    const text = [
      goSum('m0.test/x@v1.0.0').trimEnd(),
      `m1.test/x v1.0.0 ${other}`,
      `m1.test/x v1.0.0/go.mod ${sumOf('mod m1.test/x@v1.0.0')}`,
      '',
      `missing.test/x v1.0.0 ${other}`,
      'm2.test/x v1.0.0',
      `m2.test/x v1.0 ${other}`,
      'm2.test/x v1.0.0 h1:short',
      'm2.test/x v1.0.0 h2:of-tomorrow',
      `M2 v1.0.0 ${other}`,
      `m2.test/x v1.0.0+meta ${other}`,
      '<<<<<<< ours',
      'm2.test/x v1.0.0/go.mod h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=',
      `m2.test/x v1.0.0 ${'x'.repeat(5000)}`,
    ].join('\r\n')
    const lines = await audit(Buffer.from(text), never)
    assert.deepEqual(
      lines.map(({ line, status }) => `${line} ${status}`),
      (
        '1 match,2 match,3 mismatch,4 match,6 not-logged,7 malformed,8 malformed,9 malformed,' +
        '10 undetermined,11 malformed,12 malformed,13 malformed,15 malformed'
      ).split(','),
    )
    const [first, , third] = lines
    assert.deepEqual([first?.log, first?.logged], ['sum.test', undefined])
    assert.equal(third?.logged, sumOf('zip m1.test/x@v1.0.0'))
    assert.match(lines.at(-2)?.reason ?? '', /merge-conflict marker/)
    assert.match(lines.at(-1)?.reason ?? '', /more than 4096 bytes/)
    assert.deepEqual(
      server.asked.filter((path) => path.includes('/lookup/')).length,
      new Set(server.asked.filter((path) => path.includes('/lookup/'))).size,
    )
  })

  test('what is kept is answered without asking, and what is not there is not asked again for a while', async () => {
    await using server = await sumServer(manyModules(3))
    await using opened = openTestRelay([server.url])
    let now = 0
    const audit = sumAuditor({ ...nobody, now: () => now, others: [opened.relay] })
    const text = goSum('m0.test/x@v1.0.0', 'missing.test/x@v1.0.0')
    const first = await told(audit, text)
    assert.deepEqual(first, ['1 match', '2 match', '3 not-logged', '4 not-logged'])
    server.news()
    assert.deepEqual(await told(audit, text), first)
    assert.deepEqual(server.news(), [])
    now = 11 * 60_000
    assert.deepEqual(await told(audit, text), first)
    assert.deepEqual(server.news(), ['/lookup/missing.test/x@v1.0.0'])
  })

  test('what could not be asked is undetermined, and nothing else of the file is', async () => {
    await using server = await sumServer(manyModules(3))
    await using opened = openTestRelay([server.url])
    const audit = sumAuditor({ ...nobody, others: [opened.relay] })
    await told(audit, goSum('m0.test/x@v1.0.0'))
    server.change = () => 503
    const text = goSum('m1.test/x@v1.0.0', 'm0.test/x@v1.0.0')
    const lines = await audit(Buffer.from(text), never)
    assert.deepEqual(
      lines.map(({ status }) => status),
      ['undetermined', 'undetermined', 'match', 'match'],
    )
    assert.match(lines[0]?.reason ?? '', /Cannot ask sum\.test: it answered 503/)
    server.change = (_, answer) => answer
    assert.deepEqual((await told(audit, text))[0], '1 match')
  })

  test('a database that lies is not believed', async () => {
    await using server = await sumServer(manyModules(3))
    await using opened = openTestRelay([server.url])
    server.change = (path, answer) =>
      path.includes('/lookup/')
        ? String(answer).replaceAll(sumOf('zip m1.test/x@v1.0.0'), sumOf('evil'))
        : answer
    const audit = sumAuditor({ ...nobody, others: [opened.relay] })
    const forged = `m1.test/x v1.0.0 ${sumOf('evil')}\n`
    const [line] = await audit(Buffer.from(forged), never)
    assert.equal(line?.status, 'undetermined')
    assert.match(line?.reason ?? '', /Cannot believe sum\.test/)
  })

  test('it asks for no more than it may, and gets further the next time', async () => {
    await using server = await sumServer(manyModules(5))
    await using opened = openTestRelay([server.url])
    const audit = sumAuditor({ ...nobody, others: [opened.relay] }, { mostAsked: 2 })
    const text = manyModules(5)
      .map((module) => `${goSum(module).split('\n')[0]}\n`)
      .join('')
    const asked: number[] = []
    for (const matches of [2, 4, 5]) {
      server.news()
      const lines = await told(audit, text)
      assert.equal(lines.filter((line) => line.endsWith(' match')).length, matches)
      assert.equal(lines.filter((line) => line.endsWith(' undetermined')).length, 5 - matches)
      asked.push(server.news().filter((path) => path.includes('/lookup/')).length)
    }
    assert.deepEqual(asked, [2, 2, 1])
  })

  test('it asks for a few at a time, and ends when the time is over', async () => {
    await using server = await sumServer(manyModules(9))
    await using opened = openTestRelay([server.url])
    const others = [
      {
        ...opened.relay,
        lookup: () => new Promise<Uint8Array>(() => void running++),
      },
    ]
    let running = 0
    const audit = sumAuditor({ ...nobody, others }, { parallel: 3, askMs: 50 })
    const lines = await audit(Buffer.from(goSum(...manyModules(9))), never)
    assert.ok(lines.every(({ status }) => status === 'undetermined'))
    assert.match(lines[0]?.reason ?? '', /not done answering in time/)
    assert.equal(running, 3)
  })

  test('private modules are named to nobody; another database counts only where those before it have nothing', async () => {
    await using first = await sumServer(manyModules(2))
    await using opened = openTestRelay([first.url])
    const second = {
      ...opened.relay,
      name: 'second',
      kept: async () => recordOf('m1.test/x@v1.0.0'),
    }
    const places = { ...nobody, isPrivate: (path: string) => path.startsWith('corp.test') }
    const audit = sumAuditor({ ...places, others: [opened.relay, second] })
    first.news()
    assert.deepEqual(await told(audit, goSum('corp.test/x@v1.0.0')), ['1 private', '2 private'])
    assert.deepEqual(first.news(), [])
    first.change = () => 503
    assert.deepEqual((await told(audit, goSum('m1.test/x@v1.0.0')))[0], '1 undetermined')
    first.change = (path, answer) => (path.includes('m1.test') ? undefined : answer)
    const [line] = await audit(Buffer.from(goSum('m1.test/x@v1.0.0')), never)
    assert.deepEqual([line?.status, line?.log], ['match', 'second'])
    const confused = { ...second, kept: async () => recordOf('m2.test/x@v1.0.0') }
    const [other] = await sumAuditor({ ...nobody, others: [confused] })(
      Buffer.from(goSum('m1.test/x@v1.0.0')),
      never,
    )
    assert.match(`${other?.status}: ${other?.reason}`, /^undetermined: .* is of m2\.test/)
  })

  test('our own log counts first, private modules too, and takes nothing in', async (t) => {
    const { options } = await testLog(t)
    const record = numbered(1)
    const { path, zip, goMod } = record
    let admitted = 0
    let firstSeen: { readonly modSum: string; readonly zipSum: string } | undefined
    const log = openOwnLog({
      ...options,
      admission: {
        async sumsOf() {
          admitted++
          return { zip, goMod }
        },
        ledger: () => firstSeen,
        needsAttestation: () => false,
        attested: () => Promise.reject(new Error('nobody asks')),
      },
    })
    t.after(() => log.close())
    await log.lookup(path, 'v1.1.0')
    const audit = sumAuditor({ ...nobody, isPrivate: () => true, own: log, others: [] })
    const text = `${path} v1.1.0 ${zip}\n${path} v1.1.0/go.mod ${zip}\n${path} v1.2.0 ${zip}\n`
    assert.deepEqual(await told(audit, text), ['1 match', '2 mismatch', '3 private'])
    assert.equal(admitted, 1)
    const open = sumAuditor({ ...nobody, own: log, others: [] })
    assert.deepEqual(await told(open, text), ['1 match', '2 mismatch', '3 not-logged'])
    // What contradicts the ledger is told to nobody.
    firstSeen = { modSum: goMod, zipSum: sumOf('another') }
    assert.deepEqual((await told(open, text))[0], '1 undetermined')
  })

  test('a frozen database says nothing of what it said before', async () => {
    await using server = await sumServer(manyModules(3))
    await using opened = openTestRelay([server.url])
    const audit = sumAuditor({ ...nobody, others: [opened.relay] })
    await told(audit, goSum('m0.test/x@v1.0.0'))
    opened.kept.saveLogFork(relayedLog, 'evidence', 1)
    assert.deepEqual((await told(audit, goSum('m0.test/x@v1.0.0')))[0], '1 undetermined')
  })

  test('a hundred thousand lines that are kept are judged, and others get their turn meanwhile', async () => {
    await using server = await sumServer(manyModules(1))
    await using opened = openTestRelay([server.url])
    const modules = manyModules(50_000)
    for (const [id, module] of modules.entries()) {
      const [path = '', version = ''] = module.split('@')
      opened.kept.saveRelayedRecord(
        { log: relayedLog, path, version },
        { id, text: recordOf(module) },
      )
    }
    let turns = 0
    let isOver = false
    const count = () => {
      turns++
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    const audit = sumAuditor({ ...nobody, others: [opened.relay] })
    const lines = await audit(Buffer.from(goSum(...modules)), never)
    isOver = true
    assert.equal(lines.length, 100_000)
    assert.ok(lines.every(({ status }) => status === 'match'))
    // Of 500 lines when they are read, of 200 when they are looked up and judged.
    assert.ok(turns >= 1100, `${turns} turns`)
    assert.deepEqual(server.news(), [])
  })
})
