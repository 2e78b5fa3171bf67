import { Failure } from '../../failure.ts'

/**
 * A repository in which nothing was ever committed. A broken server that answers everything with nothing looks the same,
 * so that this says nothing about what was there.
 *
 * @param unit what the repository has none of
 */
export function nothingInIt(url: string, unit: string): Failure {
  return new Failure(
    'unreachable',
    `Cannot read ${url}: it answers as a repository without any ${unit}, as a broken server does`,
    { url, at: 'repository' },
  )
}
