// Saves a picture as PNG or SVG: what is seen on the page, with all that the canvas draws, in a size for
// slides; what it is of stands above it, and how it was made below.

import { link } from "./address.mjs"
import { ticked } from "./axis_ticks.mjs"
import { axesOf, MOVING } from "./picture.mjs"
import { Recorder } from "./recorder.mjs"
import { onLoss, onSurface } from "./still.mjs"
import { themed } from "./theme.mjs"
import { SLACK } from "./track.mjs"

const SIZE = { width: 960, height: 600 }
const SHARPNESS = 2
const EDGE = 16
const GAP = 12
const [TITLE, SUBTITLE, NOTE] = [17, 13, 10]
const LINE = 1.3
const LINE_LENGTH = 150

// Saves the "surface" or the "loss" of `player` as it stands now, as "png" or "svg".
export async function saveOf(player, name, format) {
  const { scene, root, parts, head, tracks } = player
  const picture = player[name]
  // A slice that follows the point is drawn as it is now.
  player.following?.draw(head.step)
  // While it plays the canvas has the lines; at rest Plotly holds them.
  const points = player.resting ? (name === "surface" ? onSurface : onLoss)(scene, tracks, head.step) : () => ({ x: [null], y: [null] })
  const words = { title: scene.title, subtitle: `${parts.caption(name)} · ${parts.where()}`, made: [scene.made, link()].filter(Boolean) }
  const figure = figureOf({ figure: scene[name], element: picture.element, root, points, ...words })
  // A run that plays goes on meanwhile.
  const download = `${name}-step-${Math.floor(head.step + SLACK)}.${format}`
  const href = hrefOf(await drawn(picture, figure))
  Object.assign(document.createElement("a"), { href: format === "png" ? await painted(href) : href, download }).click()
  player.paint()
}

// `figure` and over it what the canvas of `picture` shows, as SVG.
async function drawn({ Plotly, canvas, draw }, figure) {
  const place = document.createElement("div")
  Object.assign(place.style, { position: "fixed", left: "-9999px", top: 0, width: `${SIZE.width}px`, height: `${SIZE.height}px` })
  document.body.append(place)
  const recorder = new Recorder(canvas)
  try {
    const config = { staticPlot: true, responsive: false }
    await Plotly.newPlot(place, figure.data, { ...figure.layout, ...SIZE, autosize: false }, config)
    const axes = axesOf(place._fullLayout)
    draw(recorder, axes)
    const svg = await Plotly.toImage(place, { ...SIZE, format: "svg", imageDataOnly: true })
    return svg.replace(/<\/svg>\s*$/, `${recorder.group(axes)}</svg>`)
  } finally {
    Plotly.purge(place)
    place.remove()
  }
}

const hrefOf = (svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`

async function painted(href) {
  const image = new Image()
  Object.assign(image, { ...SIZE, src: href })
  await image.decode()
  const canvas = Object.assign(document.createElement("canvas"), { width: SHARPNESS * SIZE.width, height: SHARPNESS * SIZE.height })
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL("image/png")
}

// The figure as it was sent, looked at as `element` shows it now, with the `points(meta)` of what moves.
function figureOf({ figure, element, root, points, title, subtitle, made }) {
  const { data, layout } = ticked(themed(figure, root, false))
  const { xaxis, yaxis } = element._fullLayout
  const { l, r, t, b } = layout.margin
  const head = [...wrapped(title, TITLE, layout.font), ...wrapped(subtitle, SUBTITLE, layout.font)]
  const foot = made.flatMap((line) => line.match(new RegExp(`.{1,${LINE_LENGTH}}`, "g")) ?? [])
  const margin = { l: l + 6, r: r + 14, t: t + EDGE + GAP + heightOf(head), b: b + GAP + LINE * NOTE * foot.length }
  return {
    data: data.map((trace, i) => ({ ...trace, ...shown(element.data?.[i]), ...(MOVING.includes(trace.meta.role) && points(trace.meta)) })),
    layout: {
      ...layout,
      paper_bgcolor: getComputedStyle(root).getPropertyValue("--st-background-color").trim() || "#ffffff",
      margin,
      xaxis: { ...layout.xaxis, range: [...xaxis.range] },
      yaxis: { ...layout.yaxis, range: [...yaxis.range], ...ticksOf(yaxis) },
      annotations: [...(layout.annotations ?? []), heading(head, margin), footnote(foot, margin)],
    },
  }
}

// What a panel has shown or hidden on the page.
const shown = (trace) => (trace && "visible" in trace ? { visible: trace.visible } : {})

// A zoom has ticks of its own.
const ticksOf = ({ type, tickvals, ticktext }) => (type === "log" ? { tickvals, ticktext } : {})

// `text` in lines that fit into the picture: { text, size } each.
function wrapped(text, size, { family }) {
  const context = document.createElement("canvas").getContext("2d")
  context.font = `${size}px ${family}`
  const fits = (line) => context.measureText(line).width <= SIZE.width - 2 * EDGE
  const lines = [""]
  for (const word of text.split(" ").flatMap((word) => pieces(word, fits))) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word
    if (fits(longer)) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((line) => ({ text: line, size }))
}

// A word that is longer than a line, in parts.
function pieces(word, fits) {
  const parts = [""]
  for (const letter of word) {
    if (!fits(parts.at(-1) + letter)) parts.push("")
    parts[parts.length - 1] += letter
  }
  return parts
}

const heightOf = (lines) => lines.reduce((sum, { size }) => sum + LINE * size, 0)

function heading(lines, { l, t }) {
  const text = lines.map(({ text, size }) => `<span style="font-size:${size}px">${plain(text)}</span>`).join("<br>")
  const place = { x: 0, xref: "paper", xanchor: "left", xshift: EDGE - l, y: 1, yref: "paper", yanchor: "top", yshift: t - EDGE / 2 }
  return { text, align: "left", showarrow: false, font: { size: SUBTITLE }, ...place }
}

function footnote(lines, { l, b }) {
  const place = { x: 0, xref: "paper", xanchor: "left", xshift: EDGE - l, y: 0, yref: "paper", yanchor: "bottom", yshift: 4 - b }
  return { text: lines.map(plain).join("<br>"), align: "left", showarrow: false, font: { size: NOTE }, opacity: 0.75, ...place }
}

// Plotly takes some tags and entities for markup.
function plain(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}
