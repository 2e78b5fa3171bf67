import type { Asked } from './forge.ts'

/** What the forge noted, by hosts; each list in the order in which the requests came. */
export function byHost(log: readonly Asked[]): Map<string, Asked[]> {
  return Map.groupBy(log, ({ host }) => host)
}

/** Whether nobody waited for the answer. */
export function isUnasked({ record }: Asked): boolean {
  return record?.reason === 'background' || record?.reason === 'floor'
}

/** As a person would look for it in the log. */
export function told({ host, path, begin, record }: Asked): string {
  return `${new Date(begin).toISOString()} ${record?.reason} ${host}${path}`
}
