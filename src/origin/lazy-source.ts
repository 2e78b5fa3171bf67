import { retractingVersion } from './code/retractions.ts'
import type { ModuleSource } from './module-source.ts'

/** A module whose source is found when it is first asked for anything, and anew each time. */
export function lazySource(open: () => Promise<ModuleSource>): ModuleSource {
  return {
    versions: async () => (await open()).versions(),
    stating: async () => {
      const source = await open()
      return source.stating ? source.stating() : retractingVersion(await source.versions())
    },
    listOrigin: async (prefix) => (await open()).listOrigin?.(prefix),
    latest: async () => (await open()).latest(),
    query: async (revision) => (await open()).query(revision),
    named: async (version, recall) => (await open()).named?.(version, recall),
    find: async (version, portion) => (await open()).find(version, portion),
  }
}
