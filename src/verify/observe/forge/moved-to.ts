import { repositoryKey } from '../../../outbound/same-repository.ts'

/**
 * The address that a forge tells for a repository, where it is another than that by which it was asked for; forges take
 * names in any case. Nothing where it is the same, or no address of http or https.
 */
export function movedTo(url: string, told: unknown): { readonly movedTo?: string } {
  if (typeof told !== 'string' || !/^https?:\/\//.test(told)) return {}
  const key = repositoryKey(told)?.toLowerCase()
  return key === undefined || key === repositoryKey(url)?.toLowerCase() ? {} : { movedTo: told }
}
