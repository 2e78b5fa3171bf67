import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome } from '../oracle/headwater.ts'
import { ask, askAll, filesOf, type Taken } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'
import { hostJson } from './read-ledger.ts'
import { startTimely, type TimelyHeadwater } from './start-timely.ts'

/** Longer than anything is fresh. */
const aWhile = 61_000

/** What a client asks for that takes up a version it did not know. */
const everythingOf = (module: string, version: string) => [
  `${module}/@v/list`,
  `${module}/@latest`,
  ...filesOf(module, version),
]

suite('what headwater serve costs a forge:', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: TimelyHeadwater
  before(async () => {
    forge = opened.use(
      await startForge({ hosts: ['github.com', 'vanity.test', 'git.vanity.test'] }),
    )
    server = opened.use(await startTimely(opened.use(await headwaterHome(forge))))
  })
  after(() => opened.disposeAsync())

  test('two requests for the first version of a repository, one for each further one', async () => {
    const module = 'github.com/acme/first'
    await repository(forge, module, releases(module, 'v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0'))
    const cost = counting(forge, module)
    allThere(await askAll(server, filesOf(module, 'v1.0.0')))
    assert.equal(cost(), 2)
    for (const version of ['v1.3.0', 'v1.1.0', 'v1.2.0']) {
      allThere(await askAll(server, filesOf(module, version)))
      assert.equal(cost(), 1, version)
    }
    // One list of refs, be it new or an hour old, is all that is needed beside the version itself.
    await server.pass(aWhile)
    allThere(await askAll(server, filesOf(module, 'v1.2.0')))
    assert.equal(cost(), 0)
  })

  test('three requests at the most for all there is to ask of a version that was just tagged, by one or by 200', async () => {
    const module = 'github.com/acme/news'
    const made = await repository(forge, module, releases(module, 'v1.0.0'))
    allThere(await askAll(server, everythingOf(module, 'v1.0.0')))

    const costs: number[] = []
    for (const [version, clients] of [
      ['v1.1.0', 1],
      ['v1.2.0', 200],
    ] as const) {
      await made.commit(releases(module, version))
      await server.pass(aWhile)
      const cost = counting(forge, module)
      const asked = Array.from({ length: clients }, () => everythingOf(module, version)).flat()
      const answers = await askAll(server, asked)
      allThere(answers)
      assert.equal(answers[0]?.text.split('\n').includes(version), true)
      assert.match(answers[1]?.text ?? '', new RegExp(`"Version":"${version}"`))
      costs.push(cost())
    }
    const [byOne = 0, byMany] = costs
    assert.ok(byOne <= 3, `${byOne} requests`)
    assert.equal(byMany, byOne)

    // One after the other, as the go command asks.
    await made.commit(releases(module, 'v1.3.0'))
    await server.pass(aWhile)
    const cost = counting(forge, module)
    for (const path of everythingOf(module, 'v1.3.0')) allThere([await ask(server, path)])
    assert.ok(cost() <= 3)
  })

  test('nothing for a list, @latest or a branch that was asked for a moment ago, and one request afterwards', async () => {
    const module = 'github.com/acme/fresh'
    await repository(forge, module, releases(module, 'v1.0.0'))
    const changing = ['@v/list', '@latest', '@v/main.info'].map((name) => `${module}/${name}`)
    allThere(await askAll(server, changing))
    const cost = counting(forge, module)
    allThere(await askAll(server, changing))
    await server.pass(50_000)
    allThere(await askAll(server, changing))
    assert.equal(cost(), 0)
    await server.pass(aWhile - 50_000)
    allThere(await askAll(server, changing))
    assert.equal(cost(), 1)
  })

  test('one list of refs for all modules of a repository', async () => {
    const module = 'github.com/acme/shared'
    const modules = [module, `${module}/sub`, `${module}/v2`]
    const content = {
      'go.mod': `module ${module}\n`,
      'sub/go.mod': `module ${module}/sub\n`,
      'v2/go.mod': `module ${module}/v2\n`,
    }
    await repository(forge, module, [{ files: content, tags: ['v1.0.0', 'sub/v1.0.0', 'v2.0.0'] }])
    const cost = counting(forge, module)
    allThere(
      await askAll(
        server,
        modules.map((path) => `${path}/@v/list`),
      ),
    )
    const versions = ['v1.0.0', 'v1.0.0', 'v2.0.0']
    const files = modules.flatMap((path, at) => filesOf(path, versions[at] ?? ''))
    allThere(await askAll(server, files))
    assert.equal(cost(), 2)
    await server.pass(aWhile)
    allThere(
      await askAll(
        server,
        modules.map((path) => `${path}/@latest`),
      ),
    )
    allThere(
      await askAll(
        server,
        modules.map((path) => `${path}/@v/list`),
      ),
    )
    assert.equal(cost(), 1)
    const { requests } = await hostJson(server, 'github.com')
    const asked = requests.filter(({ url }) => url.includes(module))
    assert.deepEqual(
      asked.map(({ purpose }) => purpose),
      ['refs', 'content', 'refs'],
    )
  })

  test('an import page that has not changed is not sent again', async () => {
    const path = 'vanity.test/x'
    await repository(forge, 'git.vanity.test/x', releases(path, 'v1.0.0'))
    const page = goImport(path, 'git', 'https://git.vanity.test/x')
    const conditions: (string | undefined)[] = []
    forge.script(({ host, headers }) => {
      if (host !== 'vanity.test') return undefined
      conditions.push(headers['if-none-match'])
      const isKnown = headers['if-none-match'] === '"one"'
      if (isKnown) return { kind: 'page', status: 304, headers: { etag: '"one"' } }
      return { kind: 'page', ...page, headers: { ...page.headers, etag: '"one"' } }
    })
    forge.pages.set(path, page)
    allThere([await ask(server, `${path}/@v/list`), await ask(server, `${path}/@latest`)])
    await server.pass(aWhile)
    allThere([await ask(server, `${path}/@v/list`)])
    assert.deepEqual(conditions, [undefined, '"one"'])
    assert.deepEqual(
      forge.log.of('vanity.test').map(({ status }) => status),
      [200, 304],
    )
  })
})

/** Counts the requests below a place since this was last called. */
function counting(forge: Forge, place: string): () => number {
  let before = forge.log.of(place).length
  return () => {
    const all = forge.log.of(place).length
    const cost = all - before
    before = all
    return cost
  }
}

function allThere(answers: readonly Taken[]): void {
  for (const { status, text } of answers) assert.equal(status, 200, text)
}
