import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { Failure } from '../../failure.ts'
import { memoryFeed } from '../../feed/memory-feed.test-data.ts'
import { openIndex } from '../../feed/open-index.ts'
import type { WitnessStanding } from '../../sumdb/log/witness/witness-standing.ts'
import { testKey } from '../../sumdb/log/own-tree.test-data.ts'
import { parseHash, nodeHash, leafHash, formatHash } from '../../tlog/hash.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { entrySchema, logSchema } from '../api/log-schemas.ts'
import type { LogSource } from '../log-source.ts'
import { memoryHosts, noon, siteFacts } from '../memory-hosts.test-data.ts'
import { logged, logs, memoryLog, relayOf } from '../memory-log.test-data.ts'
import { openPages } from '../open-pages.ts'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  rules: { 'long-title': 'off', 'require-sri': 'off' },
})

/** An answer, a page of which was found to be valid. */
async function read(path: string, source: LogSource = logs) {
  const errors: unknown[] = []
  const pages = openPages({
    hosts: memoryHosts({}),
    index: openIndex(memoryFeed().feed),
    logs: source,
    site: () => siteFacts,
    now: () => noon,
    onError: (error) => errors.push(error),
  })
  const answer = await pages(new Request(`http://localhost/-/${path}`))
  const text = await answer.text()
  if (answer.headers.get('content-type')?.startsWith('text/html')) {
    const { results } = await validator.validateString(text)
    const messages = results.flatMap((result) => result.messages)
    assert.deepEqual(
      messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      [],
    )
  }
  const words = text
    .replaceAll(/<\/?(?:a|b|code|span|time|small|wbr)(?:\s[^>]*)?>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
  const link = (name: string) => new RegExp(`href="([^"]*)">${name}<`).exec(text)?.[1]
  const location = answer.headers.get('location')
  return { status: answer.status, location, text, words, errors, link }
}

const log = async (source?: LogSource, query = '') =>
  logSchema.strict().parse(JSON.parse((await read(`api/v1/log${query}`, source)).text))

const nothing: LogSource = { others: () => [] }

test('our own log is shown with all that a client needs', async () => {
  const { words, text, status, link } = await read('log')
  assert.equal(status, 200)
  for (const part of [
    'The log log.example has 700 entries.',
    `go env -w GOSUMDB=${testKey.text}`,
    'Entries 700',
    'Signed 30 s ago',
    'Last entry 22 Nov, 11:59',
    'As published',
    'Waiting, refused 2, 3',
    `log.example 700 `,
  ]) {
    assert.ok(words.includes(part), `${part} in ${words}`)
  }
  assert.equal((await log()).own?.signedAt, new Date(noon - 30_000).toISOString())
  assert.match(text, /<pre class="paste">log\.example\n700\n\S+\n\n— log\.example \S+\n<\/pre>/)
  assert.equal(link('699'), 'log/699')
  assert.equal(link('649'), undefined)
})

test('all entries can be reached, in parts, and JSON has the same', async () => {
  const seen: number[] = []
  let path = 'log'
  let query = ''
  for (;;) {
    const { text, link } = await read(path)
    const { own } = await log(undefined, query)
    const numbers = [...text.matchAll(/href="log\/(\d+)"/g)].map(([, number]) => Number(number))
    assert.deepEqual(
      own?.entries.map(({ number }) => number),
      numbers,
    )
    seen.push(...numbers)
    const next = link('Earlier ones')
    assert.equal(own?.next ?? undefined, next && Number(next.replace('log?before=', '')))
    if (next === undefined) break
    path = next
    query = next.replace('log', '')
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 700 }, (_, i) => 699 - i),
  )
})

test('what is not signed yet is counted, and not shown', async () => {
  const own = memoryLog([logged(0, 3), logged(1, 3), logged(2, 3)], 1)
  const source = { ...nothing, own }
  assert.match((await read('log', source)).words, /Waiting, refused 3, 31 without a signature/)
  assert.equal((await log(source)).own?.unsigned, 1)
  assert.equal((await read('log/1', source)).status, 200)
  assert.equal((await read('log/2', source)).status, 404)
})

test('each witness is shown, with what it has cosigned', async () => {
  const own = memoryLog(Array.from({ length: 9 }, (_, i) => logged(i, 9)))
  const at = noon - 60_000
  const witnesses = async (): Promise<readonly WitnessStanding[]> => [
    { name: 'w.example/fine', cosigned: { size: 9, at }, trouble: undefined },
    { name: 'w.example/behind', cosigned: { size: 5, at }, trouble: 'unreachable' },
    { name: 'w.example/new', cosigned: undefined, trouble: undefined },
    { name: 'w.example/angry', cosigned: { size: 9, at }, trouble: 'mismatch' },
    { name: 'w.example/liar', cosigned: { size: 9, at: 9e18 }, trouble: undefined },
  ]
  const source = { ...nothing, own: { ...own, view: { ...own.view, witnesses } } }
  const { words } = await read('log', source)
  for (const part of [
    'Witness w.example/fine Cosigned all of 9 entries, 22 Nov, 11:59 ',
    'Witness w.example/behind Behind: 5 of 9 entries, 22 Nov, 11:59, and did not cosign when',
    'Witness w.example/new Nothing cosigned yet Witness',
    'Witness w.example/angry Disagrees: it remembers another history, or',
  ]) {
    assert.ok(words.includes(part), `${part} in ${words}`)
  }
  const { own: told } = await log(source)
  assert.deepEqual(
    told?.witnesses.map(({ size, trouble }) => [size, trouble]),
    [
      [9, null],
      [5, 'unreachable'],
      [null, null],
      [9, 'mismatch'],
      [9, null],
    ],
  )
  assert.equal(told?.witnesses[0]?.cosignedAt, '2026-11-22T11:59:00.000Z')
  assert.match((await read('log')).words, /Witnesses none are named/)
})

for (const [number, size] of [
  [0, 1],
  [5, 700],
  [699, 700],
  [256, 257],
] as const) {
  test(`entry ${number} of ${size} is proved by the way that is shown`, async () => {
    const own = memoryLog(Array.from({ length: size }, (_, i) => logged(i, size)))
    const source = { ...nothing, own }
    const entry = entrySchema
      .strict()
      .parse(JSON.parse((await read(`api/v1/log/${number}`, source)).text))
    const leaf = leafHash(formatModuleRecord(entry))
    assert.equal(entry.leaf, formatHash(leaf))
    const root = entry.proof.reduce(
      (made, { side, hash }) =>
        side === 'left' ? nodeHash(parseHash(hash), made) : nodeHash(made, parseHash(hash)),
      leaf,
    )
    assert.equal(formatHash(root), entry.head.root)
    const covered = entry.proof.reduce((sum, { first, last }) => sum + last - first + 1, 1)
    assert.equal(covered, size)
    const { words, text } = await read(`log/${number}`, source)
    for (const { hash } of entry.proof) assert.ok(words.includes(hash))
    for (const part of [entry.zip, entry.goMod, entry.head.root, entry.leaf]) {
      assert.ok(words.includes(part), part)
    }
    assert.match(text, /href="\.\.\/\.\.\/sumdb\/log\.example\/proof\//)
  })
}

test('the commands for an entry name its proof, its key, and a file that no shell reads otherwise', async () => {
  const { words } = await read('log/3')
  assert.ok(
    words.includes(
      "curl -fo Secret@v1.3.0.tlog-proof 'https://go.corp.example/sumdb/log.example/proof/corp.example/!secret@v1.3.0'",
    ),
    words,
  )
  assert.ok(
    words.includes(`headwater sumdb verify --key ${testKey.text} Secret@v1.3.0.tlog-proof`),
    words,
  )
  assert.match(words, /Vouched for by nobody else/)
  assert.match(
    (await read('log/4')).words,
    /Vouched for by sum\.golang\.org\+033de0ae, which had the same in a tree of 50,000,000/,
  )
})

test('the entry of a version is found, as it is typed or as go.sum has it', async () => {
  const own = memoryLog(
    Array.from({ length: 9 }, (_, i) => logged(i, 9)),
    1,
  )
  const source = { ...nothing, own }
  for (const typed of [
    'corp.example/Secret@v1.3.0',
    ' corp.example/Secret v1.3.0/go.mod h1:abc= ',
    'corp.example/Secret%20v1.3.0%20h1:abc=',
  ]) {
    const found = await read(`log?module=${typed}`, source)
    assert.deepEqual([found.status, found.location, found.text], [303, 'log/3', ''], typed)
  }
  for (const typed of [
    'corp.example/Secret@v9.9.9',
    logged(8, 9).path,
    'github.com/acme/module-8@v1.8.0',
    'x',
  ]) {
    const { status, words, text, errors } = await read(`log?module=${typed}`, source)
    assert.deepEqual([status, errors], [200, []])
    assert.match(words, new RegExp(`“${typed}” is not logged\\. `))
    assert.ok(text.includes(`value="${typed}"`))
  }
  assert.doesNotMatch((await read('log?module=', source)).words, /is not logged/)
  assert.equal((await read('log?module=a.test/x@v1.0.0', nothing)).status, 200)
})

for (const number of ['700', '-1', '1.0', '007', '1e2', 'x', '%3Cb%3E', '9'.repeat(40)]) {
  test(`there is no entry ${number}`, async () => {
    const { status, words, errors } = await read(`log/${number}`)
    assert.equal(status, 404)
    assert.match(words, /There is no such entry .* those that it has are 0 to 699\./)
    assert.equal((await read(`api/v1/log/${number}`)).status, 404)
    assert.deepEqual(errors, [])
  })
}

test('no log, and a log without entries, say how to go on', async () => {
  const none = await read('log', nothing)
  assert.match(none.words, /no checksum log of its own\. .*headwater sumdb init/)
  assert.match(none.words, /None are passed on here/)
  assert.equal((await log(nothing)).own, null)
  const missing = await read('log/0', nothing)
  assert.equal(missing.status, 404)
  assert.match(missing.words, /no checksum log of its own/)
  const empty = { ...nothing, own: memoryLog([]) }
  assert.match((await read('log', empty)).words, /has 0 entries\. .*Nothing is logged yet\./)
  assert.match((await read('log/0', empty)).words, /Nothing is logged yet\./)
  assert.equal((await log(empty)).own?.headAt, null)
})

test('a log that is not what was published says so, without names of files', async () => {
  const failure = new Failure('mismatch', 'Cannot go on: /var/lib/secret.guard')
  const fail = () => Promise.reject(failure)
  const own = memoryLog([])
  const view = { ...own.view, standing: fail, entries: fail, entry: fail }
  const source = { ...nothing, own: { ...own, view } }
  for (const path of ['log', 'log/0']) {
    const { status, words, errors } = await read(path, source)
    assert.equal(status, 200)
    assert.match(words, /not available: its database is not what was published/)
    assert.doesNotMatch(words, /secret|As published/)
    assert.deepEqual(errors, [])
  }
  assert.match(
    (await read('log', source)).words,
    /The log log\.example answers nothing\. .*Stopped/,
  )
  const { own: told } = await log(source)
  assert.match(told?.fault ?? '', /not what was published/)
  assert.equal(told?.head, null)
  assert.equal((await read('api/v1/log/0', source)).status, 503)
})

test('a bug in our log is told of, and the rest of the page is shown', async () => {
  const bug = new TypeError('Cannot read /var/lib/secret')
  const fail = () => Promise.reject(bug)
  const own = memoryLog([])
  const source = { ...logs, own: { ...own, view: { ...own.view, standing: fail } } }
  const { status, words, errors } = await read('log', source)
  assert.deepEqual([status, errors], [200, [bug]])
  assert.match(words, /not available: the database could not be read .*down\.example/)
  assert.doesNotMatch(words, /secret/)
})

test('databases of others: who could not be asked is undetermined, who has two histories is loud', async () => {
  const { words, text } = await read('log')
  assert.match(words, /forked\.example has told two histories\./)
  assert.match(
    words,
    /Whether down\.example and new\.example agree with what was seen before is not known\./,
  )
  assert.match(words, /sum\.golang\.org Agrees: .*Entries 50,000,000 Compared 22 Nov, 11:58:00/)
  assert.match(
    words,
    /down\.example Not compared: it could not be asked.*not compared since 22 Nov, 11:58:00 \(2 min ago\), last tried 22 Nov, 11:59:59/,
  )
  assert.match(words, /new\.example Not compared yet: .*Entries not known yet Compared never/)
  assert.match(words, /forked\.example Two histories: .*SECURITY ERROR the proof/)
  assert.equal(text.match(/href="#i-ok"/g)?.length, 2) // the guard, and sum.golang.org
  const { others } = await log()
  assert.deepEqual(
    others.map(({ agreement }) => agreement),
    ['agrees', 'unreachable', 'unknown', 'frozen'],
  )
  assert.equal(others[3]?.forks[0]?.evidence, 'SECURITY ERROR\n\tthe proof')
})

test('a head in doubt and places that could not be compared are told, with what was signed', async () => {
  const head = { size: 7, root: Buffer.alloc(32), note: 'the <b>note', known: 'the other note' }
  const source: LogSource = {
    ...nothing,
    others: () => [
      relayOf({
        doubts: [{ ...head, why: 'Cannot trust it', seenAt: noon }],
        sources: [
          { url: 'https://a.example', comparedAt: noon, trouble: undefined },
          { url: 'https://b.example', comparedAt: undefined, trouble: undefined },
          ...(['unreachable', 'mismatch', 'not-found'] as const).map((code) => ({
            url: 'https://c.example',
            comparedAt: noon,
            trouble: { at: noon, code },
          })),
        ],
      }),
    ],
  }
  const { words, text } = await read('log', source)
  assert.match(words, /sum\.golang\.org has signed a head that cannot be shown to fit\./)
  assert.match(words, /A head in doubt: it has signed a head that cannot be shown/)
  assert.match(words, /Cannot trust it the &lt;b&gt;note It was held against: the other note/)
  assert.match(text, /the &lt;b&gt;note/)
  assert.match(words, /a\.example: compared 22 Nov/)
  assert.match(words, /b\.example: not compared yet/)
  assert.match(words, /could not be asked 22 Nov.*is not believed 22 Nov.*had no head 22 Nov/)
  const [told] = (await log(source)).others
  assert.equal(told?.agreement, 'doubtful')
  assert.deepEqual(told?.doubts[0]?.head, 'the <b>note')
  assert.equal(told?.sources[2]?.trouble?.code, 'unreachable')
})

test('each part fails alone', async () => {
  const failure = new Failure('no-space', 'Cannot read /var/lib/secret.db')
  const source: LogSource = {
    ...logs,
    others: () => {
      throw failure
    },
  }
  const { status, words, errors } = await read('log', source)
  assert.equal(status, 200)
  assert.match(words, /The log log\.example has 700 entries.*not available: the disk is full/)
  assert.deepEqual(errors, [failure])
  assert.equal((await read('api/v1/log', source)).status, 503)
  assert.match((await read('log', { ...nothing, others: () => [relayOf()] })).words, /Agrees/)
})
