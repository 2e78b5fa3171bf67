import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { codeSource } from '../../src/origin/code/code-source.ts'
import { placeModule } from '../../src/origin/code/place.ts'
import { svnHost } from '../../src/origin/svn/svn-host.ts'
import { headwaterDownload } from '../fidelity/downloads.ts'
import { startForge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { goImport } from '../forge/pages.ts'
import { must } from '../forge/run.ts'
import { missing, startServer } from '../vcs/program-server.ts'
import { workFolder, type WorkFolder } from '../vcs/work-folder.ts'
import { hostileSettings, type HostileSettings } from './hostile-settings.ts'

const skip = missing('hg', 'svn', 'svnadmin', 'svnserve', 'fossil')

const files = (module: string) => ({
  'go.mod': `module ${module}\n\ngo 1.21\n`,
  'run.bat': 'a\r\nb\n',
  'id.txt': '$Id$ $Revision$\n',
  'żółw.go': 'package z\n',
})

/** Global settings of Fossil. Source: `fossil help settings`. */
const fossilSettings = (program: string): Readonly<Record<string, string>> => ({
  'crlf-glob': '*',
  'ignore-glob': '*.go,*.mod',
  'encoding-glob': '*',
  proxy: 'http://127.0.0.1:9',
  'pgp-command': program,
  'ssh-command': program,
  'diff-command': program,
  editor: program,
})

const serveHg = (port: number) => ['serve', '-a', '127.0.0.1', '-p', String(port)]
const serveFossil = (port: number) => ['server', 'm.fossil', '--localhost', '-P', String(port)]

suite('what comes of a repository does not depend on the settings of', { skip }, () => {
  const opened = new AsyncDisposableStack()
  let work: WorkFolder
  let settings: HostileSettings
  before(async () => {
    settings = opened.use(await hostileSettings())
    work = opened.use(await workFolder('machine'))
  })
  after(() => opened.disposeAsync())

  const hostile = () => ({
    HOME: settings.home,
    XDG_CONFIG_HOME: join(settings.home, '.config'),
    LC_ALL: 'tr_TR.UTF-8',
    TZ: 'Pacific/Kiritimati',
    ...settings.otherVariables,
  })

  /** What Headwater fetches without settings and with them must be the same, and something. */
  async function compare(vcs: string, port: number, queries: readonly string[]): Promise<void> {
    await using forge = await startForge()
    const module = `${vcs}.test/m`
    forge.pages.set(module, goImport(module, vcs, `http://127.0.0.1:${port}/`))
    const args = queries.map((query) => `${module}@${query}`)
    const wanted = await headwaterDownload(forge)(args)
    const got = await headwaterDownload(forge, hostile())(args)
    const shown = (answers: typeof wanted) => answers.map((each) => ({ ...each, Zip: '' }))
    for (const { Error, Sum } of wanted)
      assert.deepEqual([Error, typeof Sum], [undefined, 'string'])
    assert.deepEqual(shown(got), shown(wanted))
    assert.equal(existsSync(settings.trace), false, 'no program of the settings may be started')
  }

  test('hg', async () => {
    await work.run('hg', 'hg', 'init')
    await work.write('hg', files('hg.test/m'))
    const date = ['-d', '2024-01-02 03:04:05 +0200']
    await work.run('hg', 'hg', 'commit', '-qA', '-m', 'x', ...date)
    await work.run('hg', 'hg', 'tag', '-m', 'x', ...date, 'v1.0.0')
    const cwd = join(work.path, 'hg')
    await using server = await startServer('hg', serveHg, { cwd, env: work.env })
    await compare('hg', server.port, ['v1.0.0', 'default'])
  })

  test('fossil', async () => {
    const date = ['--date-override', '2024-01-02T03:04:05Z']
    await work.run('.', 'fossil', 'init', '-A', 'a', ...date, 'm.fossil')
    await work.run('fossil', 'fossil', 'open', '-f', '../m.fossil')
    await work.write('fossil', files('fossil.test/m'))
    await work.run('fossil', 'fossil', 'add', '.')
    const quiet = ['--no-warnings', '--no-prompt', '--nosign', '-m', 'x', '--tag', 'v1.0.0']
    await work.run('fossil', 'fossil', 'commit', ...quiet, ...date)
    const env = isolated(settings.home, { FOSSIL_HOME: settings.home, USER: 'a' })
    const program = join(settings.home, '..', 'program')
    for (const setting of Object.entries(fossilSettings(program))) {
      await must('fossil', ['settings', '--global', ...setting], { cwd: work.path, env })
    }
    await using server = await startServer('fossil', serveFossil, { cwd: work.path, env: work.env })
    await compare('fossil', server.port, ['v1.0.0', 'trunk'])
  })

  test('svn', async () => {
    const root = `file://${work.path}/r`
    await work.run('.', 'svnadmin', 'create', 'r')
    await work.run('.', 'svn', 'checkout', '-q', root, 'svn')
    await work.write('svn', files('svn.test/m'))
    await work.run('svn', 'sh', '-c', 'svn add -q *')
    await work.run('svn', 'svn', 'propset', '-q', 'svn:keywords', 'Id Revision', 'id.txt')
    await work.run('svn', 'svn', 'propset', '-q', 'svn:eol-style', 'native', 'id.txt')
    await work.run('svn', 'svn', 'commit', '-q', '-m', 'x')
    const serve = (port: number) =>
      `-d --foreground -r ${work.path} --listen-port ${port} --listen-host 127.0.0.1`.split(' ')
    await using server = await startServer('svnserve', serve, { cwd: work.path, env: work.env })
    const wanted = await svnAnswer(work, server.port)
    assert.match(wanted[0] ?? '', /^v0\.0\.0-\d+-000000000001$/)
    const before = { ...process.env }
    Object.assign(process.env, hostile())
    try {
      assert.deepEqual(await svnAnswer(work, server.port), wanted)
    } finally {
      for (const name of Object.keys(hostile())) delete process.env[name]
      Object.assign(process.env, before)
    }
    assert.equal(existsSync(settings.trace), false, 'no program of the settings may be started')
  })
})

/** Version, go.mod, h1 and bytes of the first revision; svn asks the server itself, which speaks no HTTP. */
async function svnAnswer(work: WorkFolder, port: number): Promise<string[]> {
  const host = svnHost(`svn://127.0.0.1:${port}/r`, {
    gate: {
      permitProgram: async (errand) => ({
        url: errand.url,
        base: 'http://127.0.0.1:9',
        signal: AbortSignal.timeout(60_000),
        failure: () => undefined,
        [Symbol.asyncDispose]: async () => {},
      }),
    },
    now: Date.now,
    lock: async () => ({ [Symbol.asyncDispose]: async () => {} }),
    folder: join(work.path, 'copies'),
    maxBytes: 1e9,
  })
  const place = placeModule('svn.test/m', 'svn.test/m', '')
  const source = codeSource(host, place, { list: 0, notFound: 0 })
  const { Version } = await source.query('1')
  const found = await source.find(Version)
  const target = join(work.path, 'cut.zip')
  const { h1 } = await found.cut(target)
  const zip = await readFile(target)
  return [Version, Buffer.from(found.goMod).toString(), h1, zip.toString('base64')]
}
