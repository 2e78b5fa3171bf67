import { cut, html, type Html } from '../../../page/html.ts'

/** A longer name is cut. */
const longest = 300

/** A module path with its last element standing out, and the version. */
export function moduleName(path: string, version: string): Html {
  const short = cut(path, longest)
  const at = short.lastIndexOf('/') + 1
  return html`<bdi class="mod"
    ><i>${short.slice(0, at)}</i><b>${short.slice(at)}</b> ${cut(version, longest)}</bdi
  >`
}
