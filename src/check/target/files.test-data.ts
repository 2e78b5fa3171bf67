import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { goModSum } from '../../gomod/h1.ts'
import { readTarget, type Target, type TargetTools } from './read-target.ts'

/** A folder with files that is removed in the end. */
export interface TestFolder extends Disposable {
  readonly path: string
  /** Gives the path of the file. */
  write(name: string, content: string | Uint8Array): string
  /** Reads a target there, with nobody to ask unless given. */
  target(args?: readonly string[], tools?: Partial<TargetTools>, cwd?: string): Promise<Target>
}

/** Makes a folder of files, by their names. */
export function testFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): TestFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-target-')))
  const { signal } = new AbortController()
  function write(name: string, content: string | Uint8Array): string {
    const file = join(path, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    return file
  }
  for (const [name, content] of Object.entries(files)) write(name, content)
  return {
    path,
    write,
    target: (args = [], tools = {}, cwd = '.') =>
      readTarget(args, join(path, cwd), { goSetting: () => '', signal, ...tools }),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 10 }),
  }
}

/** Settings of the go command that are these. */
export function settings(given: Readonly<Record<string, string>>): TargetTools['goSetting'] {
  return (name) => given[name] ?? ''
}

/** A hash that is none of anything. */
export const someSum = `h1:${'A'.repeat(43)}=`

/** Gives go.mod files by `path@version`, and throws for others. */
export function askedIn(
  files: Readonly<Record<string, string>>,
): NonNullable<TargetTools['askGoMod']> {
  return async (path, version) => {
    const text = files[`${path}@${version}`]
    if (text === undefined) throw new TypeError(`nobody should ask for ${path}@${version}`)
    return Buffer.from(text)
  }
}

/** A line of go.sum for a go.mod. */
export function modLine(path: string, version: string, goMod: string): string {
  return `${path} ${version}/go.mod ${goModSum(Buffer.from(goMod))}\n`
}

/** A target's modules: what is needed of each, and why not where it is so. */
export function shownModules({ subjects }: Target): string[] {
  return subjects.map(({ path, version, scope, folderFault }) =>
    [`${path}@${version}`, folderFault ?? scope].join(' '),
  )
}
