import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isolated } from './forge/isolation.ts'
import { must } from './forge/run.ts'
import { temporaryFolder } from './forge/temporary-folder.ts'

/** A certificate that vouches for itself, and its key; PEM. */
export interface Identity {
  readonly key: string
  readonly cert: string
}

/** Makes a certificate for some names, which nobody trusts unless told to. */
export async function selfSigned(...names: readonly string[]): Promise<Identity> {
  await using folder = await temporaryFolder('tls')
  const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
  const alternatives = names.map((name) => `DNS:${name}`).join()
  const subject = ['-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${alternatives}`]
  const files = ['-keyout', key, '-out', cert, '-days', '2', '-nodes']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  await must('openssl', ['req', '-x509', ...kind, ...files, ...subject], {
    cwd: folder.path,
    env: isolated(folder.path),
  })
  return { key: await readFile(key, 'latin1'), cert: await readFile(cert, 'latin1') }
}
