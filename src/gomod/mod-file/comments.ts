import { fields, trimSpace } from './chars.ts'
import type { Block, Line } from './syntax.ts'

const deprecation = /(?:^|\n\n)Deprecated: *(.*?)(?:$|\n\n)/s

/**
 * The text of the comments on a line, one text line per comment, `//` and outer white space
 * dropped. A line in a block that has none of its own, and no blank line above it, takes those
 * above the block.
 * Source: https://go.dev/ref/mod#go-mod-file-retract, `x/mod/modfile` (rule.go).
 */
export function commentText(line: Line, block?: Block): string {
  const own = line.before.length > 0 || line.suffix !== undefined || block === undefined
  return own ? textOf([...line.before, ...(line.suffix ?? [])]) : blockText(block)
}

// All lines of a block share one text: a long comment above many lines must not be copied for each.
const blockTexts = new WeakMap<Block, string>()

function blockText(block: Block): string {
  const known = blockTexts.get(block)
  if (known !== undefined) return known
  const text = textOf(block.before)
  blockTexts.set(block, text)
  return text
}

function textOf(comments: readonly string[]): string {
  return comments
    .filter((comment) => comment !== '')
    .map((comment) => trimSpace(comment.slice(2)))
    .join('\n')
}

/**
 * The first comment paragraph that starts with `Deprecated:`, without that word; '' when there is
 * none.
 * Source: https://go.dev/ref/mod#go-mod-file-module-deprecation.
 */
export function deprecationOf(line: Line, block?: Block): string {
  return deprecation.exec(commentText(line, block))?.[1] ?? ''
}

/**
 * Whether the comment at the end of a line is `// indirect`, or starts with `// indirect; ` and
 * more.
 * Source: https://go.dev/ref/mod#go-mod-file-require.
 */
export function isIndirect(line: Line): boolean {
  const words = fields(line.suffix?.[0]?.slice(2) ?? '')
  return words[0] === (words.length > 1 ? 'indirect;' : 'indirect')
}
