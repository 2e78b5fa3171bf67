import { after, before, suite, test } from 'node:test'
import { compareWithGo } from './compare.ts'
import { missing, startServer, type ProgramServer } from './program-server.ts'
import { workFolder, type WorkFolder } from './work-folder.ts'

const skip = missing('fossil', 'go')

const at = (date: string) => ['--date-override', date]

const serve = (port: number) => `server m.fossil --localhost -P ${port}`.split(' ')

suite('a Fossil repository', { skip }, () => {
  let work: WorkFolder
  let server: ProgramServer
  let first = ''
  let last = ''

  before(async () => {
    work = await workFolder('fossil')
    await work.run('.', 'fossil', 'init', '-A', 'a', ...at('2024-01-01T00:00:00Z'), 'm.fossil')
    await work.run('tree', 'fossil', 'open', '-f', '../m.fossil')
    await work.run('tree', 'fossil', 'settings', 'allow-symlinks', '1')
    await work.write('tree', {
      'go.mod': 'module fossil.test/m\n\ngo 1.21\n',
      'm.go': 'package m\n',
      'l.go': '-> m.go',
      'żółw.go': 'package m\n',
      LICENSE: 'free\n',
      'sub/go.mod': 'module fossil.test/m/sub\n',
      'sub/s.go': 'package sub\n',
    })
    await work.run('tree', 'fossil', 'add', '.')
    const commit = (date: string, ...more: string[]) =>
      work.run(
        'tree',
        'fossil',
        'commit',
        '--no-warnings',
        '--no-prompt',
        '--nosign',
        '-m',
        'x',
        ...at(date),
        ...more,
      )
    await commit('2024-01-02T03:04:05Z', '--tag', 'v1.0.0')
    await work.write('tree', { 'm.go': 'package m // 2\n' })
    await commit('2024-02-02T03:04:05Z')
    const hash = async (name: string) =>
      /hash:\s+([0-9a-f]{12})/.exec(await work.run('tree', 'fossil', 'info', name))?.[1] ?? ''
    first = await hash('v1.0.0')
    last = await hash('trunk')
    server = await startServer('fossil', serve, { cwd: work.path, env: work.env })
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await work[Symbol.asyncDispose]()
  })

  test('gives what go gives of its check-ins', async () => {
    await compareWithGo({
      root: 'fossil.test/m',
      vcs: 'fossil',
      url: `http://127.0.0.1:${server.port}/`,
      ask: {
        latest: `v0.0.0-20240202030405-${last}`,
        trunk: `v0.0.0-20240202030405-${last}`,
        'v1.0.0': 'v1.0.0',
        [first]: `v0.0.0-20240102030405-${first}`,
        [`v0.0.0-20240102030405-${first}`]: `v0.0.0-20240102030405-${first}`,
        [`v1.0.1-0.20240202030405-${last}`]: /preceding tag/,
        'v1.0.1': /unknown revision/,
        '/sub@trunk': `v0.0.0-20240202030405-${last}`,
      },
    })
  })
})
