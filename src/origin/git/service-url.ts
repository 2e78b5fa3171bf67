/** What the URL of a repository ends with where git's service answers. Source: gitprotocol-http(5) */
export const serviceTail = '/git-upload-pack'

/** What it ends with where that service tells what it can do, and in v0 the refs. */
export const discoveryTail = '/info/refs?service=git-upload-pack'

/** The URL of the repository, given that of a request to its service over http; undefined for any other URL. */
export function servedAt(url: string): string | undefined {
  const tail = [serviceTail, discoveryTail].find((each) => url.endsWith(each))
  return tail && url.slice(0, -tail.length)
}
