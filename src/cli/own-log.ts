import { isAbsolute, join, relative, sep } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Failure } from '../failure.ts'
import { goModSum } from '../gomod/h1.ts'
import { matchPrefixPatterns } from '../gomod/patterns.ts'
import type { Mirror } from '../mirror/mirror.ts'
import type { Gate } from '../outbound/gate.ts'
import { guardFile, type GuardFile } from '../store/log/guard-file.ts'
import type { Store } from '../store/open-store.ts'
import type { ChecksumLog } from '../sumdb/checksum-log.ts'
import type { BothSums } from '../sumdb/log/admit.ts'
import { attestedBy, attestedByNobody } from '../sumdb/log/attest.ts'
import type { LogKey } from '../sumdb/log/log-key.ts'
import { logLock } from '../sumdb/log/log-lock.ts'
import { openOwnLog, type OwnLog, type OwnLogListener } from '../sumdb/log/own-log.ts'
import { remoteWitness } from '../sumdb/log/witness/remote-witness.ts'
import { parseVerifierKey } from '../tlog/verifier.ts'
import type { Config } from './config/config.ts'

/** Where the files of our log are. */
export interface LogPlace {
  readonly file: string
  readonly guard: GuardFile
  /** What witnesses have cosigned, which proves itself. */
  readonly cosigned: GuardFile
}

/**
 * The places of the log with this name. The guard is outside the data folder, so that no copy of that brings an old one back.
 *
 * @throws Failure `invalid` when the setting puts it there
 */
export function logPlace(
  { data, checksumLog }: Pick<Config, 'data' | 'checksumLog'>,
  name: string,
): LogPlace {
  const usual = join(`${data}.guard`, encodeURIComponent(name))
  const folder = join(data, 'sumdb')
  const place = checksumLog.guard ?? usual
  const [way = ''] = relative(data, place).split(sep)
  if (way !== '..' && !isAbsolute(way)) {
    throw new Failure('invalid', `Cannot use the guard ${place}: it is in the data folder`, {
      hint: 'Leave checksum-log.guard out, or name a place outside: a backup that is put back must not bring an old guard with it',
    })
  }
  return {
    file: join(folder, 'log.db'),
    guard: guardFile(place),
    cosigned: guardFile(join(folder, 'log.cosigned')),
  }
}

/** What our log is made with. */
export interface OwnLogParts {
  readonly store: Store
  readonly mirror: Pick<Mirror, 'zip'>
  /** Checksum databases of others, by name. */
  readonly relays: ReadonlyMap<string, ChecksumLog>
  readonly now: () => number
  readonly gate: Pick<Gate, 'ask'>
  readonly listener: OwnLogListener
  /** A witness did not cosign. */
  readonly onWitnessTrouble: (witness: string, error: unknown) => void
}

/** Opens our log over what this mirror serves. The first database that is passed on vouches for public modules. */
export function ownLog(
  config: Config,
  key: LogKey,
  { store, mirror, relays, now, gate, listener, onWitnessTrouble }: OwnLogParts,
): OwnLog {
  const alone = [...config.private, ...config.checksumLog.unattested].join(',')
  const [other] = config.checksumDatabases
  const verifier = other && parseVerifierKey(other.key)
  const relay = verifier && relays.get(verifier.name)
  const { cosigned, ...place } = logPlace(config, key.verifier.name)
  const witnesses = config.checksumLog.witnesses.map(({ key, url }) =>
    remoteWitness({ gate, verifier: parseVerifierKey(key), url }),
  )
  return openOwnLog({
    ...place,
    key,
    lock: () => logLock(store, place.guard),
    now,
    listener,
    admission: {
      sumsOf: (path, version) => servedSums(store, mirror, path, version),
      ledger: (path, version) => store.facts.sumsOf(path, version),
      needsAttestation: (path) => !matchPrefixPatterns(alone, path),
      attested: verifier && relay ? attestedBy(relay, verifier) : attestedByNobody,
    },
    ...(witnesses.length > 0 && {
      witnessing: {
        witnesses,
        kept: cosigned,
        wait: (millis, signal) => setTimeout(millis, undefined, { signal, ref: false }),
        onTrouble: onWitnessTrouble,
      },
    }),
  })
}

/** The sums that a version was first seen with, here; it is fetched if its zip never was. */
async function servedSums(
  store: Store,
  mirror: Pick<Mirror, 'zip'>,
  path: string,
  version: string,
): Promise<BothSums> {
  const known = store.facts.sumsOf(path, version)
  if (known?.zipSum !== undefined) return { zip: known.zipSum, goMod: known.modSum }
  const { file, size, arrived } = await mirror.zip(path, version, 'default')
  try {
    if (arrived) for (let come = 0; come < size;) come = await arrived(come)
  } finally {
    await file.close()
  }
  const fetched = store.facts.sumsOf(path, version)
  if (fetched?.zipSum !== undefined) return { zip: fetched.zipSum, goMod: fetched.modSum }
  const held = await store.content.read(path, version)
  if (held?.zip) return { zip: held.zip.h1, goMod: goModSum(held.mod) }
  throw new Error(`The sums of ${path}@${version} are not in the ledger, although it was held`)
}
