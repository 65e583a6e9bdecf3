// Saves a picture as PNG or SVG: the figure that is on the page, path and all, in a size for slides,
// with what it is of above it, and how it was made below.

import { link } from "./address.mjs"
import { MOVING } from "./picture.mjs"
import { onLoss, onSurface } from "./still.mjs"
import { themed } from "./theme.mjs"
import { SLACK } from "./track.mjs"

const SIZE = { width: 960, height: 600 }
const SHARPNESS = 2
const ABOVE = 62
const BELOW = 46
const LINE_LENGTH = 150

// Saves the "surface" or the "loss" of `player` as it stands now, as "png" or "svg".
export async function saveOf(player, name, format) {
  const { scene, tracks, root, parts, head } = player
  const { element, Plotly } = player[name]
  // A slice that follows the point is drawn as it is now.
  player.following?.draw(head.step)
  const points = (name === "surface" ? onSurface : onLoss)(scene, tracks, head.step)
  const subtitle = `${parts.caption(name)} · ${parts.where()}`
  const made = [scene.made, link()].filter(Boolean)
  const picture = pictureOf({ figure: scene[name], element, root, points, title: scene.title, subtitle, made })
  const scale = format === "png" ? SHARPNESS : 1
  // A run that plays goes on meanwhile.
  const download = `${name}-step-${Math.floor(head.step + SLACK)}.${format}`
  const href = await Plotly.toImage(picture, { ...SIZE, format, scale })
  Object.assign(document.createElement("a"), { href, download }).click()
}

// The figure as it was sent, looked at as `element` shows it now, with the `points(meta)` of what moves.
function pictureOf({ figure, element, root, points, title, subtitle, made }) {
  const { data, layout } = themed(figure, root, false)
  const { xaxis, yaxis } = element._fullLayout
  const { l, r, t, b } = layout.margin
  return {
    data: data.map((trace) => (MOVING.includes(trace.meta.role) ? { ...trace, ...points(trace.meta) } : trace)),
    layout: {
      ...layout,
      paper_bgcolor: getComputedStyle(root).getPropertyValue("--st-background-color").trim() || "#ffffff",
      margin: { l: l + 6, r: r + 14, t: t + ABOVE, b: b + BELOW },
      xaxis: { ...layout.xaxis, range: [...xaxis.range] },
      yaxis: { ...layout.yaxis, range: [...yaxis.range] },
      title: heading(title, subtitle, layout.font),
      annotations: [...(layout.annotations ?? []), footnote(made, b + BELOW - 8)],
    },
  }
}

function heading(title, subtitle, { color, family }) {
  const font = (size) => ({ size, color, family })
  const place = { x: 0, xref: "paper", xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { t: 16 } }
  return { text: plain(title), font: font(17), ...place, subtitle: { text: plain(subtitle), font: font(13) } }
}

function footnote(made, below) {
  const text = made.flatMap((line) => line.match(new RegExp(`.{1,${LINE_LENGTH}}`, "g")) ?? []).map(plain).join("<br>")
  const place = { x: 0, xref: "paper", xanchor: "left", y: 0, yref: "paper", yanchor: "bottom", yshift: -below }
  return { text, align: "left", showarrow: false, font: { size: 10 }, opacity: 0.75, ...place }
}

// Plotly takes some tags and entities for markup.
function plain(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}
