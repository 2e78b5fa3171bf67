/**
 * True when a slash-separated path is its own shortest form: no empty, `.` or inner `..` elements, no
 * slash at its end. `.`, `/`, `/a` and `../a` are clean, the empty path is not.
 *
 * Source: path.Clean
 */
export function isCleanPath(path: string): boolean {
  if (path === '.' || path === '/') return true
  const rooted = path.startsWith('/')
  let climbing = !rooted
  for (const element of (rooted ? path.slice(1) : path).split('/')) {
    if (element === '' || element === '.') return false
    if (element !== '..') climbing = false
    else if (!climbing) return false
  }
  return true
}
