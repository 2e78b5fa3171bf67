/** Whether a URL is one of http or https, so that a browser can ask for it, too. */
export function isHttp(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url)
}
