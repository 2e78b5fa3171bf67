import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { bundle } from './bundle.ts'
import { bundledPackages, thirdPartyText } from './third-party.ts'

const root = join(import.meta.dirname, '../..')
const launcher = 'bin/headwater'
/** What users read, and what that leads to. */
const documents = ['LICENSE', 'CHANGELOG.md', 'SECURITY.md', 'docs', 'action.yml', 'integrations']

/**
 * Writes what is published as a folder that `npm pack` takes whole: the bundle, a launcher, the documents and the
 * licences. It depends on nothing. The same checkout gives the same bytes and modes, whatever the umask.
 *
 * @param folder does not exist, or is empty
 */
export async function writePackage(folder: string): Promise<void> {
  const { files, inputs } = await bundle()
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const { name, version, description, license, engines } = packageJson
  const bin = { headwater: launcher }
  const published = { name, version, description, license, type: 'commonjs', bin, engines }
  put('package.json', `${JSON.stringify(published, undefined, 2)}\n`)
  put(launcher, readFileSync(join(import.meta.dirname, 'launcher.cjs'), 'utf8'))
  for (const [file, text] of files) put(join('dist', file), text)
  put('THIRD-PARTY.txt', thirdPartyText(bundledPackages(inputs)))
  put('README.md', forUsers(readFileSync(join(root, 'README.md'), 'utf8')))
  for (const file of documents) {
    cpSync(join(root, file), join(folder, file), { recursive: true })
  }
  setModes(folder)
}

/** The readme without the section for those who have the sources. */
function forUsers(readme: string): string {
  const section = /^## From the sources\n.*?(?=^## )/ms
  if (!section.test(readme)) throw new Error('README.md has no section "From the sources"')
  return readme.replace(section, '')
}

/** `npm pack` keeps modes, and they depend on whoever wrote the files. */
function setModes(folder: string): void {
  for (const name of globSync('**', { cwd: folder })) {
    const file = join(folder, name)
    chmodSync(file, statSync(file).isDirectory() || name === launcher ? 0o755 : 0o644)
  }
}
