/** What a verdict means for whoever depends on the module, from good to bad. */
export type VerdictClass = 'ok' | 'fragile' | 'undetermined' | 'lost' | 'changed'

/** How sure a verdict is: one look; a second channel and a control agree; three looks over three days. */
export type Confidence = 'tentative' | 'corroborated' | 'confirmed'

interface ClassEntry {
  /** As people read it. */
  readonly word: string
  /** The silhouette that stands before the word, so that colour is never needed. */
  readonly shape: 'disc' | 'triangle' | 'ring' | 'square' | 'diamond'
  /** The order in which classes ask for attention; the highest is the loudest. */
  readonly loudness: number
}

/** The classes, quietest first. */
export const verdictClasses: Readonly<Record<VerdictClass, ClassEntry>> = {
  ok: { word: 'OK', shape: 'disc', loudness: 0 },
  fragile: { word: 'Fragile', shape: 'triangle', loudness: 1 },
  undetermined: { word: 'Undetermined', shape: 'ring', loudness: 2 },
  lost: { word: 'Lost', shape: 'square', loudness: 3 },
  changed: { word: 'Changed', shape: 'diamond', loudness: 4 },
}

interface CodeEntry {
  readonly class: VerdictClass
  /** What is so, as sentences about "it", the module version. */
  readonly sentence: string
}

const codes = {
  verified: { class: 'ok', sentence: 'Its content was read upstream and hashed just now.' },
  unchanged: {
    class: 'ok',
    sentence: 'Its ref names the commit whose content was verified before.',
  },
  redirected: { class: 'fragile', sentence: 'Its repository is found only through a redirect.' },
  'owner-free': {
    class: 'fragile',
    sentence: 'Its repository is found only through a redirect, and anybody may take the old name.',
  },
  recreated: { class: 'fragile', sentence: 'Its tag was made anew, with the same content.' },
  'import-moved': {
    class: 'fragile',
    sentence: 'Its import page names another repository, with the same content.',
  },
  'insecure-origin': { class: 'fragile', sentence: 'Nothing protects the way to its repository.' },
  'path-mismatch': { class: 'fragile', sentence: 'Its go.mod declares another module path.' },
  archived: { class: 'fragile', sentence: 'Its repository is archived.' },
  retracted: { class: 'fragile', sentence: 'Its author has withdrawn it.' },
  deprecated: { class: 'fragile', sentence: 'Its author advises against it.' },
  'repo-gone': { class: 'lost', sentence: 'Its repository is gone, or was made private.' },
  'version-gone': { class: 'lost', sentence: 'Its repository no longer has the tag.' },
  'commit-gone': {
    class: 'lost',
    sentence: 'No branch or tag of its repository leads to the commit any more.',
  },
  'commit-unreachable': {
    class: 'lost',
    sentence: 'Its commit can be had, but no branch or tag leads to it, so go refuses it.',
  },
  'pseudo-invalid': {
    class: 'lost',
    sentence: 'Its version no longer tells the truth about the commit, so go refuses it.',
  },
  'import-dead': { class: 'lost', sentence: 'Its import page no longer names a repository.' },
  'replace-missing': {
    class: 'lost',
    sentence: 'The folder that a replace line puts in its place is not there.',
  },
  'version-moved': {
    class: 'changed',
    sentence:
      'The tag was moved. It now names other content than the content it was published with. Read the difference before you build with it.',
  },
  'import-retargeted': {
    class: 'changed',
    sentence: 'Its import page names another repository, with other content.',
  },
  'sumdb-mismatch': {
    class: 'changed',
    sentence: 'The public log has another hash than upstream and go.sum.',
  },
  'gosum-mismatch': {
    class: 'changed',
    sentence: 'go.sum has another hash than the content upstream, which its commit pins.',
  },
  suspected: {
    class: 'undetermined',
    sentence: 'It looks lost or changed, but a second look did not prove it.',
  },
  'hash-unstable': {
    class: 'undetermined',
    sentence:
      'The same commit gave other content before. That is our own fault first, or the server makes its archives anew each time.',
  },
  unreachable: { class: 'undetermined', sentence: 'Upstream could not be reached.' },
  throttled: { class: 'undetermined', sentence: 'Upstream wants fewer requests.' },
  'auth-required': { class: 'undetermined', sentence: 'Upstream wants credentials.' },
  'tls-invalid': { class: 'undetermined', sentence: 'Upstream cannot prove who it is.' },
  'opted-out': { class: 'undetermined', sentence: 'Upstream does not want to be asked.' },
  unsupported: { class: 'undetermined', sentence: 'It cannot be judged here.' },
  private: {
    class: 'undetermined',
    sentence: 'It is private, and what we are not shown says nothing about it.',
  },
  stale: {
    class: 'undetermined',
    sentence: 'It is known from before, and nobody was asked this time.',
  },
  pending: { class: 'undetermined', sentence: 'It was not looked at yet.' },
} as const satisfies Record<string, CodeEntry>

/** The name of a verdict. */
export type VerdictCode = keyof typeof codes

/** The codes of one class. */
export type VerdictCodeOf<C extends VerdictClass> = {
  [Code in VerdictCode]: (typeof codes)[Code]['class'] extends C ? Code : never
}[VerdictCode]

/** What every output says about a code. */
export type VerdictMeaning = CodeEntry & ClassEntry

/** All codes, quietest class first. */
export const verdictCodes: readonly VerdictCode[] = Object.keys(codes)
  .filter(isVerdictCode)
  .toSorted((a, b) => meaningOf(a).loudness - meaningOf(b).loudness)

/** The one table of verdicts: class, word, loudness and sentence of a code. */
export function meaningOf(code: VerdictCode): VerdictMeaning {
  const entry: CodeEntry = codes[code]
  return { ...entry, ...verdictClasses[entry.class] }
}

/** Whether a class says that a version builds from upstream, as things are. */
export function isFine(of: VerdictClass): of is 'ok' | 'fragile' {
  return of === 'ok' || of === 'fragile'
}

/** Whether a class says that upstream no longer gives what it gave. */
export function isLoud(of: VerdictClass): of is 'lost' | 'changed' {
  return of === 'lost' || of === 'changed'
}

/** Whether a text is a verdict's code. */
export function isVerdictCode(text: string): text is VerdictCode {
  return Object.hasOwn(codes, text)
}

/** Whether a text is the name of a class. */
export function isVerdictClass(text: string): text is VerdictClass {
  return Object.hasOwn(verdictClasses, text)
}
