import type { Claim } from './claim.ts'
import { judgeFolder } from './judge.ts'
import { hostOfPath, type Judged } from './judged.ts'

/** A module that a folder replaces, where that folder is of no use. */
type FolderClaim = Claim & { readonly folderFault: string }

/** Whether a module is such a one: nobody needs to be asked for it. */
export function isFolder<S extends Claim>(subject: S): subject is S & FolderClaim {
  return subject.folderFault !== undefined
}

/** What is said of it. */
export function concludeFolder<S extends FolderClaim>(subject: S, at: number): Judged<S> {
  const verdict = judgeFolder(subject.folderFault, at)
  return { subject, verdict, notices: [], host: hostOfPath(subject) }
}
