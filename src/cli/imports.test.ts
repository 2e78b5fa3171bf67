import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** Everything that is loaded when a source file is: files by URL, packages by name. */
function loadedBy(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return seen
  seen.add(file.href)
  if (!file.pathname.endsWith('.ts')) return seen
  const source = readFileSync(file, 'utf8')
  for (const [, specifier = ''] of source.matchAll(
    /^(?:import|export) (?!type\b)[^'"]*from '([^']+)'/gm,
  )) {
    if (specifier.startsWith('.')) loadedBy(new URL(specifier, file), seen)
    else seen.add(specifier)
  }
  return seen
}

/** Files of other folders that load next to nothing. */
const light = [
  '/src/outbound/address.ts',
  '/src/outbound/host-and-user.ts',
  '/src/outbound/normal-url.ts',
  '/src/outbound/netrc.ts',
  '/src/outbound/ports.ts',
  '/src/outbound/proxy-choice.ts',
  '/src/outbound/proxy-url.ts',
  '/src/outbound/basic-auth.ts',
  '/src/outbound/request-record.ts',
  '/src/outbound/ssh-key-fault.ts',
  '/src/outbound/trusted-authorities.ts',
]

function packages(file: string): string[] {
  const loaded = loadedBy(new URL(file, import.meta.url))
  return [...loaded]
    .filter((name) => !name.startsWith('file:') && !name.startsWith('node:'))
    .toSorted()
}

/** {@link packages}, for a file that loads nothing heavy of other folders. */
function lightPackages(file: string): string[] {
  for (const name of loadedBy(new URL(file, import.meta.url))) {
    if (light.some((path) => name.endsWith(path))) continue
    assert.doesNotMatch(name, /\/src\/(?:outbound|server|origin|store|mirror|check)\//, file)
  }
  return packages(file)
}

test('main.ts loads no package, and program.ts nothing but the parser of the command line', () => {
  assert.deepEqual(lightPackages('main.ts'), [])
  assert.deepEqual(lightPackages('version.ts'), [])
  assert.deepEqual(lightPackages('program.ts'), ['commander'])
})

test('check/command.ts loads nothing that asks over the network, or reads what need not be there', () => {
  assert.deepEqual(packages('check/command.ts'), ['lru-cache'])
})

test('config-from.ts loads no package where nothing is configured', () => {
  assert.deepEqual(lightPackages('config/config-from.ts'), [])
})

test('what asks a server loads zod without its translations', () => {
  const zod = packages('../check/server/ask-server.ts').filter((name) => /^zod\b/.test(name))
  assert.deepEqual(zod, ['zod/mini'])
})

test('config-command.ts loads only what reading the configuration needs', () => {
  assert.deepEqual(lightPackages('config-command.ts'), ['ipaddr.js', 'smol-toml', 'zod/mini'])
})

test('headwater --help, version and config load neither undici nor node:sqlite', () => {
  const hook = `process.on('exit', () => {
    const heavy = process.moduleLoadList.filter((name) => /undici|sqlite/.test(name))
    process.stderr.write(JSON.stringify(heavy))
  })`
  const launcher = fileURLToPath(new URL('../../bin/headwater', import.meta.url))
  for (const args of [['--help'], ['version'], ['config', 'check'], ['config', 'print']]) {
    const node = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, launcher, ...args]
    const { status, stderr } = spawnSync(process.execPath, node, { encoding: 'utf8' })
    assert.deepEqual([status, stderr], [0, '[]'], args.join(' '))
  }
})
