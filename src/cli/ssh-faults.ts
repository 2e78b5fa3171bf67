import type { SshAccess } from '../outbound/ssh-access.ts'
import { sshKeyFault } from '../outbound/ssh-key-fault.ts'

/** Why a host of the configuration cannot be asked over ssh. */
export interface SshFault {
  /** Which entry it is, from 0. */
  readonly index: number
  /** Names the host. */
  readonly reason: string
}

/** Looks at the files of every entry. The server starts all the same: they may come later. */
export async function sshFaults(entries: readonly SshAccess[]): Promise<SshFault[]> {
  const faults: SshFault[] = []
  for (const [index, entry] of entries.entries()) {
    const fault = await sshKeyFault(entry)
    if (fault !== undefined)
      faults.push({ index, reason: `${entry.host} cannot be asked over ssh: ${fault}` })
  }
  return faults
}
