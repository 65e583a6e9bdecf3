// A canvas context that writes what is drawn as SVG: whatever draws on the canvas draws into a saved picture too.

const FRESH = { fillStyle: "#000000", strokeStyle: "#000000", lineWidth: 1, lineJoin: "miter", globalAlpha: 1, font: "13px sans-serif", textAlign: "left", textBaseline: "alphabetic", dash: [], transform: "" }
const ANCHORS = { left: "start", center: "middle", right: "end" }

// The part of Path2D that is used, as the `d` of a path.
class Path {
  d = ""

  moveTo(x, y) {
    this.d += `M${at(x)} ${at(y)}`
  }

  // On an empty path the first line is a move, as on a canvas.
  lineTo(x, y) {
    if (Number.isFinite(x) && Number.isFinite(y)) this.d += `${this.d ? "L" : "M"}${at(x)} ${at(y)}`
  }

  closePath() {
    this.d += "Z"
  }

  rect(x, y, width, height) {
    this.d += `M${at(x)} ${at(y)}h${at(width)}v${at(height)}h${at(-width)}Z`
  }

  arc(x, y, radius) {
    this.ellipse(x, y, radius, radius, 0)
  }

  // All the way round.
  ellipse(x, y, long, short, angle) {
    const [dx, dy] = [long * Math.cos(angle), long * Math.sin(angle)]
    const arc = `A${at(long)} ${at(short)} ${at((angle * 180) / Math.PI)} 1 1 `
    this.d += `M${at(x + dx)} ${at(y + dy)}${arc}${at(x - dx)} ${at(y - dy)}${arc}${at(x + dx)} ${at(y + dy)}Z`
  }
}

export class Recorder {
  Path = Path

  // `canvas` is the one whose place is taken: it knows the font.
  constructor(canvas) {
    Object.assign(this, FRESH, { canvas, parts: [], kept: [], path: new Path() })
  }

  beginPath() {
    this.path = new Path()
  }

  moveTo(...place) {
    this.path.moveTo(...place)
  }

  lineTo(...place) {
    this.path.lineTo(...place)
  }

  closePath() {
    this.path.closePath()
  }

  rect(...box) {
    this.path.rect(...box)
  }

  arc(...circle) {
    this.path.arc(...circle)
  }

  ellipse(...oval) {
    this.path.ellipse(...oval)
  }

  setLineDash(dash) {
    this.dash = dash
  }

  save() {
    this.kept.push(Object.fromEntries(Object.keys(FRESH).map((key) => [key, this[key]])))
  }

  restore() {
    Object.assign(this, this.kept.pop())
  }

  translate(x, y) {
    this.transform += `translate(${at(x)} ${at(y)})`
  }

  rotate(angle) {
    this.transform += `rotate(${at((angle * 180) / Math.PI)})`
  }

  scale(x, y) {
    this.transform += `scale(${at(x)} ${at(y)})`
  }

  fill(path = this.path) {
    this.write("path", { d: path.d, fill: this.fillStyle })
  }

  stroke(path = this.path) {
    this.write("path", { d: path.d, fill: "none", ...this.pen() })
  }

  pen() {
    const dashes = this.dash.length ? { "stroke-dasharray": this.dash.join(" ") } : {}
    return { stroke: this.strokeStyle, "stroke-width": at(this.lineWidth), "stroke-linejoin": this.lineJoin, ...dashes }
  }

  drawImage(image, x, y, width, height) {
    this.write("image", { x: at(x), y: at(y), width: at(width), height: at(height), preserveAspectRatio: "none", href: image.toDataURL() })
  }

  fillText(text, x, y) {
    this.text(text, x, y, { fill: this.fillStyle })
  }

  strokeText(text, x, y) {
    this.text(text, x, y, { fill: "none", ...this.pen() })
  }

  text(text, x, y, look) {
    const middle = this.textBaseline === "middle" ? { "dominant-baseline": "central" } : {}
    this.write("text", { x: at(x), y: at(y), "text-anchor": ANCHORS[this.textAlign], style: `font: ${this.font}`, ...middle, ...look }, text)
  }

  write(tag, attributes, text = "") {
    const where = this.transform ? { transform: this.transform } : {}
    const faint = this.globalAlpha < 1 ? { opacity: this.globalAlpha } : {}
    const all = Object.entries({ ...attributes, ...where, ...faint })
    this.parts.push(`<${tag} ${all.map(([name, value]) => `${name}="${escaped(value)}"`).join(" ")}>${escaped(text)}</${tag}>`)
  }

  // All of it as a group, cut at the plot area of `axes`.
  group({ x, y }) {
    const box = `x="${at(x.from)}" y="${at(y.from)}" width="${at(x.size)}" height="${at(y.size)}"`
    return `<clipPath id="gd-marks-area"><rect ${box}/></clipPath><g class="gd-marks" clip-path="url(#gd-marks-area)">${this.parts.join("")}</g>`
  }
}

// A hundredth of a pixel is enough; what is no number moves nothing.
const at = (value) => (Number.isFinite(value) ? Number(value.toFixed(2)) : 0)

function escaped(text) {
  return String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}
