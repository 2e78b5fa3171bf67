/**
 * The folder that `path` names when it is read in `folder`; both are slash-separated. What is relative starts with `./`
 * or `../`, or is one of `.` and `..`.
 *
 * Source: path.Clean, cmd/go/internal/modload.ToDirectoryPath
 */
export function joinFolder(folder: string, path: string): string {
  if (isAbsolute(path)) return path
  const joined = `${folder}/${path}`
  const rooted = joined.startsWith('/')
  const elements: string[] = []
  for (const element of joined.split('/')) {
    if (element === '' || element === '.') continue
    if (element !== '..') elements.push(element)
    else if (elements.length > 0 && elements.at(-1) !== '..') elements.pop()
    else if (!rooted) elements.push(element)
  }
  const clean = elements.join('/')
  if (rooted) return `/${clean}`
  if (clean === '') return '.'
  return elements[0] === '..' ? clean : `./${clean}`
}

function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:)/.test(path)
}
