import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, posix } from 'node:path'
import type { ServerResponse } from 'node:http'
import { notFound, plain, type Door, type Visit } from './door.ts'

/** As Go knows them; what is not here is found out from the content. Source: package `mime`. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.zip': 'application/zip',
}

/**
 * Serves the files of a folder: a folder by its `index.html`, and only with a slash at its end. Source of the rules:
 * `net/http.FileServer`; the list of a folder without an index is only a page without tags.
 */
export function folderDoor(folder: string): Door {
  return async ({ response, path, search }) => {
    const place = await placeOf(folder, path)
    if (place === undefined) return notFound(response)
    const asFolder = path === '' || path.endsWith('/')
    if (place.isFolder && !asFolder) return move(response, `${basename(path)}/${search}`)
    if (!place.isFolder && asFolder) return move(response, `../${basename(path)}${search}`)
    if (basename(path) === 'index.html') return move(response, `./${search}`)
    return place.isFolder ? sendIndex(response, place.file) : send(response, place.file)
  }
}

/**
 * Serves the files of a folder to whoever has the name and the password that its `.access` says, or that of the nearest
 * folder above; others get the status and the text it says. Source: cmd/go/internal/vcweb/auth.go.
 */
export function guardedDoor(folder: string): Door {
  const open = folderDoor(folder)
  return async (visit) => {
    const { request, response, path } = visit
    if (basename(path).startsWith('.')) return plain(response, 400, 'filename contains leading dot')
    const place = await placeOf(folder, path)
    if (place === undefined) return notFound(response)
    const below = posix.resolve('/', place.isFolder ? path : dirname(path))
    const access = await accessOf(folder, below)
    const { Username = '', Password = '', StatusCode: status = 401, Message = '' } = access
    const wanted = `Basic ${Buffer.from(`${Username}:${Password}`).toString('base64')}`
    if (request.headers.authorization === wanted) return open(visit)
    if (status === 401) response.setHeader('www-authenticate', `basic realm=${below}`)
    return plain(response, status, Message)
  }
}

/** Sends everybody to the same path, without the script's own, over plain http. Source: vcweb/insecure.go. */
export function insecureDoor({ response, host, path, search }: Visit): void {
  move(response, `http://${host}${path}${search}`, 302)
}

interface Access {
  readonly Username?: string
  readonly Password?: string
  readonly StatusCode?: number
  readonly Message?: string
}

async function accessOf(folder: string, below: string): Promise<Access> {
  for (let at = below; ; at = dirname(at)) {
    const text = await readFile(join(folder, at, '.access'), 'utf8').catch(() => undefined)
    if (text !== undefined) return JSON.parse(text) as Access
    if (at === '/') throw new Error(`there is no .access above ${below}`)
  }
}

async function placeOf(
  folder: string,
  path: string,
): Promise<{ file: string; isFolder: boolean } | undefined> {
  const file = join(folder, posix.resolve('/', path))
  const found = await stat(file).catch(() => undefined)
  return found && { file, isFolder: found.isDirectory() }
}

async function sendIndex(response: ServerResponse, folder: string): Promise<void> {
  const index = join(folder, 'index.html')
  const has = await stat(index).catch(() => undefined)
  if (has) return send(response, index)
  response.writeHead(200, { 'content-type': types['.html'] }).end('<pre>\n</pre>\n')
}

async function send(response: ServerResponse, file: string): Promise<void> {
  const content = await readFile(file)
  const type = types[extname(file)] ?? 'text/plain; charset=utf-8'
  response.writeHead(200, { 'content-type': type, 'content-length': content.length }).end(content)
}

function move(response: ServerResponse, location: string, status = 301): void {
  response.writeHead(status, { location }).end()
}
