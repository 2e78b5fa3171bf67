import type { LogRecord } from '../../store/log/log-record.ts'
import type { ProvableEntry } from '../../sumdb/log/log-view.ts'
import type { RelayStanding } from '../../sumdb/relay/relay-standing.ts'
import type { SignedHead } from '../../sumdb/log/signed-head.ts'
import { formatHash } from '../../tlog/hash.ts'
import type { Block } from '../block.ts'
import { agreementOf } from '../log/agreement.ts'
import type { LogFacts, OwnLogFacts } from '../log/read-log.ts'
import type { OwnLogSource } from '../log-source.ts'
import { isoOf } from '../times.ts'
import type { EntryJson, LogJson } from './log-schemas.ts'

/** What is known of logs, as `logSchema` says; or why it cannot be read. @param now milliseconds since the epoch */
export function logJson({ own, others }: LogFacts, now: number): Block<LogJson> {
  if ('missing' in others) return others
  return {
    value: {
      at: isoOf(now),
      own: own === undefined ? null : ownJson(own),
      others: others.value.map((one) => otherJson(one, now)),
    },
  }
}

/** An entry, as `entrySchema` says. @param now milliseconds since the epoch */
export function entryJson(
  { name, key }: Pick<OwnLogSource, 'name' | 'key'>,
  { record, head, leaf, way }: ProvableEntry,
  now: number,
): EntryJson {
  return {
    at: isoOf(now),
    log: name,
    key,
    ...recordJson(record),
    head: headJson(head),
    leaf: formatHash(leaf),
    proof: way.map(({ side, sibling: { lo, hi }, hash }) => ({
      side,
      first: lo,
      last: hi - 1,
      hash: formatHash(hash),
    })),
  }
}

function ownJson({ source, counts, tree, next }: OwnLogFacts) {
  const { name, key, settings } = source
  const what = { name, key, settings, waiting: counts.waiting, refused: counts.refused }
  if ('missing' in tree) {
    const none = {
      head: null,
      signedAt: null,
      headAt: null,
      unsigned: null,
      witnesses: [],
      entries: [],
      next: null,
    }
    return { ...what, fault: tree.missing, ...none }
  }
  const { head, headAt, unsigned, witnesses, entries } = tree.value
  return {
    ...what,
    fault: null,
    head: headJson(head),
    signedAt: timeOrNull(head.signedAt),
    headAt: timeOrNull(headAt),
    unsigned,
    witnesses: witnesses.map(({ name, cosigned, trouble }) => ({
      name,
      size: cosigned?.size ?? null,
      cosignedAt: timeOrNull(cosigned?.at),
      trouble: trouble ?? null,
    })),
    entries: entries.map((record) => recordJson(record)),
    next: next ?? null,
  }
}

function otherJson(standing: RelayStanding, now: number) {
  const { name, key, head, comparedAt, trouble, doubts, sources, forks } = standing
  return {
    name,
    key,
    agreement: agreementOf(standing, now),
    head: head === undefined ? null : { size: head.size, root: formatHash(head.root) },
    comparedAt: timeOrNull(comparedAt),
    trouble: troubleJson(trouble),
    doubts: doubts.map(({ seenAt, note, known, why }) => ({
      seenAt: isoOf(seenAt),
      head: note,
      known: known ?? null,
      why,
    })),
    sources: sources.map((source) => ({
      url: source.url,
      comparedAt: timeOrNull(source.comparedAt),
      trouble: troubleJson(source.trouble),
    })),
    forks: forks.map(({ foundAt, thawedAt, evidence }) => ({
      foundAt: isoOf(foundAt),
      thawedAt: timeOrNull(thawedAt),
      evidence,
    })),
  }
}

function troubleJson(trouble: RelayStanding['trouble']) {
  return trouble === undefined ? null : { at: isoOf(trouble.at), code: trouble.code }
}

function headJson({ size, root, checkpoint }: SignedHead) {
  return { size, root: formatHash(root), checkpoint }
}

function recordJson({ number, path, version, zip, goMod, addedAt, attestation }: LogRecord) {
  return {
    number,
    path,
    version,
    zip,
    goMod,
    addedAt: isoOf(addedAt),
    attestation: attestation === undefined ? null : { ...attestation },
  }
}

function timeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : isoOf(at)
}
