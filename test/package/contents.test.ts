import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import packageJson from '../../package.json' with { type: 'json' }
import { bundle, type Bundle } from '../../scripts/package/bundle.ts'
import { writePackage } from '../../scripts/package/write-package.ts'
import { temporaryFolder, type TemporaryFolder } from '../forge/temporary-folder.ts'
import { pack } from './install-package.ts'

suite('the package', () => {
  let temporary: TemporaryFolder
  let folder: string
  let bundled: Bundle
  const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')

  before(async () => {
    temporary = await temporaryFolder('package')
    folder = join(temporary.path, 'package')
    await writePackage(folder)
    bundled = await bundle()
  })
  after(() => temporary[Symbol.asyncDispose]())

  test('depends on nothing, and has a launcher, the bundle, documents and licences', () => {
    const { name, version, license } = packageJson
    const { description: _, ...published } = JSON.parse(textOf('package.json')) as {
      description: string
    }
    assert.deepEqual(published, {
      name,
      version,
      license,
      type: 'commonjs',
      bin: { headwater: 'bin/headwater' },
      engines: { node: '>=24' },
    })
    const top = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'THIRD-PARTY.txt']
    assert.deepEqual(
      readdirSync(folder).toSorted(),
      [...top, 'action.yml', 'bin', 'dist', 'docs', 'integrations', 'package.json'].toSorted(),
    )
  })

  test('is the same tarball whatever the umask of who packs it', async () => {
    const before = process.umask(0o077)
    const other = join(temporary.path, 'other')
    try {
      await writePackage(other)
    } finally {
      process.umask(before)
    }
    const tarballs = [
      await pack(folder, join(temporary.path, 'packed')),
      await pack(other, join(temporary.path, 'packed-other')),
    ]
    const [one, two] = tarballs.map((file) => hash('sha256', readFileSync(file)))
    assert.equal(one, two)
  })

  test('has one program, which may be executed, and is read by whoever has it', () => {
    const modes = globSync('**', { cwd: folder }).flatMap((name) => {
      const { mode } = statSync(join(folder, name))
      const isFile = statSync(join(folder, name)).isFile()
      return isFile && (mode & 0o777) !== 0o644 ? [`${name} ${(mode & 0o777).toString(8)}`] : []
    })
    assert.deepEqual(modes, ['bin/headwater 755'])
  })

  test('names everybody whose code is bundled, with the licence', () => {
    const text = textOf('THIRD-PARTY.txt')
    const named = [...text.matchAll(/^-{80}\n(\S+) \S+ \(\S+\)$/gm)].map(([, name = '']) => name)
    const used = bundled.inputs.flatMap((file) => {
      const [, tail] = file.split('node_modules/')
      const [scope = '', name = ''] = tail?.split('/') ?? []
      return tail === undefined ? [] : [scope.startsWith('@') ? `${scope}/${name}` : scope]
    })
    assert.deepEqual(named, [...new Set(used)].toSorted())
    for (const name of Object.keys(packageJson.dependencies)) assert.ok(named.includes(name), name)
    assert.equal(text.match(/^-{80}$/gm)?.length, named.length)
  })

  test('has links that lead to its own files, or elsewhere by their whole address', () => {
    const broken = globSync('**/*.md', { cwd: folder }).flatMap((name) =>
      [...textOf(name).matchAll(/\]\(([^)#]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !target.startsWith('https://'))
        .filter((target) => !existsSync(join(folder, dirname(name), target)))
        .map((target) => `${name}: ${target}`),
    )
    assert.deepEqual(broken, [])
  })

  test('is quick to read: ASCII, without translations of what zod says, and not large', () => {
    const files = globSync('dist/*', { cwd: folder })
    assert.deepEqual(
      files.filter((name) => !/^\p{ASCII}*$/u.test(textOf(name))),
      [],
    )
    const spoken = bundled.inputs.filter((file) => file.includes('zod/v4/locales/'))
    assert.deepEqual(
      spoken.map((file) => file.split('/').at(-1)),
      ['en.js'],
      'write: import * as z from "zod"',
    )
    const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    assert.ok(bytes < 3_300_000, `${bytes} bytes`)
  })
})
