/** Forges whose hooks are taken, as the last part of the path is called; `generic` is for everything else. */
export const forgeNames = ['github', 'gitlab', 'gitea', 'sourcehut', 'generic'] as const

/** One of {@link forgeNames}. */
export type ForgeName = (typeof forgeNames)[number]

/** The value of a header by its lower-case name, its bytes as latin1; undefined where there are none or several of it. */
export type HookHeaders = (name: string) => string | undefined

/** What a genuine delivery asks for: to look again at one repository (all URLs of it), an answer, or nothing. */
export type Wish =
  | { readonly kind: 'look'; readonly urls: readonly string[] }
  | { readonly kind: 'ping' }
  | { readonly kind: 'nothing' }

/** Someone who may send hooks: a forge, and one secret or key of it. */
export interface Sender {
  /** Whether the headers leave it possible that this one sent it. Asked before the body is read, so it is cheap. */
  mayHaveSent(headers: HookHeaders): boolean
  /** Whether this one did: only then may anything of the body be believed. */
  hasSent(headers: HookHeaders, body: Uint8Array): boolean
  /**
   * What the delivery asks for.
   *
   * @param payload any JSON value
   * @throws Failure `invalid` where people write payloads by hand, and this one means nothing
   */
  wish(headers: HookHeaders, payload: unknown): Wish
}
