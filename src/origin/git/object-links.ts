import { Failure } from '../../failure.ts'
import type { ObjectFormat } from './refs.ts'

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

const types = new Set<string>(['commit', 'tree', 'blob', 'tag'])

/** Whether git has objects of that type. */
export const isObjectType = (text: string): text is ObjectType => types.has(text)

/** An object that another one names. */
export interface Link {
  readonly hash: string
  /** What it is said to be. */
  readonly type: ObjectType
  /** Whether it is the parent of a commit. */
  readonly isParent?: true
}

/** The mode of an entry that is a commit of another repository. */
const submodule = '160000'

/**
 * What an object names: the parents and the tree of a commit, the entries of a tree, what a tag is on. Submodules are
 * left out: they are elsewhere.
 *
 * @throws Failure `unreachable` (at `repository`) when it is malformed
 * Source: git's `commit.c`, `tag.c` and `tree-walk.c`
 */
export function linksOf(type: ObjectType, content: Buffer, format: ObjectFormat): Link[] {
  if (type === 'blob') return []
  const digits = format === 'sha1' ? 40 : 64
  if (type === 'tree') return entriesOf(content, digits / 2)
  const text = content.toString('latin1')
  const header = text.slice(0, `${text}\n\n`.indexOf('\n\n'))
  const links: Link[] = []
  for (const [, key, hash = ''] of header.matchAll(/^(tree|parent|object) ([0-9a-f]+)$/gm)) {
    if (hash.length !== digits) throw malformed(type)
    if (type === 'tag' && key === 'object') {
      const [, of = ''] = /^type ([a-z]+)$/m.exec(header) ?? []
      if (!isObjectType(of)) throw malformed(type)
      return [{ hash, type: of }]
    }
    if (type === 'commit' && key === 'tree') links.push({ hash, type: 'tree' })
    if (type === 'commit' && key === 'parent') links.push({ hash, type, isParent: true })
  }
  if (links[0]?.type !== 'tree') throw malformed(type)
  return links
}

function entriesOf(content: Buffer, hashBytes: number): Link[] {
  const links: Link[] = []
  let at = 0
  while (at < content.length) {
    const space = content.indexOf(32, at)
    const nul = content.indexOf(0, at)
    const end = nul + 1 + hashBytes
    if (space < 0 || nul < space || end > content.length) throw malformed('tree')
    const mode = content.toString('latin1', at, space)
    const hash = content.toString('hex', nul + 1, end)
    if (mode !== submodule) links.push({ hash, type: /^0?40000$/.test(mode) ? 'tree' : 'blob' })
    at = end
  }
  return links
}

function malformed(type: ObjectType): Failure {
  const text = `Cannot use the objects the server sent: a ${type} is malformed`
  return new Failure('unreachable', text, { at: 'repository' })
}
