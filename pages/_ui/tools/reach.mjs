// A link that others can follow: where this computer names only itself, its address in the network.

const ALONE = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/

// `host` is the server's address in its network, if it is known; { url, told }.
export function reachable(url, host) {
  const link = new URL(url)
  if (!ALONE.test(link.hostname)) return { url, told: "" }
  if (!host) {
    const told = `Phones cannot reach this link, nor can a course page: ${link.hostname} means only this computer.`
    return { url, told: `${told} Open the Lab under the computer’s address in the network, if it answers there.` }
  }
  const own = link.hostname
  link.hostname = host.includes(":") ? `[${host}]` : host
  return { url: link.href, told: `Instead of ${own} the link names this computer’s address, ${host}. Phones in the same network can open it.` }
}
