import type { Claim } from '../judge/claim.ts'

/** A module version that somebody asks about; what they have of its hashes is theirs to compare. */
export type Asked = Pick<Claim, 'path' | 'version' | 'scope'>

/** What is one question, whoever asks it. */
export function keyOf({ path, version, scope }: Asked): string {
  return `${path}@${version} ${scope}`
}

/** The key where the whole module is asked about: that is as good where only its go.mod is. */
export function keyOfWhole({ path, version }: Asked): string {
  return keyOf({ path, version, scope: 'build' })
}

/** The question alone, without what else a client said. */
export function plain({ path, version, scope }: Asked): Asked {
  return { path, version, scope }
}
