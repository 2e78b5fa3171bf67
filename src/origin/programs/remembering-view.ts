import { LRUCache } from 'lru-cache'
import type { CodeView, Revision } from '../code-host.ts'

const maxRevisions = 500
const maxFiles = 500
/** Bytes; a go.mod or a licence has fewer. */
const maxFile = 64 * 1024

/** A view that starts no program twice for one question, as far as its answers are small. Failures are asked again. */
export function rememberingView(view: CodeView): CodeView {
  const revisions = new LRUCache<string, Revision>({ max: maxRevisions })
  const files = new LRUCache<string, { bytes: Uint8Array | undefined }>({ max: maxFiles })
  return {
    ...view,
    async stat(name) {
      const revision = revisions.get(name) ?? (await view.stat(name))
      revisions.set(name, revision)
      return revision
    },
    async readFile(hash, path, maxBytes) {
      const key = `${hash} ${path}`
      const known = files.get(key)
      if (known) return known.bytes
      const bytes = await view.readFile(hash, path, maxBytes)
      if ((bytes?.length ?? 0) <= maxFile) files.set(key, { bytes })
      return bytes
    },
  }
}
