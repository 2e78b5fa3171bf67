import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writePackage } from '../../scripts/package/write-package.ts'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'

/** The package as somebody has it who asked npm for it. */
export interface InstalledPackage extends AsyncDisposable {
  /** An otherwise empty folder in which it was installed. */
  readonly folder: string
  /** Its launcher, as `npx` would find it. */
  readonly program: string
}

/** Runs npm, which cannot reach a registry, in a folder. @throws Error with its words */
function npm(folder: string, home: string, ...args: readonly string[]): Promise<string> {
  return must('npm', [...args, '--offline', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: isolated(home, { npm_config_update_notifier: 'false' }),
  })
}

/** Packs a folder with `npm pack`, and gives the path of the tarball, which lies in `into`. */
export async function pack(folder: string, into: string): Promise<string> {
  await mkdir(into, { recursive: true })
  await npm(folder, join(into, '../npm-home'), 'pack', '--pack-destination', into)
  const [tarball = ''] = await readdir(into)
  return join(into, tarball)
}

/** Makes the package, packs it, and installs the tarball. */
export async function installPackage(): Promise<InstalledPackage> {
  const temporary = await temporaryFolder('package')
  const source = join(temporary.path, 'source')
  await writePackage(source)
  const tarball = await pack(source, join(temporary.path, 'packed'))
  const folder = join(temporary.path, 'project')
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  await npm(folder, join(temporary.path, 'npm-home'), 'install', tarball)
  return {
    folder,
    program: join(folder, 'node_modules/.bin/headwater'),
    [Symbol.asyncDispose]: temporary[Symbol.asyncDispose],
  }
}
