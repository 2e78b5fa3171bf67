import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { must } from '../../test/forge/run.ts'

/** The test server of Go's own library, on loopback. It keeps all in memory, signs each answer, and survives nothing. */
export interface GoServer extends AsyncDisposable {
  readonly url: string
  /** Appends per second while it was filled, by one caller without HTTP. */
  readonly appendsPerSecond: number
}

const program = `package main

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb"
)

func sum(text string) string {
	digest := sha256.Sum256([]byte(text))
	return "h1:" + base64.StdEncoding.EncodeToString(digest[:])
}

func main() {
	count, _ := strconv.Atoi(os.Args[2])
	server := sumdb.NewTestServer(os.Args[1], func(path, vers string) ([]byte, error) {
		return []byte(fmt.Sprintf("%s %s %s\\n%s %s/go.mod %s\\n", path, vers, sum("zip"+vers), path, vers, sum("mod"+vers))), nil
	})
	start := time.Now()
	for i := 0; i < count; i++ {
		if _, err := server.Lookup(nil, module.Version{Path: "example.com/x", Version: fmt.Sprintf("v1.%d.0", i)}); err != nil {
			panic(err)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr(), float64(count)/time.Since(start).Seconds())
	http.Serve(listener, sumdb.NewServer(server))
}
`

/**
 * Builds the server in a folder, from the sources that come with Go, and starts it with so many records.
 *
 * @param signerKey what it signs with
 */
export async function startGoServer(
  folder: string,
  signerKey: string,
  count: number,
): Promise<GoServer> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? folder,
    GOFLAGS: '-mod=mod',
    GOPROXY: 'off',
  }
  const goRoot = (await must('go', ['env', 'GOROOT'], { cwd: folder, env })).trim()
  const library = join(folder, 'mod')
  await cp(join(goRoot, 'src/cmd/vendor/golang.org/x/mod'), library, { recursive: true })
  await writeFile(join(library, 'go.mod'), 'module golang.org/x/mod\n\ngo 1.24\n')
  const source = join(folder, 'server')
  await mkdir(source)
  await writeFile(join(source, 'main.go'), program)
  await writeFile(
    join(source, 'go.mod'),
    'module server.example\n\ngo 1.24\n\nrequire golang.org/x/mod v0.0.0\n\nreplace golang.org/x/mod => ../mod\n',
  )
  await must('go', ['build', '-o', 'server', '.'], { cwd: source, env, timeoutMs: 300_000 })
  const child = spawn(join(source, 'server'), [signerKey, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const [address = '', rate = ''] = line.split(' ')
  return {
    url: `http://${address}`,
    appendsPerSecond: Number(rate),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
