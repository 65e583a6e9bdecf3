// While the page is printed its pictures keep the places and sizes that they are drawn in: paper has another
// width than the window, and Plotly would not draw them anew in time.

const KEPT = ["width", "height", "gridTemplateColumns", "gridTemplateRows", "gridTemplateAreas"]
const PLAYER = ".gd-player"
// What of a player is printed, one above the other.
const PRINTED = [".gd-pictures", ".gd-word", ".gd-numbers"]

export class Print {
  // Its line of text, the page's address, is appended to `root`; it is seen on paper alone.
  constructor(root) {
    this.line = Object.assign(document.createElement("p"), { className: "gt-printed" })
    root.append(this.line)
    this.listeners = { beforeprint: () => this.begin(), afterprint: () => this.end() }
    for (const [type, listener] of Object.entries(this.listeners)) addEventListener(type, listener)
  }

  begin() {
    this.line.textContent = location.href
    for (const player of document.querySelectorAll(PLAYER)) keep(player.querySelector(".gd-pictures"), player)
  }

  end() {
    for (const pictures of document.querySelectorAll(`${PLAYER} .gd-pictures`)) for (const name of KEPT) pictures.style[name] = ""
  }

  dispose() {
    for (const [type, listener] of Object.entries(this.listeners)) removeEventListener(type, listener)
  }
}

function keep(pictures, player) {
  if (!pictures) return
  const drawn = getComputedStyle(pictures)
  const height = PRINTED.reduce((sum, part) => sum + (player.querySelector(part)?.offsetHeight ?? 0), 0)
  player.style.setProperty("--gd-drawn-width", pictures.offsetWidth)
  player.style.setProperty("--gd-drawn-height", height)
  const kept = KEPT.map((name) => [name, drawn[name]])
  for (const [name, value] of kept) pictures.style[name] = value
}
