/** Rules of a locator that forbid nothing, and look for no scheme but https. */
export const plainRules = {
  mayBeInsecure: () => false,
  checkVcs: () => {},
  probe: async () => {},
}
