import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import AjvModule from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import {
  headwater,
  headwaterHome,
  startHeadwater,
  type HeadwaterHome,
  type RunningHeadwater,
} from '../oracle/headwater.ts'
import {
  manyModules,
  recordOf,
  sumServer,
  verifierKey,
  type SumServer,
} from '../sumdb/sum-server.ts'
import { witnessServer, type WitnessServer } from '../sumdb/witness-server.ts'
import { parseVerifierKey } from '../../src/tlog/verifier.ts'
import { ask, type AskOptions, type Taken } from './ask.ts'
import { releases } from './releases.ts'

/** What of an operation is looked at. */
interface Described {
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>
  >
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: object }
}

const name = 'sum.corp.example'
const secret = 'corp.example/secret'
const json = { 'content-type': 'application/json' }
const plain = { 'content-type': 'text/plain' }
const post = (body: string, headers: Readonly<Record<string, string>>): AskOptions => ({
  method: 'POST',
  body,
  headers,
})
const question = {
  level: 'refs',
  modules: [
    { path: secret, version: 'v1.0.0', scope: 'build' },
    { path: secret, version: 'v0.9.0', scope: 'graph' },
  ],
}
const goSum = `${recordOf('m1.test/x@v1.0.0')}missing.test/x v1.0.0 h1:x\n${secret} v1.0.0 h1:y=\nx\n`

/** A request, the operation that it is of, and the status that it gets. */
const asked: [operation: string, path: string, status: number, options?: AskOptions][] = [
  ['/-/api/v1/hosts', '-/api/v1/hosts', 200],
  ['/-/api/v1/hosts/{host}', '-/api/v1/hosts/corp.example', 200],
  ['/-/api/v1/hosts/{host}', '-/api/v1/hosts/never.example', 404],
  ['/-/api/v1/log', '-/api/v1/log', 200],
  ['/-/api/v1/log', '-/api/v1/log?before=1', 200],
  ['/-/api/v1/log/{number}', '-/api/v1/log/0', 200],
  ['/-/api/v1/log/{number}', '-/api/v1/log/1', 200],
  ['/-/api/v1/log/{number}', '-/api/v1/log/999', 404],
  ['/index', 'index', 200],
  ['/index', 'index?order=desc&limit=1', 200],
  ['/index', 'index?limit=x', 400],
  ['/index', 'index?after=999', 410],
  ['/-/api/v1/sums', '-/api/v1/sums', 200, post(goSum, plain)],
  ...['application/x-ndjson', 'text/plain'].map((accept): (typeof asked)[number] => [
    '/-/api/v1/sums',
    '-/api/v1/sums',
    200,
    post(goSum, { ...plain, accept }),
  ]),
  ['/-/api/v1/sums', '-/api/v1/sums', 415, post('{}', json)],
  ['/-/api/v1/sums', '-/api/v1/sums', 413, post('\n'.repeat(100_001), plain)],
  ['/-/api/v1/check', '-/api/v1/check', 200, post(JSON.stringify(question), json)],
  ['/-/api/v1/check', '-/api/v1/check', 400, post('{}', json)],
  ['/-/api/v1/check', '-/api/v1/check', 415, post('{}', plain)],
]

/** The values in an answer: one, or one on each line. */
function valuesIn(operation: string, { headers, text, status }: Taken): unknown[] {
  const isLines = operation === '/index' || headers.get('content-type')?.includes('ndjson')
  const parts = isLines && status === 200 ? text.split('\n') : [text]
  return parts.filter(Boolean).map((part) => JSON.parse(part) as unknown)
}

suite('/-/api/openapi.json describes what is answered', () => {
  let forge: Forge
  let database: SumServer
  let witness: WitnessServer
  let home: HeadwaterHome
  let server: RunningHeadwater
  let described: Description
  let isValid: (schema: object, value: unknown) => void

  before(async () => {
    forge = await startForge({ hosts: ['corp.example'] })
    await repository(forge, secret, releases(secret, 'v1.0.0', 'v1.1.0'))
    forge.pages.set(secret, goImport(secret, 'git', `https://${secret}`))
    database = await sumServer(manyModules(5))
    home = await headwaterHome(forge)
    const keyFile = join(home.folder, 'log.key')
    const settings = {
      private: ['corp.example/*'],
      'checksum-database': [{ key: verifierKey, urls: [database.url] }, { key: 'sum.golang.org' }],
      'checksum-log': { 'key-file': keyFile },
    }
    await home.configure(settings)
    const args = ['sumdb', 'init', '--name', name, '--key-file', keyFile, '--json']
    const { stdout, stderr } = await headwater(args, { home })
    assert.equal(stderr, '')
    const { key } = JSON.parse(stdout) as { key: string }
    witness = await witnessServer(parseVerifierKey(key))
    const { key: witnessKey, url } = witness
    server = await startHeadwater(home, {
      settings: {
        ...settings,
        'checksum-log': { 'key-file': keyFile, witness: [{ key: witnessKey, url }] },
      },
    })
    for (const version of ['v1.0.0', 'v1.1.0']) {
      assert.equal((await ask(server, `sumdb/${name}/lookup/${secret}@${version}`)).status, 200)
    }
    described = JSON.parse((await ask(server, '-/api/openapi.json')).text) as Description
    const ajv = new AjvModule.default({ strict: true, allErrors: true, allowUnionTypes: true })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'openapi', $defs: described.components.schemas })
    isValid = (schema, value) => {
      const text = JSON.stringify(schema).replaceAll('"#/components/schemas/', '"openapi#/$defs/')
      const validate = ajv.compile(JSON.parse(text) as object)
      assert.ok(validate(value), `${JSON.stringify(validate.errors)} in ${JSON.stringify(value)}`)
    }
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
    await witness[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
    await forge.close()
  })

  for (const [operation, path, status, options = {}] of asked) {
    const accept = options.headers?.['accept'] ?? ''
    test(`${options.method ?? 'GET'} ${path} ${accept} is ${status}`, async () => {
      const answer = await ask(server, path, options)
      assert.equal(answer.status, status, answer.text)
      const method = (options.method ?? 'GET').toLowerCase()
      const of = described.paths[operation]?.[method]?.responses[status]
      assert.ok(of, `${operation} has no ${status}`)
      const type = answer.headers.get('content-type')?.split(';')[0] ?? 'none'
      const { schema } = of.content[type] ?? {}
      assert.ok(schema, `${operation} ${status} is not described as ${type}`)
      if (type === 'text/plain') return
      const values = valuesIn(operation, answer)
      assert.ok(values.length > 0)
      for (const value of values) isValid(schema, value)
    })
  }

  test('every operation is looked at', () => {
    const operations = new Set(asked.map(([operation]) => operation))
    assert.deepEqual([...operations].toSorted(), Object.keys(described.paths).toSorted())
  })
})
