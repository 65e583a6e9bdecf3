// A link that others can follow: where this computer names only itself, its address in the network.

const ALONE = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/

// `host` is the server's address in its network, if it is known; { url, told }.
export function reachable(url, host) {
  const link = new URL(url)
  if (!ALONE.test(link.hostname)) return { url, told: "" }
  if (!host) {
    const told = `Phones cannot reach this link, nor can a course page: ${link.hostname} is this computer alone.`
    return { url, told: `${told} Open the Lab by the computer’s address in the network, if it listens there.` }
  }
  const own = link.hostname
  link.hostname = host.includes(":") ? `[${host}]` : host
  return { url: link.href, told: `In place of ${own} it names this computer’s address, ${host}: phones in the same network reach it.` }
}
