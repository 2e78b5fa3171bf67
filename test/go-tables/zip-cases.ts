import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Failure } from '../../src/failure.ts'
import { declaredGo } from '../../src/gomod/mod-file/declared-go.ts'
import { vendoredRule } from '../../src/gomod/vendored.ts'
import { checkFiles, type ZipEntry } from '../../src/gomod/zip-rules.ts'
import { checkZipNames } from '../../src/origin/zip/check-zip-names.ts'
import { cutZip } from '../../src/origin/zip/cut-zip.ts'
import { hashZip } from '../../src/origin/zip/hash-zip.ts'
import { createZipWriter } from '../../src/origin/zip/write-zip.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { inChunks, makeTar } from '../zip/make-tar.ts'
import { accepts, equalCase, type GoCase } from './case.ts'
import { checked, created, sizes, unpacked, vendored, type Files, type Judged } from './zip-rows.ts'

/** `x/mod/zip`: what belongs in a zip, what is made of it, what is taken from others. */
export function zipCases(): GoCase[] {
  return [
    ...checked.map(([about, files, judged]) => equalCase(judge, files, judged, `judge ${about}:`)),
    ...created.map(([about, module, files, h1]) => ({
      name: `cutZip() of ${about}`,
      run: () => hashIs(cut(module, files), h1),
    })),
    ...unpacked.map(([about, module, files, h1]) => ({
      name: `hashZip() of ${about}`,
      run: () => hashIs(unpack(module, files), h1),
    })),
    ...vendored.flatMap(([name, expected, goVersions]) =>
      goVersions.map((go) => equalCase(isVendored, [name, go], expected)),
    ),
    ...sizes.map(([files, ok]) => equalCase(mayBeMade, files, ok)),
    ...sizes
      .filter(([files]) => !('neg.go' in files))
      .map(([files, ok]) => equalCase(mayBeRead, files, ok)),
  ]
}

const isVendored = ([name, go]: readonly [string, string]) => vendoredRule(go)(name)

function goVersionOf(files: Files): string {
  const text = files.find(([name]) => name === 'go.mod')?.[1]
  return text === undefined ? '' : declaredGo(Buffer.from(text))
}

function judge(files: Files): Judged {
  const entries = files.map(([name, { length: size }]): ZipEntry => ({ name, kind: 'file', size }))
  const { valid, omitted, invalid } = checkFiles(entries, { goVersion: goVersionOf(files) })
  return { valid: namesOf(valid), omitted: namesOf(omitted), invalid: namesOf(invalid) }
}

const namesOf = (list: readonly { readonly name: string }[]): string[] =>
  list.map(({ name }) => name)

function mayBeMade(files: Readonly<Record<string, number>>): boolean {
  const entries = Object.entries(files).map(([name, size]): ZipEntry => ({
    name,
    kind: 'file',
    size,
  }))
  const { invalid, sizeProblem } = checkFiles(entries, { goVersion: '' })
  return invalid.length === 0 && sizeProblem === undefined
}

function mayBeRead(files: Readonly<Record<string, number>>): boolean {
  const module = 'example.com/large@v1.0.0'
  const entries = Object.entries(files).map(([name, size]) => ({ name: `${module}/${name}`, size }))
  return accepts(() => checkZipNames(module, entries), Failure)
}

async function hashIs(made: Promise<{ h1: string }>, expected: string | undefined): Promise<void> {
  if (expected === undefined) await assert.rejects(made, Failure)
  else assert.equal((await made).h1, expected)
}

async function cut(module: string, files: Files): Promise<{ h1: string }> {
  const [path = '', version = ''] = module.split('@')
  await using folder = await temporaryFolder('go-tables')
  const tar = makeTar(files.map(([name, content]) => ({ name: `prefix/${name}`, content })))
  const entries = files.map(([name]) => ({ name, kind: 'file' }) as const)
  const tree = { subdir: '', goVersion: goVersionOf(files), entries, archive: inChunks(tar, 1000) }
  return await cutZip({ path, version, ...tree }, join(folder.path, 'm.zip'))
}

async function unpack(module: string, files: Files): Promise<{ h1: string }> {
  const [path = '', version = ''] = module.split('@')
  await using folder = await temporaryFolder('go-tables')
  const file = join(folder.path, 'm.zip')
  const parts: Uint8Array[] = []
  const writer = createZipWriter(async (bytes) => void parts.push(bytes))
  for (const [name, content] of files) {
    const bytes = Buffer.from(content)
    await writer.add(name, bytes.length, Readable.from([bytes]))
  }
  await writer.finish()
  writer.close()
  await writeFile(file, Buffer.concat(parts))
  return await hashZip(file, path, version)
}
