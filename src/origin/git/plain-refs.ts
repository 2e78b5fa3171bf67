import { Failure } from '../../failure.ts'
import type { Capabilities } from './advertisement.ts'
import { askForFile, type PlainPlace } from './plain-files.ts'
import { isHash, maxRefBytes, peeledRefs, type ObjectFormat } from './refs.ts'

/** Longer than any name of a branch. */
const maxHead = 4096

/**
 * What can be had of a server of plain files, by its list of refs. Asks for HEAD: one request.
 *
 * @param list what came for `info/refs`
 * @throws Failure `unsupported` when that is no list of refs; an empty one is only that of a repository that has a
 *   HEAD. `unreachable` (at `repository`) when it is damaged; as `statusFailure` has it, of HEAD
 * Source: gitprotocol-http(5), "Dumb Clients"; git's `remote-curl.c`, `parse_info_refs`
 */
export async function plainCapabilities(list: string, place: PlainPlace): Promise<Capabilities> {
  const { url } = place
  const format = objectFormatOf(list)
  if (format === undefined && list !== '') throw noGit(url)
  const hashes = hashesIn(list, format ?? 'sha1', url)
  const head = await headOf(place)
  if (list === '' && head?.startsWith('ref: ') !== true) throw noGit(url)
  const named = head?.startsWith('ref: ') === true ? hashes.get(head.slice('ref: '.length)) : head
  if (named !== undefined && isHash(named, format ?? 'sha1')) hashes.set('HEAD', named)
  return {
    version: 0,
    objectFormat: format ?? 'sha1',
    filter: true,
    shallow: true,
    isPlain: true,
    advertised: peeledRefs(hashes),
    words: new Set(),
  }
}

function objectFormatOf(list: string): ObjectFormat | undefined {
  const [, hash = ''] = /^([0-9a-f]+)\t/.exec(list) ?? []
  return (['sha1', 'sha256'] as const).find((format) => isHash(hash, format))
}

function hashesIn(list: string, format: ObjectFormat, url: string): Map<string, string> {
  const hashes = new Map<string, string>()
  const lines = list.split('\n')
  if (lines.pop() !== '') throw damagedList(url, 'it breaks off')
  for (const line of lines) {
    const tab = line.indexOf('\t')
    const [hash, name] = [line.slice(0, tab), line.slice(tab + 1)]
    if (!isHash(hash, format) || name === '') {
      throw damagedList(url, `it says ${JSON.stringify(line.slice(0, 200))}`)
    }
    hashes.set(name, hash)
  }
  // HEAD is another file.
  hashes.delete('HEAD')
  return hashes
}

/** The line in HEAD; undefined where there is none, or it is not that short. */
async function headOf(place: PlainPlace): Promise<string | undefined> {
  const answer = await askForFile(place, 'HEAD', 'refs', maxRefBytes)
  if (!answer) return undefined
  let text = ''
  for await (const chunk of answer.body) {
    text += Buffer.from(chunk).toString('latin1')
    if (text.length > maxHead) return undefined
  }
  return Buffer.from(text, 'latin1').toString().trimEnd()
}

function noGit(url: string): Failure {
  const text = `Cannot read ${url}: the server speaks no git there, and has no list of refs`
  return new Failure('unsupported', text, { url, at: 'repository' })
}

function damagedList(url: string, why: string): Failure {
  const text = `Cannot read the list of refs of ${url}: ${why}`
  return new Failure('unreachable', text, { url, at: 'repository' })
}
